import type { DayRange } from '$lib/calendar/day';
import type { PromotionBar } from './timeline';

/** A bar that was moved to other days, or why it was not. */
export interface Moved {
  bar: PromotionBar;
  became: DayRange;
  refusal: string | null;
}

/** As many moves can be undone; leaving the page forgets them, the promotions' own pages do not. */
const MOST = 100;

/** What was moved in this picture, to be undone and redone. Each step is a change like any other, and may be refused. */
export class Moves {
  /** The last step, to be told. */
  last = $state.raw<Moved | null>(null);
  #done: Moved[] = [];
  #undone: Moved[] = [];

  /** @param send moves a bar; says why it could not */
  constructor(private readonly send: (bar: PromotionBar, range: DayRange) => Promise<string | null>) {}

  /** Moves a bar. What was undone before is forgotten, as everywhere. */
  async make(bar: PromotionBar, range: DayRange): Promise<void> {
    if (!(await this.step(bar, range, this.#done))) return;
    this.#undone = [];
    if (this.#done.length > MOST) this.#done.shift();
  }

  /** Takes the last move back. */
  undo = (): Promise<void> => this.takeBack(this.#done, this.#undone);

  /** Makes the last undone move again. */
  redo = (): Promise<void> => this.takeBack(this.#undone, this.#done);

  /** Takes back what was told last, a move or the undoing of one. */
  takeBackLast = (): Promise<void> => (this.#undone.at(-1) === this.last ? this.redo() : this.undo());

  private async takeBack(from: Moved[], to: Moved[]): Promise<void> {
    const move = from.pop();
    if (!move) return;
    const { bar, became } = move;
    const isBack = await this.step({ ...bar, ...became }, { from: bar.from, to: bar.to }, to);
    if (!isBack) from.push(move);
  }

  private async step(bar: PromotionBar, range: DayRange, onto: Moved[]): Promise<boolean> {
    const refusal = await this.send(bar, range);
    const move = { bar, became: range, refusal };
    this.last = move;
    if (refusal === null) onto.push(move);
    return refusal === null;
  }
}
