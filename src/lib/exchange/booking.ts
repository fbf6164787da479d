import type { Day } from '$lib/calendar/day';
import type { MovementOrder, Mover } from '$lib/funds/ledger';

/** Where in the files a movement comes from. */
interface Place {
  fileNo: number;
  line: number;
  column: string;
  value: string | null;
}

export interface Booked extends Place {
  order: MovementOrder;
}

export interface BookingContext {
  today: Day;
  by: Mover;
  /** Makes the keys of this call its own; every movement names it. */
  runId: number;
  currency: string;
  /** Of the files, by number. */
  names: readonly string[];
}

/** What names a row of a file wherever a movement of it is read, beside its run. */
export const reasonOf = ({ names }: BookingContext, fileNo: number, line: number, what = ''): string =>
  `${names[fileNo]}:${line}${what && `: ${what}`}`;
