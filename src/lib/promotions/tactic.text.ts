import * as m from '$lib/paraglide/messages';
import type { PromotionStatus } from './promotion';
import type { Tactic } from './tactic';

export function tacticName(tactic: Tactic): string {
  return {
    price: m.promotions_tactic_price,
    display: m.promotions_tactic_display,
    promoter: m.promotions_tactic_promoter,
    gift: m.promotions_tactic_gift,
    sales_incentive: m.promotions_tactic_sales_incentive,
    listing: m.promotions_tactic_listing,
    volume_rebate: m.promotions_tactic_volume_rebate,
    co_op_advertising: m.promotions_tactic_co_op_advertising,
    push_agreement: m.promotions_tactic_push_agreement
  }[tactic]();
}

/** Two letters or characters, for a bar too short for a name. */
export function tacticShort(tactic: Tactic): string {
  return {
    price: m.promotions_short_price,
    display: m.promotions_short_display,
    promoter: m.promotions_short_promoter,
    gift: m.promotions_short_gift,
    sales_incentive: m.promotions_short_sales_incentive,
    listing: m.promotions_short_listing,
    volume_rebate: m.promotions_short_volume_rebate,
    co_op_advertising: m.promotions_short_co_op_advertising,
    push_agreement: m.promotions_short_push_agreement
  }[tactic]();
}

export function statusName(status: PromotionStatus): string {
  return {
    draft: m.promotions_status_draft,
    submitted: m.promotions_status_submitted,
    approved: m.promotions_status_approved,
    running: m.promotions_status_running,
    ended: m.promotions_status_ended,
    settled: m.promotions_status_settled,
    declined: m.promotions_status_declined,
    cancelled: m.promotions_status_cancelled
  }[status]();
}
