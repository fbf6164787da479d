import { type Day, toUtc } from './day';

/** "1 Sep 2026", in the reader's language. */
export function formatDay(d: Day, locale: string): string {
  return formatter(locale, { day: 'numeric', month: 'short', year: 'numeric' }).format(toUtc(d));
}

/** "1 Sep": where the year is plain from around it. */
export function formatDayShort(d: Day, locale: string): string {
  return formatter(locale, { day: 'numeric', month: 'short' }).format(toUtc(d));
}

/** "1–7 Sep 2026": both ends included. */
export function formatDayRange(from: Day, to: Day, locale: string): string {
  return formatter(locale, { day: 'numeric', month: 'short', year: 'numeric' }).formatRange(
    toUtc(from),
    toUtc(to)
  );
}

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  // British order for English: a day before its month cannot be misread as a month before its day.
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { ...options, timeZone: 'UTC' });
}
