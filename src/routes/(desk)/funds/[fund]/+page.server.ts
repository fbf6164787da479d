import { error, fail } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { paceOf } from '$lib/funds/fund';
import { depositInput, moveInput, reverseInput } from '$lib/funds/fund.input';
import { readFundMovements, readFunds } from '$lib/funds/fund.server';
import type { Outcome } from '$lib/funds/ledger';
import { bookMovement, reverseMovement } from '$lib/funds/ledger.server';
import { readOrganisation } from '$lib/people/organisation.server';
import { readPromotions } from '$lib/promotions/promotion.server';
import { statusOn } from '$lib/promotions/promotion';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
  const db = database();
  const on = today();
  const funds = await readFunds(db, null);
  const fund = funds.find(({ code }) => code === params.fund);
  if (!fund) error(404, 'No such fund.');
  const [movements, promotions] = await Promise.all([
    readFundMovements(db, fund.fundId),
    readPromotions(db, { fund: fund.code })
  ]);
  return {
    fund,
    pace: paceOf(fund, { from: fund.periodStart, to: fund.periodEnd }, on),
    movements,
    promotions: promotions.map((promotion) => ({ ...promotion, status: statusOn(promotion, on) })),
    others: funds.filter(({ code }) => code !== fund.code).map(({ code, name }) => ({ code, name })),
    keys: { deposit: randomUUID(), move: randomUUID(), reverse: randomUUID() },
    isOpened: url.searchParams.has('opened')
  };
};

interface Asked {
  did: 'deposit' | 'move' | 'reverse';
  given: Record<string, string>;
}

async function askedFor(event: RequestEvent) {
  const db = database();
  const fund = (await readFunds(db, null)).find(({ code }) => code === event.params.fund);
  if (!fund) error(404, 'No such fund.');
  return {
    db,
    fund,
    given: Object.fromEntries(await event.request.formData()) as Record<string, string>,
    currency: (await readOrganisation(db)).currency,
    by: { personId: event.locals.person!.personId, via: 'desk' as const }
  };
}

const invalid = ({ did, given }: Asked) =>
  fail(400, { did, amount: given.amount ?? '', reason: given.reason ?? '', isInvalid: true, refusal: null });

function answer({ did, given }: Asked, outcome: Outcome) {
  if (outcome.ok) return { did };
  return fail(409, {
    did,
    amount: given.amount ?? '',
    reason: given.reason ?? '',
    isInvalid: false,
    refusal: outcome.refusal
  });
}

export const actions: Actions = {
  deposit: async (event) => {
    const { db, fund, given, currency, by } = await askedFor(event);
    const asked: Asked = { did: 'deposit', given };
    const parsed = depositInput(currency).safeParse(given);
    if (!parsed.success) return invalid(asked);
    const { amount, reason, key } = parsed.data;
    return answer(
      asked,
      await bookMovement(db, {
        kind: 'deposit',
        from: { kind: 'source' },
        to: { kind: 'available', fundId: fund.fundId },
        amountMinor: amount,
        bookedOn: today(),
        reason,
        by,
        key
      })
    );
  },
  move: async (event) => {
    const { db, fund, given, currency, by } = await askedFor(event);
    const asked: Asked = { did: 'move', given };
    const parsed = moveInput(currency).safeParse(given);
    if (!parsed.success) return invalid(asked);
    const target = (await readFunds(db, null)).find(({ code }) => code === parsed.data.target);
    if (!target || target.fundId === fund.fundId) return invalid(asked);
    return answer(
      asked,
      await bookMovement(db, {
        kind: 'move',
        from: { kind: 'available', fundId: fund.fundId },
        to: { kind: 'available', fundId: target.fundId },
        amountMinor: parsed.data.amount,
        bookedOn: today(),
        reason: parsed.data.reason,
        by,
        key: parsed.data.key
      })
    );
  },
  reverse: async (event) => {
    const { db, fund, given, by } = await askedFor(event);
    const asked: Asked = { did: 'reverse', given };
    const parsed = reverseInput.safeParse(given);
    if (!parsed.success) return invalid(asked);
    const own = (await readFundMovements(db, fund.fundId)).find(
      ({ movementId }) => movementId === parsed.data.movement
    );
    // What a promotion committed is undone on the promotion, which then knows of it.
    if (!own || !['deposit', 'move'].includes(own.kind)) return invalid(asked);
    return answer(
      asked,
      await reverseMovement(db, own.movementId, {
        bookedOn: today(),
        reason: parsed.data.reason,
        by,
        key: parsed.data.key
      })
    );
  }
};
