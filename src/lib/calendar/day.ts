declare const brand: unique symbol;

/** A civil date as `YYYY-MM-DD`, without a time and without a time zone. Days compare and sort as text. */
export type Day = string & { readonly [brand]: 'Day' };

/** Days in a row. */
export interface DayRange {
  from: Day;
  /** Included. */
  to: Day;
}

const MS_A_DAY = 86_400_000;
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * The days that people and files may name. A year outside is a slip of the keyboard, and a picture or a list that
 * reached as far would never be done.
 */
export const FIRST_DAY = '1970-01-01' as Day;
export const LAST_DAY = '2199-12-31' as Day;

/** The day that somebody's `text` names; null where it names none (`2026-02-30` does not) or one that cannot be meant. */
export function parseDay(text: string): Day | null {
  const found = calendarDay(text);
  return found && isPlausible(found) ? found : null;
}

export function isPlausible(d: Day): boolean {
  return FIRST_DAY <= d && d <= LAST_DAY;
}

/** The day that `text` names, however long ago or far ahead; null where it names none. */
export function calendarDay(text: string): Day | null {
  const parts = SHAPE.exec(text);
  if (!parts) return null;
  const ms = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  return new Date(ms).toISOString().slice(0, 10) === text ? (text as Day) : null;
}

/** The day that `text` names. @throws RangeError where it names none; for text that the program wrote itself. */
export function day(text: string): Day {
  const found = calendarDay(text);
  if (!found) throw new RangeError(`"${text}" is not a day; a day is written YYYY-MM-DD.`);
  return found;
}

/** The instant at which the day begins in UTC. */
export function toUtc(d: Day): Date {
  return new Date(`${d}T00:00:00.000Z`);
}

/** The day, in UTC, on which an instant falls. */
export function dayOf(instant: Date): Day {
  return instant.toISOString().slice(0, 10) as Day;
}

/** The day `n` days later; earlier for a negative `n`. */
export function addDays(d: Day, n: number): Day {
  return dayOf(new Date(toUtc(d).getTime() + n * MS_A_DAY));
}

/** Days from `a` to `b`: positive when `b` is later. */
export function daysBetween(a: Day, b: Day): number {
  return Math.round((toUtc(b).getTime() - toUtc(a).getTime()) / MS_A_DAY);
}

/** The earliest of the days. */
export function minDay(first: Day, ...rest: Day[]): Day {
  return rest.reduce((least, d) => (d < least ? d : least), first);
}

/** The latest of the days. */
export function maxDay(first: Day, ...rest: Day[]): Day {
  return rest.reduce((most, d) => (d > most ? d : most), first);
}
