import { error, fail } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Day, maxDay, minDay } from '$lib/calendar/day';
import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { isUndoable, paceOf } from '$lib/funds/fund';
import { readAccruals, readRates } from '$lib/funds/accrual.server';
import { readOverdraws } from '$lib/funds/overdraw.server';
import { depositInput, moveInput, reserveInput, reverseInput } from '$lib/funds/fund.input';
import { findFundFacts, readFundMovements, readFunds } from '$lib/funds/fund.server';
import type { MovementOrder, Outcome, Refusal } from '$lib/funds/ledger';
import { bookMovement, reverseMovement } from '$lib/funds/ledger.server';
import { releaseByHand } from '$lib/funds/reserve.server';
import { type Minor, sumMinor } from '$lib/money/money';
import { readOrganisation } from '$lib/people/organisation.server';
import { may } from '$lib/people/permission';
import { safePath } from '$lib/people/sign-in.input';
import { getLocale } from '$lib/paraglide/runtime';
import { calendarRows, calendarSpan } from '$lib/promotions/promotion-calendar';
import { statusOn } from '$lib/promotions/promotion';
import { readPromotions } from '$lib/promotions/promotion.server';
import { readForm } from '$lib/text/form.server';
import { forecastOf } from '$lib/windows/fund-forecast';
import { readFundLane } from '$lib/windows/fund-lane.server';
import { readBrands } from '$lib/products/product.server';
import { termsActions } from './terms-actions.server';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ params, url, locals }) => {
  const db = database();
  const on = today();
  const funds = await readFunds(db, null);
  const fund = funds.find(({ code }) => code === params.fund);
  if (!fund) error(404, 'No such fund.');
  const [movements, promotions, lane, accruals, rates, overdraws, brands] = await Promise.all([
    readFundMovements(db, fund.fundId),
    readPromotions(db, { fund: fund.code }),
    readFundLane(db, fund, on),
    readAccruals(db, [fund.fundId]),
    readRates(db, fund.fundId),
    readOverdraws(db, fund.fundId),
    readBrands(db)
  ]);
  const back = url.searchParams.get('back');
  const { calendar } = await readOrganisation(db);
  const onFund = promotions.map((promotion) => ({ ...promotion, status: statusOn(promotion, on) }));
  const span = calendarSpan(calendar, 'quarter', minDay(fund.periodEnd, maxDay(fund.periodStart, on)));
  return {
    fund,
    today: on,
    pace: paceOf(fund, { from: fund.periodStart, to: fund.periodEnd }, on),
    movements,
    /** What was left by day and will be; null for a shared fund, whose money goes to accounts. */
    lane: lane?.lane ?? null,
    forecast: lane && forecastOf(lane.lane),
    draftsMinor: lane?.draftsMinor ?? 0,
    promotions: onFund,
    /** The quarter of today, or the one of the fund's period that is nearest to it. */
    calendar: { span, rows: calendarRows(onFund, span, new Intl.Collator(getLocale()).compare) },
    promotionTotals: {
      committedMinor: sumMinor(promotions.map(({ committedMinor }) => committedMinor)),
      spentMinor: sumMinor(promotions.map(({ spentMinor }) => spentMinor))
    },
    others: funds
      .filter(({ code }) => code !== fund.code)
      .map(({ code, name, left }) => ({ code, name, left })),
    keys: {
      deposit: randomUUID(),
      move: randomUUID(),
      hold: randomUUID(),
      release: randomUUID(),
      reverse: randomUUID(),
      rate: randomUUID(),
      overdraw: randomUUID()
    },
    /** What its orders make due; null for a fund that does not accrue. */
    accrual: accruals[0] ?? null,
    rates,
    overdraws,
    products: brands.filter(({ isOwn }) => isOwn).flatMap(({ products }) => products),
    canSetTerms: may(locals.person!.role, 'fund.terms'),
    isOpened: url.searchParams.has('opened'),
    /** An amount that somebody came here to put in. */
    wanted: url.searchParams.get('deposit'),
    back: back === null || safePath(back) === '/' ? null : safePath(back),
    canPlan: may(locals.person!.role, 'promotion.plan')
  };
};

type Did = 'deposit' | 'move' | 'hold' | 'release' | 'reverse';
type Given = Record<string, string>;
type Fault =
  | Refusal
  | { why: 'unknown' }
  | { why: 'windows-only' }
  | { why: 'reversed'; id: number; by: number; who: string | null; on: Day; amountMinor: Minor };

async function askedFor(event: RequestEvent) {
  const db = database();
  const fund = await findFundFacts(db, event.params.fund);
  if (!fund) error(404, 'No such fund.');
  return {
    db,
    fund,
    given: await readForm(event.request),
    currency: (await readOrganisation(db)).currency,
    by: { personId: event.locals.person!.personId, via: 'desk' as const }
  };
}

