import { toDecimal } from '$lib/money/money';
import * as m from '$lib/paraglide/messages';
import { statusName, tacticName } from '$lib/promotions/tactic.text';
import { gapText } from './comparison.text';
import type { ComparedUnits, ReviewRow } from './review-row';

type Cell = string | number | null;

/** The review's rows as a plain table with its heads: days as YYYY-MM-DD, money as decimals, unknown empty. */
export function reviewTable(rows: readonly ReviewRow[], currency: string): Cell[][] {
  const money = (minor: number | null) => (minor === null ? null : toDecimal(minor, currency));
  const heads = (group: string) => [
    `${group}: ${m.review_actual()}`,
    `${group}: ${m.review_usual()}`,
    `${group}: ${m.review_usual_weeks()}`,
    `${group}: ${m.review_difference()}`,
    `${group}: ${m.review_low()}`,
    `${group}: ${m.review_high()}`,
    `${group}: ${m.review_windows()}`,
    `${group}: ${m.review_windows_of()}`,
    `${group}: ${m.review_reason()}`
  ];
  const cells = (compared: ComparedUnits, of: 'orders' | 'sold'): Cell[] => [
    compared.actual,
    compared.usual,
    compared.usualWeeks.map(({ from, to }) => `${from}/${to}`).join(' ') || null,
    compared.difference,
    compared.range?.low ?? null,
    compared.range?.high ?? null,
    compared.range?.windows ?? null,
    compared.range ? (compared.range.of === 'own' ? m.review_of_own() : m.review_of_all()) : null,
    compared.gap ? gapText(compared.gap, of) : null
  ];
  return [
    [
      m.review_code(),
      m.review_promotion(),
      m.review_account(),
      m.review_tactic(),
      m.review_first_day(),
      m.review_last_day(),
      m.review_status(),
      `${m.review_planned()} (${currency})`,
      `${m.review_not_planned()} (${currency})`,
      `${m.review_committed()} (${currency})`,
      `${m.review_spent()} (${currency})`,
      m.review_overlaps_head(),
      m.review_own_out_head(),
      ...heads(m.review_orders()),
      ...heads(m.review_sold())
    ],
    ...rows.map((row) => [
      row.code,
      row.name,
      row.account.name,
      tacticName(row.tactic),
      row.startsOn,
      row.endsOn,
      statusName(row.status),
      row.isPlanned ? money(row.plannedMinor) : null,
      row.isPlanned ? null : money(row.plannedMinor),
      money(row.committedMinor),
      money(row.spentMinor),
      row.overlaps,
      row.ownOut.map(({ product, from, to }) => `${product} ${from}/${to}`).join('; ') || null,
      ...cells(row.orders, 'orders'),
      ...cells(row.sold, 'sold')
    ])
  ];
}
