import { z } from 'zod';
import { DEFAULT_PARAMETERS } from './parameters';

const share = z.number().min(0).max(1);
const factor = z.number().min(0);
const count = z.number().int().min(1);

/** A parameter file: any of the names with its value; a name that is not known is an error. */
export const parametersInput = z
  .strictObject({
    accounts: count,
    competitors: count,
    historyWeeks: count,
    scoredWeeks: z.number().int().min(0),
    quarterWeeks: count,
    outOfStockLift: factor,
    clash: factor,
    ownStockOut: share,
    stockOutStart: share,
    stockOutWeeks: z.number().min(1),
    ownStockOutStart: share,
    ownStockOutWeeks: z.number().min(1),
    fatigue: z.array(share).min(1),
    responseNoise: factor,
    forwardBuying: share,
    ceilingFactor: factor,
    ceilingNoise: factor,
    quarterNoise: factor,
    promotionStart: z.tuple([z.number().positive(), z.number().positive()]),
    promotionWeeks: z.number().min(1),
    promotionCost: factor,
    exhaustedBelow: share,
    seen: share,
    falseSeen: share,
    spendNoise: factor,
    stockOutSeen: share,
    falseStockOut: share,
    delay: z.array(share).min(1),
    ownHistory: z.boolean(),
    clashHeavy: z.boolean(),
    budgetShare: share,
    weekCap: share,
    coverage: share
  })
  .partial()
  .transform((given) => ({ ...DEFAULT_PARAMETERS, ...given }))
  .refine(({ delay }) => Math.abs(delay.reduce((a, b) => a + b, 0) - 1) < 1e-9, {
    path: ['delay'],
    message: 'The chances of a delay add up to 1.'
  });
