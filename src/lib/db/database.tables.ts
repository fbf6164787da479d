import type { AccountTable, KeyDateTable, StoreTable } from '$lib/accounts/accounts.tables';
import type {
  ClaimAttachmentTable,
  ClaimDecisionTable,
  ClaimShareTable,
  ClaimTable
} from '$lib/claims/claims.tables';
import type { ImportRunTable } from '$lib/exchange/exchange.tables';
import type { ObservationTable, VisitTable, WithdrawalTable } from '$lib/field/field.tables';
import type { FileTable } from '$lib/files/files.tables';
import type {
  AccrualRateTable,
  AllocationBatchTable,
  BalanceTable,
  FundOverdrawTable,
  FundTable,
  MovementTable,
  ReserveDrawTable,
  ReserveRuleTable
} from '$lib/funds/funds.tables';
import type { OrganisationTable, PersonTable, SessionTable } from '$lib/people/people.tables';
import type { BrandTable, ProductTable } from '$lib/products/products.tables';
import type {
  ApprovalRuleTable,
  PromotionChangeTable,
  PromotionDecisionTable,
  PromotionProductTable,
  PromotionProgressTable,
  PromotionTable,
  PromotionTermsTable
} from '$lib/promotions/promotions.tables';
import type {
  SellInRevisionTable,
  SellInTable,
  SellThroughTable,
  SellThroughWeekRevisionTable,
  SellThroughWeekTable
} from '$lib/sell-through/sales.tables';

/** Every table, by the name it has in PostgreSQL. */
export interface Database {
  organisation: OrganisationTable;
  person: PersonTable;
  session: SessionTable;
  account: AccountTable;
  store: StoreTable;
  key_date: KeyDateTable;
  brand: BrandTable;
  product: ProductTable;
  sell_in: SellInTable;
  sell_in_revision: SellInRevisionTable;
  sell_through: SellThroughTable;
  sell_through_week: SellThroughWeekTable;
  sell_through_week_revision: SellThroughWeekRevisionTable;
  fund: FundTable;
  promotion: PromotionTable;
  promotion_product: PromotionProductTable;
  promotion_change: PromotionChangeTable;
  promotion_decision: PromotionDecisionTable;
  promotion_terms: PromotionTermsTable;
  promotion_progress: PromotionProgressTable;
  approval_rule: ApprovalRuleTable;
  claim: ClaimTable;
  claim_share: ClaimShareTable;
  claim_decision: ClaimDecisionTable;
  claim_attachment: ClaimAttachmentTable;
  file: FileTable;
  balance: BalanceTable;
  movement: MovementTable;
  allocation_batch: AllocationBatchTable;
  accrual_rate: AccrualRateTable;
  fund_overdraw: FundOverdrawTable;
  reserve_rule: ReserveRuleTable;
  reserve_draw: ReserveDrawTable;
  visit: VisitTable;
  observation: ObservationTable;
  withdrawal: WithdrawalTable;
  import_run: ImportRunTable;
}
