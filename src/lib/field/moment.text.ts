/** "14:02" for a moment of today, "24 Nov, 14:02" for an earlier one; on the reader's own clock. */
export function momentText(at: number, now: number, locale: string): string {
  const language = locale === 'en' ? 'en-GB' : locale;
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(language, {
    ...(!isToday && { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit'
  }).format(at);
}
