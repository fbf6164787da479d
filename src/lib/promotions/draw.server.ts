import { sql } from 'kysely';
import type { Tx } from '$lib/db/connect.server';
import { bookMovement, findReplay, KeyTaken } from '$lib/funds/ledger.server';
import { type DrawingWindow, mayDraw } from '$lib/funds/reserve';
import { readDrawn, readRule } from '$lib/funds/reserve.server';
import type { Minor } from '$lib/money/money';
import type { Decider } from './deciding.server';
import { Refused } from './refused';

/** What a plan draws on its fund's reserve, and for which window: as the data say, not as a form does. */
export interface PlannedDraw {
  amountMinor: Minor;
  window: DrawingWindow;
}

interface Drawing {
  fund: { fundId: number; name: string };
  promotionId: number;
  name: string;
  draw: PlannedDraw;
  by: Decider;
  key: string;
}

/**
 * Releases what a promotion draws for its window, in the transaction that commits it. Plans that draw on one reserve
 * wait for each other here, so that two at once cannot both take the last that a window may draw.
 *
 * @throws Refused where the fund's rule does not let it; KeyTaken where the same form has just done it
 */
export async function drawForWindow(
  tx: Tx,
  { fund, promotionId, name, draw, by, key }: Drawing
): Promise<void> {
  const { window, amountMinor } = draw;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`reserve of fund ${fund.fundId}`}, 0))`.execute(
    tx
  );
  // The same form came first in another transaction, for which this one has waited.
  if (await findReplay(tx, { key: `${key}:draw`, content: '' })) throw new KeyTaken();
  const { amount_minor: held } = await tx
    .selectFrom('balance')
    .select('amount_minor')
    .where('fund_id', '=', fund.fundId)
    .where('kind', '=', 'reserve')
    .executeTakeFirstOrThrow();
  const rule = await readRule(tx, fund.fundId);
  const allowed = mayDraw(rule, held, window, await readDrawn(tx, fund.fundId, window.id));
  if (!allowed.ok) throw new Refused({ why: 'no-draw', refusal: allowed.refusal });
  if (amountMinor > allowed.upTo)
    throw new Refused({ why: 'draw-too-much', most: allowed.upTo, asked: amountMinor });
  const booked = await bookMovement(tx, {
    kind: 'release',
    from: { kind: 'reserve', fundId: fund.fundId },
    to: { kind: 'available', fundId: fund.fundId },
    amountMinor,
    bookedOn: by.today,
    reason: name,
    by: { personId: by.personId, via: 'desk' },
    key: `${key}:draw`
  });
  // Somebody has just released it by hand.
  if (!booked.ok) throw new Refused({ why: 'draw-too-much', most: 0, asked: amountMinor });
  await tx
    .insertInto('reserve_draw')
    .values({
      movement_id: booked.movementId,
      fund_id: fund.fundId,
      promotion_id: promotionId,
      window_id: window.id,
      window_kind: window.kind,
      window_from: window.from,
      window_to: window.to,
      confidence: Math.round(window.confidence * 100)
    })
    .execute();
}

/**
 * Puts what a promotion drew back into the reserve, where it is cancelled: it was saved for a window, and the window was
 * not used. Where the fund has been overdrawn meanwhile it stays there.
 *
 * @param freedMinor what came back to the fund
 */
export async function returnDraws(
  tx: Tx,
  promotionId: number,
  freedMinor: Minor,
  by: Decider,
  { key, reason }: { key: string; reason: string }
): Promise<void> {
  const draws = await tx
    .selectFrom('reserve_draw')
    .innerJoin('movement', 'movement.movement_id', 'reserve_draw.movement_id')
    .select(['reserve_draw.fund_id as fundId', 'movement.amount_minor as amountMinor'])
    .where('promotion_id', '=', promotionId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('movement as r').whereRef('r.reverses_movement_id', '=', 'reserve_draw.movement_id')
        )
      )
    )
    .execute();
  const drawn = draws.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const amountMinor = Math.min(drawn, freedMinor);
  if (amountMinor === 0) return;
  const { fundId } = draws[0]!;
  await bookMovement(tx, {
    kind: 'hold',
    from: { kind: 'available', fundId },
    to: { kind: 'reserve', fundId },
    amountMinor,
    leaveMinor: 0,
    bookedOn: by.today,
    reason,
    by: { personId: by.personId, via: 'desk' },
    key: `${key}:hold`
  });
}
