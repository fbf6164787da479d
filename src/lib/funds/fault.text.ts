import * as m from '$lib/paraglide/messages';

/** What is wrong with a field that asks for an amount, a day or a text; null where nothing is. */
export function faultText(codes: readonly string[] | undefined, currency: string): string | null {
  switch (codes?.[0]) {
    case undefined:
      return null;
    case 'ends-before-start':
      return m.promotions_fault_order();
    case 'not-a-day':
      return m.promotions_fault_day();
    case 'far-off-day':
      return m.promotions_fault_day_far();
    case 'too-many-decimals':
      return m.promotions_fault_decimals({ currency });
    case 'too-large':
      return m.promotions_fault_large();
    case 'missing':
      return m.promotions_fault_missing();
    default:
      return m.promotions_fault_amount();
  }
}
