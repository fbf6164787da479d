import { type Day, daysBetween } from '$lib/calendar/day';
import type { Minor } from '$lib/money/money';

/** What speaks for a window: a competitor is out of stock, has spent its money, or both. */
export const WINDOW_KINDS = ['stock-out', 'exhaustion', 'both'] as const;
export type WindowKind = (typeof WINDOW_KINDS)[number];

/** What has to stay in a fund's reserve, and what may draw on the rest. */
export interface ReserveRule {
  floorMinor: Minor;
  /** Windows that may draw on it; none for no window. */
  kinds: readonly WindowKind[];
  /** In per cent, 0 to 100: how sure a window has to be. */
  leastConfidence: number;
  /** The most that all promotions of one window may draw; null for all that is there. */
  windowLimitMinor: Minor | null;
  /** Whether it may be released by hand, without a window. */
  isByHand: boolean;
}

/** What holds where nobody has set a rule. */
export const NO_RULE: ReserveRule = {
  floorMinor: 0,
  kinds: WINDOW_KINDS,
  leastConfidence: 0,
  windowLimitMinor: null,
  isByHand: true
};

/** What of a window a reserve asks about. */
export interface DrawingWindow {
  id: string;
  kind: WindowKind;
  /** 0 to 1. */
  confidence: number;
  from: Day;
  to: Day;
}

export type DrawRefusal =
  | { why: 'nothing-held' }
  | { why: 'at-floor'; floor: Minor }
  | { why: 'other-kind' }
  | { why: 'unsure'; least: number; is: number }
  | { why: 'window-used'; limit: Minor; drawn: Minor };

/**
 * How much a window may draw on a reserve.
 *
 * @param heldMinor what the reserve holds
 * @param drawnMinor what promotions of the same window have drawn already, those that were cancelled left out
 */
export function mayDraw(
  rule: ReserveRule,
  heldMinor: Minor,
  window: Pick<DrawingWindow, 'kind' | 'confidence'>,
  drawnMinor: Minor
): { ok: true; upTo: Minor } | { ok: false; refusal: DrawRefusal } {
  const refuse = (refusal: DrawRefusal) => ({ ok: false as const, refusal });
  if (heldMinor <= 0) return refuse({ why: 'nothing-held' });
  if (!rule.kinds.includes(window.kind)) return refuse({ why: 'other-kind' });
  const sure = Math.round(window.confidence * 100);
  if (sure < rule.leastConfidence) return refuse({ why: 'unsure', least: rule.leastConfidence, is: sure });
  const free = heldMinor - rule.floorMinor;
  if (free <= 0) return refuse({ why: 'at-floor', floor: rule.floorMinor });
  if (rule.windowLimitMinor === null) return { ok: true, upTo: free };
  const rest = rule.windowLimitMinor - drawnMinor;
  if (rest <= 0) return refuse({ why: 'window-used', limit: rule.windowLimitMinor, drawn: drawnMinor });
  return { ok: true, upTo: Math.min(free, rest) };
}

/** Money that went into a reserve on a day, what is left of it. */
export interface ReserveLayer {
  on: Day;
  amountMinor: Minor;
}

/**
 * What a reserve is made of: what was held first is released first (first in, first out). The layers add up to what is
 * held.
 *
 * @param changes into the reserve, negative out of it, the oldest first
 */
export function reserveLayers(changes: readonly { on: Day; change: Minor }[]): ReserveLayer[] {
  const layers: ReserveLayer[] = [];
  for (const { on, change } of changes) {
    if (change > 0) layers.push({ on, amountMinor: change });
    for (let out = -change; out > 0 && layers.length > 0;) {
      const first = layers[0]!;
      const taken = Math.min(out, first.amountMinor);
      out -= taken;
      if (taken === first.amountMinor) layers.shift();
      else layers[0] = { ...first, amountMinor: first.amountMinor - taken };
    }
  }
  return layers;
}

/** How long money has lain in a reserve, in days: of its oldest layer, and the mean by amount; null where none lies there. */
export function reserveAge(
  layers: readonly ReserveLayer[],
  on: Day
): { oldest: number; mean: number } | null {
  const held = layers.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (held === 0) return null;
  const days = layers.map((layer) => Math.max(0, daysBetween(layer.on, on)));
  return {
    oldest: Math.max(...days),
    mean: Math.round(layers.reduce((sum, { amountMinor }, i) => sum + (amountMinor / held) * days[i]!, 0))
  };
}
