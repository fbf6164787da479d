import { today } from '$lib/calendar/today.server';
import { type Db, database } from '$lib/db/connect.server';
import { readFunds } from '$lib/funds/fund.server';
import { mayOpen } from '$lib/people/permission';
import { findPromotion } from '$lib/promotions/promotion.server';
import { parseView } from '$lib/timeline/view';
import { readComparison } from '$lib/windows/comparison.server';
import { readPicture } from '$lib/windows/picture.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals }) => {
  const db = database();
  const view = parseView(url.searchParams);
  const [timeline, planned] = await Promise.all([
    readPicture(db, view, today()),
    justPlanned(db, url.searchParams.get('planned'))
  ]);
  return {
    view,
    timeline,
    comparison: await readComparison(db, view, timeline),
    canPlan: locals.person !== null && mayOpen('/(desk)/promotions/new', locals.person.role),
    planned
  };
};

/** The promotion that the reader comes from planning, with what its fund has left now. */
async function justPlanned(db: Db, code: string | null) {
  const promotion = code ? await findPromotion(db, code) : null;
  if (!promotion?.fund || !promotion.approvedOn || promotion.cancelledOn) return null;
  const fund = (await readFunds(db, null)).find((one) => one.code === promotion.fund!.code)!;
  return {
    name: promotion.name,
    href: `/promotions/${encodeURIComponent(promotion.code)}`,
    amount: promotion.committedMinor,
    days: { from: promotion.startsOn, to: promotion.endsOn },
    fund: fund.name,
    left: fund.left
  };
}
