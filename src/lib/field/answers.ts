import {
  bandOf,
  isPickedEnd,
  isPickedStart,
  KEPT,
  KEPT_BAND,
  type LogKind,
  sinceOf,
  untilOf
} from './observation';
import type { RecentObservation } from './recent';

export interface PlaceOption {
  value: string;
  name: string;
  account: string;
}

export interface Brand {
  name: string;
  products: { code: string; name: string }[];
}

interface Option {
  value: string;
  label: string;
}

/** What there is to choose: brands for what is spent, products for what is on the shelf. */
export function thingsOf(kind: LogKind, brands: Brand[]): Option[] {
  return brands.flatMap(({ name, products }) =>
    kind === 'spend' || products.length === 0
      ? [{ value: `brand:${name}`, label: name }]
      : products.map((product) => ({ value: `product:${product.code}`, label: product.name }))
  );
}

/** What a correction starts from: every figure of the report, those that fit no choice as `kept`. */
export function answersOf(report: RecentObservation, currency: string) {
  const { seenOn, lowMinor, highMinor } = report;
  const band = bandOf(currency, lowMinor, highMinor);
  const isOdd = band < 0 && (lowMinor !== null || highMinor !== null);
  return {
    what: report.what,
    since: report.kind === 'restock' || isPickedStart(report, seenOn) ? sinceOf(report, seenOn) : KEPT,
    until:
      report.kind !== 'spend' || isPickedEnd(report.endsOn, seenOn) ? untilOf(report.endsOn, seenOn) : KEPT,
    tactic: report.tactic ?? '',
    band: String(isOdd ? KEPT_BAND : band),
    sureness: report.sureness,
    source: report.source,
    note: report.note ?? ''
  };
}
