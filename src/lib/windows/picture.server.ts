import { addDays, type Day, maxDay, minDay } from '$lib/calendar/day';
import { fiscalYearOf } from '$lib/calendar/fiscal';
import { mondayOf, weeksBetween } from '$lib/calendar/week';
import { readBrands, readSightings, readVisits } from '$lib/competitors/sighting.server';
import type { Db } from '$lib/db/connect.server';
import { sightingsHref } from '$lib/field/sighting-list';
import { getLocale } from '$lib/paraglide/runtime';
import { readOrganisation } from '$lib/people/organisation.server';
import { readOrdersEnd, readSales } from '$lib/sell-through/sales.server';
import type { TimelineData, TimelineView } from '$lib/timeline/timeline';
import { viewHref } from '$lib/timeline/view';
import { accountFacts } from './account-facts';
import { findingsOf, type PictureFrame } from './account-row';
import { accountRow } from './account-row.text';
import { agendaOf } from './agenda';
import { readFundBooks, readKnownPromotions, readSharedAvailable } from './books.server';
import { bandsOf, columnOfWeek, type FiscalSpan, grainFor, rangeFor, spansOf, wholeWeeks } from './column';
import { namedBand, namedColumn, weeksName } from './column.text';
import { quartersOf } from './exhaustion';
import { chosenAccounts, type FactRange, ownToday } from './fact';
import { readAccounts, readFactRanges, readKeyDays } from './fact.server';
import { portfolioOf, ranked } from './portfolio';
import type { Wording } from './reason.text';

/** As far back as the first day of the quarter a year before may lie. */
const EVIDENCE_MEMORY_DAYS = 476;
/** Promotions that ended longer ago tell nothing about how an account spends today. */
const PROMOTION_MEMORY_DAYS = 728;

/**
 * Everything that the timeline shows of the chosen accounts, as it was known on the day it is seen from: what is known
 * of them, decided on by pure functions.
 *
 * @param today the clock's day; the view may ask for an earlier one
 */
export async function readPicture(db: Db, view: TimelineView, today: Day): Promise<TimelineData> {
  const known = await readKnown(db, view, today);
  const { accounts, facts, found, frame, spans, brands, seenFrom } = known;
  const { range } = frame;
  const collator = new Intl.Collator(getLocale());
  const rows = ranked(
    found.map((of) => {
      const isWhole = view.mode !== 'dense' || view.isTable || view.open.includes(of.code);
      return accountRow(of, findingsOf(of, frame, isWhole), frame, known.words(of.code));
    }),
    collator.compare
  );
  const extent = wholeWeeks([
    ...found.flatMap((of) => [of.facts?.from ?? null, of.plannedTo]),
    ...lasts(facts),
    range.from,
    range.to
  ])!;
  return {
    today,
    ...seenFrom,
    currency: known.currency,
    grain: known.grain,
    range,
    extent,
    columns: spans.map(namedColumn),
    bands: bandsOf(known.calendar, spans).map(namedBand),
    events: known.events,
    agenda: seenFrom.asOfBecause === 'today' ? agendaOf(rows, found, seenFrom.asOf) : [],
    portfolio: portfolioOf(rows, found, known.sharedAvailable, frame, extent),
    rows,
    accountsInAll: accounts.length,
    choices: {
      regions: distinct(
        accounts.map((account) => account.region),
        collator
      ),
      channels: distinct(
        accounts.map((account) => account.channel),
        collator
      ),
      competitors: distinct(
        found.flatMap((of) => [...of.spendReports.keys()].map((brand) => brands.get(brand) ?? null)),
        collator
      ),
      accounts: accounts
        .map(({ code, name }) => ({ code, name }))
        .sort((a, b) => collator.compare(a.name, b.name))
    }
  };
}

/** What is known of the chosen accounts. A few statements over all of them, side by side. */
export async function readKnown(db: Db, view: TimelineView, today: Day) {
  const [organisation, accounts, { brands, products }] = await Promise.all([
    readOrganisation(db),
    readAccounts(db),
    readBrands(db)
  ]);
  const chosen = chosenAccounts(accounts, view);
  const ids = chosen.map((account) => account.account);
  const facts = await readFactRanges(db, ids, view.asOf ?? today);
  const seenFrom: Pick<TimelineData, 'asOf' | 'asOfBecause'> = view.asOf
    ? { asOf: view.asOf, asOfBecause: view.asOf === today ? 'today' : 'asked' }
    : ownToday(facts.values(), today);
  const { asOf } = seenFrom;

  const { calendar, currency } = organisation;
  const asked = rangeFor(view, asOf, seenFrom.asOfBecause === 'data-end');
  const grain = grainFor(view.grain, asked);
  const spans = spansOf(calendar, asked, grain);
  const range = { from: spans[0]!.from, to: spans.at(-1)!.to };
  const evidenceFrom = mondayOf(minDay(range.from, addDays(asOf, -EVIDENCE_MEMORY_DAYS)));
  const evidenceWeeks = weeksBetween(evidenceFrom, asOf);
  const quarters = quartersOf(calendar, asOf, evidenceWeeks);

  const [sightings, visits, sales, ordersEnd, funds, promotions, sharedAvailable, events] = await Promise.all(
    [
      readSightings(db, ids, evidenceFrom, asOf),
      readVisits(db, ids, evidenceFrom, asOf),
      readSales(db, ids, mondayOf(minDay(range.from, quarters.justBefore.from)), asOf),
      readOrdersEnd(db, asOf),
      readFundBooks(db, ids, asOf),
      readKnownPromotions(db, ids, minDay(range.from, addDays(asOf, -PROMOTION_MEMORY_DAYS)), asOf),
      readSharedAvailable(db, asOf),
      readKeyDays(db, ids, range)
    ]
  );

  const frame: PictureFrame = {
    today,
    asOf,
    ordersEnd,
    columns: spans.map(({ from, to }) => ({ from, to })),
    range,
    evidenceWeeks,
    columnOfWeek: new Map(
      weeksBetween(evidenceFrom, range.to).map((week) => [week, columnOfWeek(spans, week)] as const)
    ),
    fiscalYear: fiscalYearOf(calendar, asOf).label,
    quarters
  };
  const weeks = spansOf(
    calendar,
    { from: evidenceFrom, to: maxDay(range.to, quarters.now.to, asOf) },
    'week'
  );
  const found = chosen.map((account) =>
    accountFacts(account, { facts, brands, sightings, visits, sales, funds, promotions, asOf })
  );
  return {
    calendar,
    currency,
    accounts,
    facts,
    seenFrom,
    grain,
    spans,
    frame,
    events,
    brands,
    sharedAvailable,
    found,
    words: (account: string) => wording(account, view, { currency, brands, products }, weeks)
  };
}

function wording(
  account: string,
  view: TimelineView,
  names: Pick<Wording, 'currency' | 'brands' | 'products'>,
  weeks: FiscalSpan[]
): Wording {
  const open = [...new Set([...view.open, account])];
  return {
    ...names,
    account,
    weeksName: (range) => weeksName(range, weeks),
    pictureHref: (brand, range) =>
      viewHref(view, { open, competitor: brand, window: null, compare: null, ...range }),
    sightingsHref: (about, of) => sightingsHref({ account, about, ...of, asOf: view.asOf })
  };
}

function lasts(facts: Map<number, FactRange>): Day[] {
  return [...facts.values()].map((fact) => fact.to);
}

function distinct(names: (string | null)[], collator: Intl.Collator): string[] {
  return [...new Set(names.flatMap((name) => name ?? []))].sort(collator.compare);
}
