import type { Day } from '$lib/calendar/day';
import { type Minor, toDecimal } from '$lib/money/money';
import * as m from '$lib/paraglide/messages';
import type { Mover } from './ledger';
import { movementName, moverName } from './movement.text';

/** A movement as far as its line of the table tells of it. */
interface TableMovement {
  movementId: number;
  kind: string;
  bookedOn: Day;
  madeAt: Date;
  madeBy: string | null;
  madeVia: Mover['via'];
  importRun: number | null;
  reason: string;
  change: Minor;
  spentChange: Minor;
  after: Minor;
  promotion: { code: string; name: string } | null;
  otherFund: { code: string; name: string } | null;
  reverses: number | null;
  corrects: number | null;
}

/** A fund's movements as a table for a spreadsheet: a head, then a line each, in the order given. */
export function movementTable(
  movements: readonly TableMovement[],
  currency: string
): (string | number | null)[][] {
  // A decimal that the program wrote is a number to a spreadsheet.
  const amount = (minor: Minor) => toDecimal(minor, currency);
  return [
    [
      m.funds_number(),
      m.funds_booked_on(),
      m.funds_made_at(),
      m.funds_movement(),
      m.funds_why(),
      m.funds_who(),
      m.funds_promotion(),
      m.funds_other_fund(),
      `${m.funds_actual_change()} (${currency})`,
      `${m.funds_change()} (${currency})`,
      `${m.funds_left_after()} (${currency})`,
      m.funds_undoes_number(),
      m.funds_corrects_number()
    ],
    ...movements.map((movement) => [
      movement.movementId,
      movement.bookedOn,
      movement.madeAt.toISOString(),
      movementName(movement.kind),
      movement.reason,
      moverName(movement),
      movement.promotion && `${movement.promotion.name} (${movement.promotion.code})`,
      movement.otherFund && `${movement.otherFund.name} (${movement.otherFund.code})`,
      amount(movement.spentChange),
      amount(movement.change),
      amount(movement.after),
      movement.reverses,
      movement.corrects
    ])
  ];
}
