import * as m from '$lib/paraglide/messages';
import type { Certainty } from './legend';
import type { LaneKind } from './timeline';

export function certainties(): Certainty[] {
  return [
    { fill: 'var(--c-own)', text: m.timeline_legend_solid() },
    { fill: 'url(#fill-promised)', text: m.timeline_legend_hatch() },
    { fill: 'none', stroke: 'var(--c-own)', text: m.timeline_legend_outline() },
    { fill: 'var(--c-comp)', opacity: 0.3, text: m.timeline_legend_fade() },
    { fill: 'url(#fill-unknown)', text: m.timeline_legend_dots() },
    { fill: 'url(#fill-out-own)', text: m.timeline_legend_own_out() }
  ];
}

/** What the sign of a window's flag says. */
export const signs = () => [
  m.timeline_legend_window(),
  m.timeline_legend_window_blocked(),
  m.timeline_legend_window_taken(),
  m.timeline_legend_window_passed()
];

/** Whose or what a lane shows. */
export const LANE_COLOUR: Readonly<Record<LaneKind, string>> = {
  left: 'var(--c-own)',
  spend: 'var(--c-own)',
  competitor: 'var(--c-comp)',
  supply: 'var(--c-stock)',
  promotions: 'var(--c-own)',
  orders: 'var(--c-orders)'
};

/** The short name of a lane. */
export function laneChip(lane: LaneKind): string {
  return {
    left: m.timeline_chip_left,
    spend: m.timeline_chip_spend,
    competitor: m.timeline_chip_competitor,
    supply: m.timeline_lane_supply,
    promotions: m.timeline_lane_promotions,
    orders: m.timeline_chip_orders
  }[lane]();
}
