import type { PlanRefusal } from './promotion';

/** Undoes the transaction and carries the reason out of it. */
export class Refused extends Error {
  constructor(readonly refusal: PlanRefusal) {
    super(refusal.why);
  }
}
