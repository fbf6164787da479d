/** Weeks after its last figure in which a product still counts as sold; after them it is taken as delisted. */
export const DELISTED_AFTER_WEEKS = 4;

/**
 * Of how many products an account owes a figure for a week: of each from its first reported week on, until it has not
 * been reported for some weeks. A product without a row in such a week is not known, which is never zero.
 *
 * @param spans first and last reported week of products, and of how many, by their place in time
 */
export function productsExpected(
  spans: readonly (readonly [first: number, last: number, products: number])[],
  week: number
): number {
  return spans
    .filter(([first, last]) => first <= week && week <= last + DELISTED_AFTER_WEEKS)
    .reduce((sum, [, , products]) => sum + products, 0);
}
