import type { Day } from '$lib/calendar/day';
import { formatDayRange } from '$lib/calendar/format';
import { formatMoney } from '$lib/money/format';
import * as m from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { TACTICS, type Tactic } from '$lib/promotions/tactic';
import { statusName, tacticName, tacticShort } from '$lib/promotions/tactic.text';
import type { PromotionBar } from '$lib/timeline/timeline';
import { movableEnds, type OwnBar, type SeenActivity } from './bar';

/** A promotion of ours as a bar. @param today the clock's day where the picture is seen from it, null for one of the past: what was cannot be moved */
export function ownBar(own: OwnBar, currency: string, today: Day | null): PromotionBar {
  const locale = getLocale();
  const range = formatDayRange(own.startsOn, own.endsOn, locale);
  const amount =
    own.amount === null
      ? m.windows_amount_unknown()
      : m.windows_amount({ amount: formatMoney(own.amount, currency, locale), currency });
  return {
    id: own.code,
    owner: 'own',
    name: own.name,
    short: tacticShort(own.tactic),
    status: own.status,
    from: own.startsOn,
    to: own.endsOn,
    amount: own.amount,
    href: `/promotions/${encodeURIComponent(own.code)}`,
    movable: today && movableEnds(own, today),
    sentence: m.windows_promotion_sentence({
      name: own.name,
      tactic: tacticName(own.tactic),
      range,
      amount,
      status: statusName(own.status)
    })
  };
}

/** Something that a competitor was seen doing, as a bar. Its money is in the estimate, not here. */
export function competitorBar({ brand, tactic, from, to }: SeenActivity, asOf: Day): PromotionBar {
  const status = from > asOf ? 'approved' : to >= asOf ? 'running' : 'ended';
  const ours = known(tactic);
  const name = m.windows_competitor_activity({
    brand,
    tactic: ours ? tacticName(ours) : m.windows_tactic_other()
  });
  const said = {
    approved: m.windows_seen_announced,
    running: m.windows_seen_running,
    ended: m.windows_seen_ended
  }[status];
  return {
    id: `${brand}-${tactic ?? 'activity'}-${from}`,
    owner: 'competitor',
    name,
    short: ours ? tacticShort(ours) : m.windows_short_other(),
    status,
    from,
    to,
    amount: null,
    href: null,
    movable: null,
    sentence: m.windows_seen_sentence({ name, range: formatDayRange(from, to, getLocale()), status: said() })
  };
}

/** Others' tactics are read from reports, which may name none that we know. */
function known(tactic: string | null): Tactic | undefined {
  return TACTICS.find((one) => one === tactic);
}
