/** The columns of a sheet of claims, in the order in which they stand where it has no head. */
export const SHEET_COLUMNS = [
  'account',
  'reference',
  'amount',
  'issued',
  'received',
  'kind',
  'note'
] as const;
export type SheetColumn = (typeof SHEET_COLUMNS)[number];
