import type { enhance } from '$app/forms';
import { invalidateAll } from '$app/navigation';

type Submit = NonNullable<Parameters<typeof enhance>[1]>;

/** A refusal often means that somebody else decided first: the page then shows what stands now, and what was typed stays. */
const staying =
  (clear: boolean): Submit =>
  () =>
  async ({ result, update }) => {
    await update({ reset: clear && result.type === 'success' });
    if (result.type === 'failure') await invalidateAll();
  };

/** For `use:enhance`. */
export const stayTrue = staying(false);
/** The same, and a form that was accepted is empty again. */
export const stayTrueAndClear = staying(true);
