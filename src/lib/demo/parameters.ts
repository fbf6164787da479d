/** The simulated market's parameters. Shares and probabilities are 0 to 1; lengths are weeks. */
export interface MarketParameters {
  accounts: number;
  competitors: number;
  historyWeeks: number;
  scoredWeeks: number;
  /** Length of a competitor's budget period. */
  quarterWeeks: number;
  /** How much more a promotion brings per share of a competitor that is out of stock. */
  outOfStockLift: number;
  /** How much less it brings per share of a competitor that promotes at the same time. */
  clash: number;
  /** What is left of the effect while we are out of stock ourselves. */
  ownStockOut: number;
  stockOutStart: number;
  stockOutWeeks: number;
  ownStockOutStart: number;
  ownStockOutWeeks: number;
  /** What is left of the effect 1, 2, 3, 4 or more weeks after the last own promotion. */
  fatigue: number[];
  /** Standard deviation of the logarithm of what is known of the response beforehand. */
  responseNoise: number;
  /** Share of the gross gain that was only bought forward. */
  forwardBuying: number;
  /** A competitor's mean ceiling per quarter: this × account size × its share. */
  ceilingFactor: number;
  ceilingNoise: number;
  quarterNoise: number;
  /** Beta parameters of the weekly chance that a competitor starts to promote. */
  promotionStart: [number, number];
  promotionWeeks: number;
  /** A promotion week's cost as a share of the quarter's ceiling. */
  promotionCost: number;
  /** Exhausted once less than this share of the ceiling is left. */
  exhaustedBelow: number;
  /** Chance that a visit sees a promotion that is on, or one that is not. */
  seen: number;
  falseSeen: number;
  spendNoise: number;
  stockOutSeen: number;
  falseStockOut: number;
  /** Chances that a week's reports arrive 0, 1, 2 … weeks late; they add up to 1. */
  delay: number[];
  ownHistory: boolean;
  /** One competitor of half the market whose promotions hurt more and which is often exhausted. */
  clashHeavy: boolean;
  budgetShare: number;
  weekCap: number;
  /** Mean share of an account's stores that is visited in a week. */
  coverage: number;
}

export const DEFAULT_PARAMETERS: Readonly<MarketParameters> = {
  accounts: 20,
  competitors: 3,
  historyWeeks: 52,
  scoredWeeks: 26,
  quarterWeeks: 13,
  outOfStockLift: 2.0,
  clash: 1.0,
  ownStockOut: 0.3,
  stockOutStart: 0.025,
  stockOutWeeks: 4,
  ownStockOutStart: 0.02,
  ownStockOutWeeks: 3,
  fatigue: [0.4, 0.65, 0.85, 1.0],
  responseNoise: 0.25,
  forwardBuying: 0.3,
  ceilingFactor: 0.9,
  ceilingNoise: 0.4,
  quarterNoise: 0.1,
  promotionStart: [20, 60],
  promotionWeeks: 3,
  promotionCost: 0.2,
  exhaustedBelow: 0.1,
  seen: 0.68,
  falseSeen: 0.02,
  spendNoise: 0.35,
  stockOutSeen: 0.81,
  falseStockOut: 0.03,
  delay: [0.4, 0.3, 0.2, 0.1],
  ownHistory: false,
  clashHeavy: false,
  budgetShare: 0.35,
  weekCap: 0.1,
  coverage: 0.35
};
