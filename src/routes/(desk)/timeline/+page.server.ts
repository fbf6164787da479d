import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { mayOpen } from '$lib/people/permission';
import { parseView } from '$lib/timeline/view';
import { readPicture } from '$lib/windows/picture.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals }) => {
  const view = parseView(url.searchParams);
  return {
    view,
    timeline: await readPicture(database(), view, today()),
    canPlan: locals.person !== null && mayOpen('/(desk)/promotions/new', locals.person.role),
    /** Code of the promotion that was just planned, to say so. */
    planned: url.searchParams.get('planned')
  };
};
