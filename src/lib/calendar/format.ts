import { type Day, toUtc } from './day';

/** "1 Sep 2026", in the reader's language. */
export function formatDay(d: Day, locale: string): string {
  return formatter(locale, { day: 'numeric', month: 'short', year: 'numeric' }).format(toUtc(d));
}

/** "1 Sep": where the year is plain from around it. */
export function formatDayShort(d: Day, locale: string): string {
  return formatter(locale, { day: 'numeric', month: 'short' }).format(toUtc(d));
}

/** "Sep", the month of a day. */
export function formatMonth(d: Day, locale: string): string {
  return formatter(locale, { month: 'short' }).format(toUtc(d));
}

/** "M", the weekday in the fewest letters. */
export function formatWeekday(d: Day, locale: string): string {
  return formatter(locale, { weekday: 'narrow' }).format(toUtc(d));
}

/** "1–7 Sep 2026": both ends included. */
export function formatDayRange(from: Day, to: Day, locale: string): string {
  return formatter(locale, { day: 'numeric', month: 'short', year: 'numeric' }).formatRange(
    toUtc(from),
    toUtc(to)
  );
}

/** "1 Sep 2026, 14:05 UTC": when something was done, by the clock that days are counted by. */
export function formatMoment(instant: Date, locale: string): string {
  const parts = {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit'
  } as const;
  return `${formatter(locale, { ...parts, hourCycle: 'h23' }).format(instant)} UTC`;
}

/** Made once per language and shape: making one costs a hundred times what using it does. Never changed once made. */
const made = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${Object.keys(options).join()}`;
  let found = made.get(key);
  if (!found) {
    // British order for English: a day before its month cannot be misread as a month before its day.
    found = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { ...options, timeZone: 'UTC' });
    made.set(key, found);
  }
  return found;
}
