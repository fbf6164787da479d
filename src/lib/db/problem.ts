/** A failure that the person at the keyboard can mend: one line that says what happened and what to do. */
export class Problem extends Error {
  override name = 'Problem';
}
