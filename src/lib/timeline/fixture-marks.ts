import { day } from '$lib/calendar/day';
import type { AccountRow, StockOut, WindowMark } from './timeline';

const k = (thousands: number) => Math.round(thousands * 100_000);

/** Marks of the invented market in `fixture.ts`. */
export const promotion = (
  id: string,
  name: string,
  from: string,
  to: string,
  status: AccountRow['promotions'][number]['status'],
  owner: 'own' | 'competitor' = 'own'
): AccountRow['promotions'][number] => ({
  id,
  owner,
  name,
  short: name.slice(0, 2),
  status,
  from: day(from),
  to: day(to),
  amount: owner === 'own' ? k(60) : null,
  href: owner === 'own' ? `/promotions/${id}` : null,
  movable: null,
  sentence: `${name}, ${status}, ${from} to ${to}`
});

export const stockOut = (
  id: string,
  dates: [string, string, string | null, string | null, string],
  out: number,
  owner: StockOut['owner'] = 'competitor'
): StockOut => ({
  id,
  owner,
  brand: owner === 'own' ? 'Ours' : 'Beacon',
  product: null,
  startEarliest: day(dates[0]),
  startLatest: day(dates[1]),
  endEarliest: dates[2] ? day(dates[2]) : null,
  endLatest: dates[3] ? day(dates[3]) : null,
  lastSeen: day(dates[4]),
  stores: { out, of: 14 },
  sentence: `Beacon out of stock in ${out} of 14 stores`
});

export const spendWindow = (
  id: string,
  weeks: string,
  from: string,
  to: string,
  confidence: number,
  state: WindowMark['state'] = 'open'
): WindowMark => ({
  id,
  from: day(from),
  to: day(to),
  weeks,
  kind: 'stock-out',
  title: 'Beacon cannot deliver',
  low: k(40),
  high: k(60),
  middle: k(50),
  amountBasis: 'A week of 9 past promotions here cost 13–20k in the middle half; times 3 weeks.',
  confidence,
  state,
  reasons: [
    {
      text: 'Beacon out of stock in 8 of 14 stores since 3–6 Aug',
      evidence: [{ label: 'Store 12, 16 Aug', href: '/field' }]
    },
    { text: 'Beacon spent heavily in W27–W31; estimate 1.1–1.6m', evidence: [] }
  ],
  against: [{ text: 'Cover is already 5.1 weeks', evidence: [] }],
  isBlocked: false,
  planHref: `/promotions/new?account=NORTH&from=${from}&to=${to}&amount=50000.00&window=${id}`
});
