import type { TermsText } from './read-terms';

/** What the address of *plan a promotion* may carry; each is optional, and text as it was typed. */
export interface PlanLink {
  account?: string;
  fund?: string;
  name?: string;
  tactic?: string;
  /** YYYY-MM-DD. */
  from?: string;
  to?: string;
  /** A decimal in the organisation's currency. */
  amount?: string;
  reason?: string;
  /** Id of the window that it is planned from. */
  window?: string;
  /** What is agreed, as it was typed. */
  terms?: Partial<TermsText>;
  /** Codes. */
  products?: readonly string[];
}

/** The address of *plan a promotion* with a form that is filled in. */
export function planHref({ products = [], terms = {}, ...fields }: PlanLink): string {
  const query = new URLSearchParams(Object.entries({ ...fields, ...terms }).filter(([, value]) => value));
  for (const code of products) query.append('products', code);
  return `/promotions/new?${query}`;
}
