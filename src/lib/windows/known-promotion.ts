import type { Day } from '$lib/calendar/day';
import type { Tactic } from '$lib/promotions/tactic';

/** A promotion of ours as it was known on a day, with what its balances held on it. */
export interface KnownPromotion {
  promotion: number;
  account: number;
  fund: number | null;
  code: string;
  name: string;
  tactic: Tactic;
  startsOn: Day;
  endsOn: Day;
  plannedMinor: number | null;
  createdOn: Day;
  approvedOn: Day | null;
  cancelledOn: Day | null;
  settledOn: Day | null;
  submittedOn?: Day | null;
  declinedOn?: Day | null;
  reopenedOn?: Day | null;
  committed: number;
  spent: number;
  /** Id of the window that it was planned from. */
  window: string | null;
}
