import { refusalText } from '$lib/field/observation.text';

/** The server's answer to a form, as far as it matters here. */
interface Answer {
  type: 'success' | 'failure' | 'redirect' | 'error';
  status?: number;
  location?: string;
  data?: Record<string, unknown>;
  error?: { message?: string };
}

type Answered = (answer: {
  result: Answer;
  update: (options: { reset: boolean }) => Promise<void>;
}) => Promise<void>;

/** After this long a word is due: a page that only waits looks like one that has saved. */
const SLOW_AFTER_MS = 10_000;

type SendState = 'idle' | 'sending' | 'slow' | 'unsent' | 'signed-out' | 'refused';

/** How far a form has come on its way to the server, for the word beside its button. */
export class Sending {
  state = $state<SendState>('idle');
  /** Why the server refused, in a sentence. */
  why = $state('');

  get isUnderWay(): boolean {
    return this.state === 'sending' || this.state === 'slow';
  }

  /**
   * For `use:enhance`. Without a network, a server or a session the page stays as it is, with all that was chosen.
   *
   * @param settle what to do with the server's own answer before the page follows it; false keeps the page as it is
   */
  submit(
    settle: (answer: Answer) => boolean = () => true
  ): (event: { cancel: () => void }) => Answered | void {
    return ({ cancel }) => {
      // A second tap sends nothing; the id would make it one report all the same.
      if (this.isUnderWay) return void cancel();
      this.state = 'sending';
      const slow = setTimeout(() => (this.state = 'slow'), SLOW_AFTER_MS);
      return async ({ result, update }) => {
        clearTimeout(slow);
        if (result.type === 'error') {
          this.why = result.status === 403 ? String(result.error?.message ?? '') : '';
          this.state = this.why ? 'refused' : 'unsent';
        } else if (result.type === 'redirect' && isSignIn(result.location ?? '')) {
          this.state = 'signed-out';
        } else {
          if (settle(result)) await update({ reset: false });
          this.why =
            result.type === 'failure' && result.data?.why ? refusalText(String(result.data.why)) : '';
          this.state = this.why ? 'refused' : 'idle';
        }
      };
    };
  }
}

function isSignIn(location: string): boolean {
  return new URL(location, window.location.href).pathname === '/sign-in';
}
