import { addDays, type Day } from '$lib/calendar/day';
import type { Tx } from '$lib/db/connect.server';
import { createFund } from '$lib/funds/fund.server';
import type { MovementOrder, Mover } from '$lib/funds/ledger';
import { addBalances } from '$lib/promotions/plan.server';
import { addTerms } from '$lib/promotions/terms.server';
import type { OwnPromotion } from './own-promotion';
import type { DemoAccount, DemoStory } from './story';
import { demoProgress, demoTerms } from './terms';

const SHARED_MINOR = 150_000_000;
const MOVER: Mover = { personId: null, via: 'demo' };

/** An account's funds and promotions, and the movements that their story takes. */
export async function loadMoney(
  tx: Tx,
  account: DemoAccount,
  accountId: number,
  ids: { own: number[]; people: Map<string, number>; today: Day }
): Promise<MovementOrder[]> {
  const orders: MovementOrder[] = [];
  const move = (order: Omit<MovementOrder, 'by' | 'key'>, by = MOVER) =>
    orders.push({ ...order, by, key: `demo:${account.code}:${orders.length}` });
  const funds: { fundId: number; from: Day; to: Day }[] = [];
  for (const fund of account.funds) {
    const fundId = await createFund(tx, {
      code: fund.code,
      name: fund.name,
      accountId,
      periodStart: fund.from,
      periodEnd: fund.to,
      overdrawPercent: fund.overdrawPercent,
      budgetMinor: fund.depositMinor
    });
    funds.push({ fundId, from: fund.from, to: fund.to });
    const available = { kind: 'available', fundId } as const;
    move({
      kind: 'deposit',
      from: { kind: 'source' },
      to: available,
      amountMinor: fund.depositMinor,
      bookedOn: fund.depositedOn,
      reason: fund.name
    });
    if (fund.reserveMinor > 0) {
      move({
        kind: 'hold',
        from: available,
        to: { kind: 'reserve', fundId },
        amountMinor: fund.reserveMinor,
        bookedOn: fund.depositedOn,
        reason: 'Kept back for a window'
      });
    }
  }
  const manager = ids.people.get('manager')!;
  for (const [i, promotion] of account.promotions.entries()) {
    const fund =
      funds.find(({ from, to }) => from <= promotion.startsOn && promotion.startsOn <= to) ?? funds[0]!;
    const { promotion_id } = await tx
      .insertInto('promotion')
      .values({
        account_id: accountId,
        fund_id: fund.fundId,
        code: `${account.code}-${promotion.startsOn}${account.promotions.findIndex(({ startsOn }) => startsOn === promotion.startsOn) < i ? '-2' : ''}`,
        name: promotion.name,
        tactic: promotion.tactic,
        starts_on: promotion.startsOn,
        ends_on: promotion.endsOn,
        planned_minor: promotion.plannedMinor,
        reason: null,
        advice: null,
        created_on: promotion.createdOn,
        created_by: manager,
        approved_on: promotion.approvedOn,
        cancelled_on: promotion.cancelledOn,
        settled_on: promotion.settledOn
      })
      .returning('promotion_id')
      .executeTakeFirstOrThrow();
    await addBalances(tx, promotion_id);
    await tx
      .insertInto('promotion_product')
      .values(ids.own.map((product_id) => ({ promotion_id, product_id })))
      .execute();
    await loadTerms(tx, promotion, promotion_id, ids.today);
    if (!promotion.approvedOn) continue;
    const [committed, available] = [
      { kind: 'committed', promotionId: promotion_id } as const,
      { kind: 'available', fundId: fund.fundId } as const
    ];
    move(
      {
        kind: 'commit',
        from: available,
        to: committed,
        amountMinor: promotion.plannedMinor,
        bookedOn: promotion.approvedOn,
        reason: promotion.importedFrom ?? promotion.name
      },
      promotion.importedFrom ? { personId: manager, via: 'import' } : MOVER
    );
    if (promotion.cancelledOn) {
      move({
        kind: 'free',
        from: committed,
        to: available,
        amountMinor: promotion.plannedMinor,
        bookedOn: promotion.cancelledOn,
        reason: promotion.name
      });
    }
    if (promotion.settledOn && promotion.actualMinor !== null) {
      move({
        kind: 'settle',
        from: committed,
        to: { kind: 'spent', promotionId: promotion_id },
        amountMinor: promotion.actualMinor,
        bookedOn: promotion.settledOn,
        reason: promotion.name
      });
      const rest = promotion.plannedMinor - promotion.actualMinor;
      if (rest > 0)
        move({
          kind: 'free',
          from: committed,
          to: available,
          amountMinor: rest,
          bookedOn: promotion.settledOn,
          reason: promotion.name
        });
    }
  }
  return orders;
}

/** What was agreed for a promotion, and what was done of it. */
async function loadTerms(tx: Tx, promotion: OwnPromotion, promotionId: number, today: Day): Promise<void> {
  const terms = demoTerms(promotion);
  await addTerms(tx, [{ promotionId, terms }]);
  const entries = demoProgress(promotion, terms, today);
  if (entries.length === 0) return;
  await tx
    .insertInto('promotion_progress')
    .values(
      entries.map(({ doneOn, volume }) => ({
        promotion_id: promotionId,
        done_on: doneOn,
        volume,
        units_sold: null,
        note: null,
        made_by: null,
        made_on: doneOn,
        takes_back_id: null,
        idempotency_key: `demo:${promotionId}:${doneOn}`,
        request_hash: ''
      }))
    )
    .execute();
}

/** Money for the year that no account has yet. */
export async function loadSharedFund(tx: Tx, { table }: DemoStory): Promise<MovementOrder[]> {
  const year = table.years.at(-1)!;
  const fundId = await createFund(tx, {
    code: `national-${year.year}`,
    name: `National ${year.label}`,
    accountId: null,
    periodStart: year.from,
    periodEnd: year.to
  });
  const bookedOn = addDays(table.today, -40) > year.from ? addDays(table.today, -40) : year.from;
  return [
    {
      kind: 'deposit',
      from: { kind: 'source' },
      to: { kind: 'available', fundId },
      amountMinor: SHARED_MINOR,
      bookedOn,
      reason: 'Second half, to be allocated',
      by: MOVER,
      key: 'demo:shared'
    }
  ];
}
