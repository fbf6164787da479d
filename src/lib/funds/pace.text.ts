import { formatPercent } from '$lib/money/format';
import * as m from '$lib/paraglide/messages';

/** Less than this from an even pace is nothing to speak of. */
const EVEN = 0.005;

/** "4% ahead", for a table; a dash before a period begins. @param pace as `paceOf` gives it */
export function paceShort(pace: number | null, locale: string): string {
  if (pace === null) return '–';
  if (Math.abs(pace) < EVEN) return m.funds_pace_even();
  const share = formatPercent(Math.abs(pace), locale);
  return pace > 0 ? m.funds_pace_plus({ share }) : m.funds_pace_minus({ share });
}

/** "4% ahead of pace", where no column head says what it is; null before a period begins. */
export function paceText(pace: number | null, locale: string): string | null {
  if (pace === null) return null;
  if (Math.abs(pace) < EVEN) return m.funds_pace_even();
  const share = formatPercent(Math.abs(pace), locale);
  return pace > 0 ? m.funds_pace_ahead({ share }) : m.funds_pace_behind({ share });
}
