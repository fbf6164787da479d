import { addDays, type Day } from '$lib/calendar/day';
import type { AccountRow, AgendaItem } from '$lib/timeline/timeline';
import type { PromotionMoney } from './own-spend';

/** Of an account, what the list is made of besides its row. */
interface AgendaFacts {
  code: string;
  promotions: (PromotionMoney & { code: string; name: string; settledOn: Day | null })[];
}

/** A promotion that starts this soon is this week's business. */
const SOON_DAYS = 14;
/** What has ended this long ago and is not settled holds money that nobody uses. */
const UNSETTLED_DAYS = 28;
/** The newest sell-through is a week behind; an empty shelf of the week before still counts. */
const OWN_OUT_DAYS = 14;
const MOST_OF_A_KIND = 3;

/**
 * What a week asks of who allocates the money, most pressing first: what is over budget, what cannot work because our
 * own goods are out, the windows to use in the order of the rows, drafts that are about to start, and money that is
 * still held by promotions long over. At most three of a kind.
 *
 * @param rows in the order to show them
 */
export function agendaOf(rows: AccountRow[], found: AgendaFacts[], asOf: Day): AgendaItem[] {
  const facts = new Map(found.map((one) => [one.code, one]));
  const most = <T>(items: T[]) => items.slice(0, MOST_OF_A_KIND);
  return [
    ...most(rows.flatMap(overBudget).sort((a, b) => b.over - a.over)),
    ...most(rows.flatMap((row) => ownOut(row, facts.get(row.code)!, asOf))),
    ...most(rows.flatMap(windowToUse)),
    ...most(
      rows
        .flatMap((row) => drafts(row, facts.get(row.code)!, asOf))
        .sort((a, b) => (a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : 0))
    ),
    ...unsettled(found, asOf)
  ];
}

function overBudget({ code, name, budget }: AccountRow) {
  if (!budget || budget.left >= 0) return [];
  return [{ kind: 'over' as const, account: { code, name }, over: -budget.left, fund: budget.fund }];
}

/** Our own shelf is empty while a promotion runs or is about to: the money would work for nobody. */
function ownOut({ code, name, supply }: AccountRow, { promotions }: AgendaFacts, asOf: Day) {
  const out = supply
    .filter((one) => one.owner === 'own' && (one.endLatest ?? asOf) >= addDays(asOf, -OWN_OUT_DAYS))
    .at(-1);
  const promotion = promotions.find(
    ({ approvedOn, cancelledOn, settledOn, startsOn, endsOn }) =>
      approvedOn && !cancelledOn && !settledOn && startsOn <= addDays(asOf, SOON_DAYS) && endsOn >= asOf
  );
  if (!out || !promotion) return [];
  const { code: id, name: title, startsOn } = promotion;
  return [
    {
      kind: 'own-out' as const,
      account: { code, name },
      sentence: out.sentence,
      promotion: { code: id, name: title, isRunning: startsOn <= asOf }
    }
  ];
}

function windowToUse({ code, name, windows, budget }: AccountRow) {
  const open = windows.filter(({ state, isBlocked }) => state === 'open' && !isBlocked);
  const best = open.sort((a, b) => b.confidence - a.confidence)[0];
  if (!best || !budget || budget.left <= 0) return [];
  return [{ kind: 'act' as const, account: { code, name }, window: best }];
}

function drafts({ code, name }: AccountRow, { promotions }: AgendaFacts, asOf: Day) {
  return promotions
    .filter(
      ({ approvedOn, cancelledOn, startsOn, endsOn }) =>
        !approvedOn && !cancelledOn && endsOn >= asOf && startsOn <= addDays(asOf, SOON_DAYS)
    )
    .map((draft) => ({
      kind: 'draft' as const,
      account: { code, name },
      promotion: { code: draft.code, name: draft.name },
      startsOn: draft.startsOn,
      amount: draft.plannedMinor
    }));
}

function unsettled(found: AgendaFacts[], asOf: Day): AgendaItem[] {
  const held = found
    .flatMap(({ promotions }) => promotions)
    .filter(({ committed, endsOn }) => committed > 0 && endsOn < addDays(asOf, -UNSETTLED_DAYS));
  if (held.length === 0) return [];
  const amount = held.reduce((sum, { committed }) => sum + committed, 0);
  return [{ kind: 'unsettled', count: held.length, amount, weeks: UNSETTLED_DAYS / 7 }];
}
