import { faultText } from '$lib/funds/fault.text';
import * as m from '$lib/paraglide/messages';
import type { SheetColumn } from './claim-sheet';

/** What the columns of a sheet of claims are called. */
export function sheetLabels(): Record<SheetColumn, string> {
  return {
    account: m.claims_account(),
    reference: m.claims_reference(),
    amount: m.claims_amount(),
    issued: m.claims_issued(),
    received: m.claims_received(),
    kind: m.claims_kind(),
    note: m.claims_note()
  };
}

/** What is wrong with a cell of a sheet, and what to do. */
export function sheetFaultText({ why }: { why: string }, currency: string): string {
  switch (why) {
    case 'unknown-account':
      return m.claims_sheet_unknown_account();
    case 'ambiguous-account':
      return m.claims_sheet_ambiguous_account();
    case 'unknown-kind':
      return m.claims_sheet_unknown_kind({
        invoice: m.claims_kind_invoice(),
        deduction: m.claims_kind_deduction()
      });
    case 'twice':
      return m.claims_sheet_twice();
    case 'on-file':
      return m.claims_sheet_on_file();
    case 'not-a-day':
      return m.claims_sheet_day();
    default:
      return faultText([why], currency) ?? '';
  }
}
