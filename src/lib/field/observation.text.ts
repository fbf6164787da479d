import { formatMoneyShort } from '$lib/money/format';
import * as m from '$lib/paraglide/messages';
import type { Day } from '$lib/calendar/day';
import { formatDay, formatDayRange } from '$lib/calendar/format';
import type { RecentObservation } from './recent';
import type { LogKind, Since, Source, Sureness, Until } from './observation';

export function kindName(kind: LogKind): string {
  return { stock_out: m.field_kind_stock_out, spend: m.field_kind_spend, restock: m.field_kind_restock }[
    kind
  ]();
}

/** Of every kind of report, those too that only an import brings. */
export function sightingKindName(kind: LogKind | 'price' | 'display' | 'promoter'): string {
  switch (kind) {
    case 'price':
      return m.field_kind_price();
    case 'display':
      return m.field_kind_display();
    case 'promoter':
      return m.field_kind_promoter();
    default:
      return kindName(kind);
  }
}

/** @param isOtherDay whether it was seen on another day than today */
export function sinceName(since: Since, isOtherDay = false): string {
  return {
    today: isOtherDay ? m.field_since_that_day : m.field_since_today,
    yesterday: isOtherDay ? m.field_since_day_before : m.field_since_yesterday,
    week: m.field_since_week,
    unknown: m.field_since_unknown
  }[since]();
}

/** @param isOtherDay whether it was seen on another day than today */
export function untilName(until: Until, isOtherDay = false): string {
  return {
    open: m.field_until_open,
    week: isOtherDay ? m.field_until_that_week : m.field_until_week,
    fortnight: isOtherDay ? m.field_until_week_after : m.field_until_fortnight
  }[until]();
}

export function surenessName(sureness: Sureness): string {
  return { saw: m.field_sure_saw, told: m.field_sure_told, estimate: m.field_sure_estimate }[sureness]();
}

export function sourceName(source: Source): string {
  return { store: m.field_source_store, public: m.field_source_public, account: m.field_source_account }[
    source
  ]();
}

/** "Competitor activity · 1k–5k": what a report says, in a line. */
export function reportText(
  report: { kind: LogKind; lowMinor: number | null; highMinor: number | null },
  currency: string,
  locale: string
): string {
  const { kind, lowMinor, highMinor } = report;
  if (kind !== 'spend' || lowMinor === null || highMinor === null) return kindName(kind);
  const [low, high] = [lowMinor, highMinor].map((minor) => formatMoneyShort(minor, currency, locale)) as [
    string,
    string
  ];
  return m.field_activity_worth({ kind: kindName(kind), low, high, currency });
}

/** "18–22 Nov 2026", "24 Nov 2026": the days between which something began. */
export function daysText(from: Day, to: Day | null, locale: string): string {
  return to && to > from ? formatDayRange(from, to, locale) : formatDay(from, locale);
}

/**
 * "Display · since 24 Nov 2026 · until 29 Nov 2026 · Staff told me": what else a report says; empty where no more.
 *
 * @param tactic its name, for the reader
 */
export function reportDetails(
  report: Pick<RecentObservation, 'startsOn' | 'startsLatestOn' | 'endsOn' | 'sureness' | 'source'>,
  tactic: string | null,
  locale: string
): string {
  const { startsOn, startsLatestOn, endsOn, sureness, source } = report;
  const isInterval = startsOn !== null && startsLatestOn !== null && startsOn < startsLatestOn;
  const start = startsOn && daysText(startsOn, startsLatestOn, locale);
  return [
    tactic,
    start && (isInterval ? m.field_detail_began({ days: start }) : m.field_detail_since({ day: start })),
    endsOn && m.field_detail_until({ day: formatDay(endsOn, locale) }),
    sureness !== 'saw' && surenessName(sureness),
    source !== 'store' && sourceName(source)
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Why a report was not taken, and what to do. */
export function refusalText(why: string): string {
  switch (why) {
    case 'unknown-place':
      return m.field_refused_place();
    case 'not-yours':
      return m.field_refused_not_yours();
    case 'corrected-before':
      return m.field_refused_corrected();
    case 'withdrawn-before':
      return m.field_refused_withdrawn();
    case 'visit-has-reports':
      return m.field_refused_visit();
    case 'id-used':
      return m.field_refused_id();
    default:
      return m.field_refused_product();
  }
}
