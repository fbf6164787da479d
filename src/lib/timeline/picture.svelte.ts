import type { DayRange } from '$lib/calendar/day';
import { createContext } from 'svelte';
import type { Grip } from './bar-move';
import type { PromotionBar } from './timeline';

/** A row and one of its columns. */
export interface Spot {
  row: string;
  column: number;
}

/** A bar of ours that is held, and the days on which it would lie if it were let go now. */
export interface Grab {
  bar: PromotionBar;
  grip: Grip;
  range: DayRange;
}

/** Columns of one row, from the one where the choice began to the one where it is now. */
export interface Choice {
  row: string;
  start: number;
  end: number;
}

/**
 * What the reader is doing with the picture: pointing, reading, choosing weeks. What they look at is in the address.
 * One for each picture, handed down by context.
 */
export class Picture {
  /** `choosing`: two clicks choose weeks, for who cannot drag. */
  mode = $state<'reading' | 'dragging' | 'choosing'>('reading');
  hover = $state.raw<Spot | null>(null);
  pinned = $state.raw<Spot | null>(null);
  choice = $state.raw<Choice | null>(null);
  grab = $state.raw<Grab | null>(null);
  /** Key of the line that the Tab key reaches, and the column that the arrows have come to. */
  line = $state<string | null>(null);
  column = $state<number | null>(null);
  /** For the live region. */
  said = $state('');

  readonly spot = $derived(this.pinned ?? this.hover);

  /** @param canMove whether the reader may move our promotions */
  constructor(readonly canMove: () => boolean = () => false) {}

  point(spot: Spot | null) {
    if (spot?.row === this.hover?.row && spot?.column === this.hover?.column) return;
    this.hover = spot;
  }

  pin(spot: Spot) {
    const isSame = this.pinned?.row === spot.row && this.pinned.column === spot.column;
    this.pinned = isSame ? null : spot;
  }

  extend(spot: Spot) {
    const isGoingOn = this.choice?.row === spot.row;
    this.choice = { row: spot.row, start: isGoingOn ? this.choice!.start : spot.column, end: spot.column };
  }

  /** A click while choosing: the first opens the choice, the second closes it. */
  choose(spot: Spot) {
    this.extend(spot);
    if (this.choice && this.choice.start !== this.choice.end) this.mode = 'reading';
  }

  /** Lets go of the nearest thing first. @returns whether there was one */
  letGo(): boolean {
    if (this.grab) this.grab = null;
    else if (this.pinned || this.hover) {
      this.pinned = null;
      this.hover = null;
    } else if (this.choice) this.choice = null;
    else if (this.mode === 'choosing') this.mode = 'reading';
    else return false;
    return true;
  }
}

export const [usePicture, providePicture] = createContext<Picture>();
