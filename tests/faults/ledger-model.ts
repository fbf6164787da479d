import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Db } from '../../src/lib/db/connect.server';
import type { MovementOrder } from '../../src/lib/funds/ledger';
import { bookMovement, reverseMovement } from '../../src/lib/funds/ledger.server';
import { DAY, DEMO_MOVER, deposit, fund, order, promotion } from '../factories/fund';

const OPENING_MINOR = 50;

const stepOf = fc.record({
  what: fc.constantFrom('deposit', 'commit', 'settle', 'free', 'move', 'hold', 'release', 'reverse', 'again'),
  amount: fc.integer({ min: 1, max: 60 }),
  /** Which of the two funds, and with it which promotion. */
  which: fc.integer({ min: 0, max: 1 }),
  /** Which of the movements made so far is undone or sent again, counted round. */
  earlier: fc.nat(1000)
});
type Step = typeof stepOf extends fc.Arbitrary<infer S> ? S : never;

interface Money {
  left: number;
  reserve: number;
  committed: number;
  spent: number;
}

/** A change of the model; negative takes. */
type Effect = { own: Partial<Money>; other?: Partial<Money> };

interface Made {
  order: MovementOrder;
  movementId: number;
  effect: Effect;
  which: number;
  isUndone: boolean;
}

/**
 * Plays random sequences of up to `maxSteps` movements on two funds and their promotions beside a model of four plain
 * numbers each: every answer and, after each sequence, every balance has to be what the model says. A sequence that
 * breaks is made as short as it can be. Mistakes are undone and orders repeated at random, too.
 *
 * @throws Error naming the shortest sequence that breaks it, and its seed
 */
export async function playSequences(db: Db, sequences: number, maxSteps: number, seed?: number) {
  await fc.assert(
    fc.asyncProperty(fc.array(stepOf, { maxLength: maxSteps }), (steps) => play(db, steps)),
    { numRuns: sequences, ...(seed === undefined ? {} : { seed }) }
  );
}

async function play(db: Db, steps: Step[]): Promise<void> {
  const funds = [await fund(db, OPENING_MINOR), await fund(db, OPENING_MINOR)];
  const promotions = [await promotion(db, funds[0]), await promotion(db, funds[1])];
  const model = [0, 1].map((): Money => ({ left: OPENING_MINOR, reserve: 0, committed: 0, spent: 0 }));
  const made: Made[] = [];
  for (const [at, step] of steps.entries()) {
    const { what, which } = step;
    const earlier = made.length > 0 ? made[step.earlier % made.length]! : null;
    if (what === 'again') {
      if (!earlier) continue;
      const outcome = await bookMovement(db, earlier.order);
      agree(at, what, outcome, { ok: true, movementId: earlier.movementId, isReplay: true });
    } else if (what === 'reverse') {
      if (!earlier) continue;
      const effect = turned(earlier.effect);
      const fits = !earlier.isUndone && isWithin(model, effect, earlier.which);
      const undo = { bookedOn: DAY, reason: 'test', by: DEMO_MOVER, key: randomUUID() };
      const outcome = await reverseMovement(db, earlier.movementId, undo);
      agree(at, what, outcome.ok, fits);
      if (!fits) continue;
      apply(model, effect, earlier.which);
      earlier.isUndone = true;
    } else {
      const effect = effectOf(step);
      const fits = isWithin(model, effect, which);
      const asked = order(orderOf(step, funds, promotions));
      const outcome = await bookMovement(db, asked);
      agree(at, what, outcome.ok, fits);
      if (!outcome.ok) continue;
      apply(model, effect, which);
      made.push({ order: asked, movementId: outcome.movementId, effect, which, isUndone: false });
    }
  }
  agree(steps.length, 'balances', await moneyOf(db, funds, promotions), model);
}

function orderOf({ what, amount, which }: Step, funds: number[], promotions: number[]) {
  const available = { kind: 'available', fundId: funds[which]! } as const;
  const reserve = { kind: 'reserve', fundId: funds[which]! } as const;
  const committed = { kind: 'committed', promotionId: promotions[which]! } as const;
  const spent = { kind: 'spent', promotionId: promotions[which]! } as const;
  const others = { kind: 'available', fundId: funds[1 - which]! } as const;
  const amountMinor = amount;
  if (what === 'commit') return { kind: 'commit', from: available, to: committed, amountMinor } as const;
  if (what === 'settle') return { kind: 'settle', from: committed, to: spent, amountMinor } as const;
  if (what === 'free') return { kind: 'free', from: committed, to: available, amountMinor } as const;
  if (what === 'move') return { kind: 'move', from: available, to: others, amountMinor } as const;
  if (what === 'hold') return { kind: 'hold', from: available, to: reserve, amountMinor } as const;
  if (what === 'release') return { kind: 'release', from: reserve, to: available, amountMinor } as const;
  return deposit(funds[which]!, amountMinor);
}

function effectOf({ what, amount }: Step): Effect {
  if (what === 'commit') return { own: { left: -amount, committed: amount } };
  if (what === 'settle') return { own: { committed: -amount, spent: amount } };
  if (what === 'free') return { own: { committed: -amount, left: amount } };
  if (what === 'move') return { own: { left: -amount }, other: { left: amount } };
  if (what === 'hold') return { own: { left: -amount, reserve: amount } };
  if (what === 'release') return { own: { reserve: -amount, left: amount } };
  return { own: { left: amount } };
}

const minus = (money: Partial<Money>): Partial<Money> =>
  Object.fromEntries(Object.entries(money).map(([key, amount]) => [key, -amount]));

const turned = ({ own, other }: Effect): Effect => ({
  own: minus(own),
  ...(other && { other: minus(other) })
});

const sidesOf = (model: Money[], { own, other }: Effect, which: number) =>
  [
    { money: model[which]!, change: own },
    { money: model[1 - which]!, change: other ?? {} }
  ].flatMap(({ money, change }) =>
    Object.entries(change).map(([key, amount]) => ({ money, key: key as keyof Money, amount }))
  );

const isWithin = (model: Money[], effect: Effect, which: number): boolean =>
  sidesOf(model, effect, which).every(({ money, key, amount }) => money[key] + amount >= 0);

function apply(model: Money[], effect: Effect, which: number): void {
  for (const { money, key, amount } of sidesOf(model, effect, which)) money[key] += amount;
}

/** What the two funds and their promotions hold, read from the balances themselves. */
async function moneyOf(db: Db, funds: number[], promotions: number[]): Promise<Money[]> {
  const rows = await db
    .selectFrom('balance')
    .select(['kind', 'fund_id', 'promotion_id', 'amount_minor'])
    .where((where) => where.or([where('fund_id', 'in', funds), where('promotion_id', 'in', promotions)]))
    .execute();
  return [0, 1].map((i) => {
    const of = (kind: string) =>
      rows.find(
        (row) => row.kind === kind && (row.fund_id === funds[i] || row.promotion_id === promotions[i])
      )!.amount_minor;
    return { left: of('available'), reserve: of('reserve'), committed: of('committed'), spent: of('spent') };
  });
}

function agree(at: number, what: string, found: unknown, wanted: unknown): void {
  const [is, should] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (is !== should) throw new Error(`Step ${at + 1} (${what}): the ledger says ${is}, the model ${should}.`);
}