/** What was typed goes back with what is wrong with it. */
function refuse(status: 400 | 409, did: Did, given: Given, faults: z.ZodError | null, refusal: Fault | null) {
  return fail(status, {
    did,
    kept: {
      amount: given.amount ?? '',
      reason: given.reason ?? '',
      source: given.source ?? '',
      target: given.target ?? ''
    },
    faults: (faults ? z.flattenError(faults).fieldErrors : {}) as Record<string, string[] | undefined>,
    refusal
  });
}

function answer(did: Did, given: Given, outcome: Outcome) {
  return outcome.ok
    ? { did, movementId: outcome.movementId }
    : refuse(409, did, given, null, outcome.refusal);
}

/** Money between a fund's available balance and its reserve. */
async function reserve(event: RequestEvent, did: 'hold' | 'release') {
  const { db, fund, given, currency, by } = await askedFor(event);
  const parsed = reserveInput(currency).safeParse(given);
  if (!parsed.success) return refuse(400, did, given, parsed.error, null);
  const available = { kind: 'available' as const, fundId: fund.fundId };
  const held = { kind: 'reserve' as const, fundId: fund.fundId };
  const order: MovementOrder = {
    kind: did,
    from: did === 'hold' ? available : held,
    to: did === 'hold' ? held : available,
    amountMinor: parsed.data.amount,
    leaveMinor: 0,
    bookedOn: today(),
    reason: parsed.data.reason,
    by,
    key: parsed.data.key
  };
  if (did === 'hold') return answer(did, given, await bookMovement(db, order));
  const released = await releaseByHand(db, fund.fundId, order);
  return released.ok ? answer(did, given, released) : refuse(409, did, given, null, released.refusal);
}

export const actions: Actions = {
  deposit: async (event) => {
    const { db, fund, given, currency, by } = await askedFor(event);
    const parsed = depositInput(currency).safeParse(given);
    if (!parsed.success) return refuse(400, 'deposit', given, parsed.error, null);
    const { amount, reason, key, source: code } = parsed.data;
    const source = code ? await findFundFacts(db, code) : null;
    if (code && (!source || source.fundId === fund.fundId))
      return refuse(409, 'deposit', given, null, { why: 'unknown' });
    const order: MovementOrder = {
      kind: source ? 'move' : 'deposit',
      from: source ? { kind: 'available', fundId: source.fundId } : { kind: 'source' },
      to: { kind: 'available', fundId: fund.fundId },
      amountMinor: amount,
      bookedOn: today(),
      reason,
      by,
      key
    };
    return answer('deposit', given, await bookMovement(db, order));
  },
  move: async (event) => {
    const { db, fund, given, currency, by } = await askedFor(event);
    const parsed = moveInput(currency).safeParse(given);
    if (!parsed.success) return refuse(400, 'move', given, parsed.error, null);
    const target = await findFundFacts(db, parsed.data.target);
    if (!target || target.fundId === fund.fundId) return refuse(409, 'move', given, null, { why: 'unknown' });
    const order: MovementOrder = {
      kind: 'move',
      from: { kind: 'available', fundId: fund.fundId },
      to: { kind: 'available', fundId: target.fundId },
      amountMinor: parsed.data.amount,
      leaveMinor: 0,
      bookedOn: today(),
      reason: parsed.data.reason,
      by,
      key: parsed.data.key
    };
    return answer('move', given, await bookMovement(db, order));
  },
  hold: (event) => reserve(event, 'hold'),
  release: (event) => reserve(event, 'release'),
  ...termsActions,
  reverse: async (event) => {
    const { db, fund, given, by } = await askedFor(event);
    const parsed = reverseInput.safeParse(given);
    if (!parsed.success) return refuse(400, 'reverse', given, parsed.error, null);
    const { movement, reason, key } = parsed.data;
    const own = (await readFundMovements(db, fund.fundId)).find(({ movementId }) => movementId === movement);
    // What a promotion committed is undone on the promotion, which then knows of it.
    if (!own || !isUndoable(own)) return refuse(409, 'reverse', given, null, { why: 'unknown' });
    const outcome = await reverseMovement(db, own.movementId, { bookedOn: today(), reason, by, key });
    if (outcome.ok || outcome.refusal.why !== 'already-reversed') return answer('reverse', given, outcome);
    const undone = (await readFundMovements(db, fund.fundId)).find(({ reverses }) => reverses === movement);
    if (!undone) return answer('reverse', given, outcome);
    return refuse(409, 'reverse', given, null, {
      why: 'reversed',
      id: movement,
      by: undone.movementId,
      who: undone.madeBy,
      on: undone.bookedOn,
      amountMinor: Math.abs(undone.change)
    });
  }
};
