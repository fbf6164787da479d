import { toDecimal } from '$lib/money/money';
import * as m from '$lib/paraglide/messages';
import type { ClaimRow } from './claim-list';
import { claimKindName, claimStatusName } from './claim.text';

/** Claims as a table for a spreadsheet: a head, then a line each, in the order given. */
export function claimTable(claims: readonly ClaimRow[], currency: string): (string | number | null)[][] {
  return [
    [
      m.claims_account(),
      m.claims_reference(),
      `${m.claims_amount()} (${currency})`,
      m.claims_issued(),
      m.claims_received(),
      m.claims_kind(),
      m.claims_note(),
      m.claims_status(),
      m.claims_age(),
      `${m.claims_matched()} (${currency})`,
      m.claims_promotion(),
      m.claims_entered_by()
    ],
    ...claims.map((claim) => [
      claim.account.name,
      claim.reference,
      toDecimal(claim.amountMinor, currency),
      claim.issuedOn,
      claim.receivedOn,
      claimKindName(claim.kind),
      claim.note,
      claimStatusName(claim.status),
      claim.age,
      toDecimal(claim.matchedMinor, currency),
      claim.shares.map(({ promotion }) => `${promotion.name} (${promotion.code})`).join('; '),
      claim.madeBy.name
    ])
  ];
}
