export const TACTICS = [
  'price',
  'display',
  'promoter',
  'gift',
  'sales_incentive',
  'listing',
  'volume_rebate',
  'co_op_advertising',
  'push_agreement'
] as const;

/** What kind of activity a promotion is. */
export type Tactic = (typeof TACTICS)[number];
