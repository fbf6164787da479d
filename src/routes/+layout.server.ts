import { database } from '$lib/db/connect.server';
import { readOrganisation } from '$lib/people/organisation.server';
import { mayOpen } from '$lib/people/permission';
import { type Theme, THEMES } from '$lib/people/person';
import { countWaiting } from '$lib/promotions/promotion.server';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, cookies }) => {
  const db = database();
  const isAtDesk = locals.person !== null && mayOpen('/(desk)/approvals', locals.person.role);
  const [organisation, waiting] = await Promise.all([readOrganisation(db), isAtDesk ? countWaiting(db) : 0]);
  const theme: Theme | 'auto' = THEMES.find((value) => value === cookies.get('theme')) ?? 'auto';
  return {
    person: locals.person,
    organisation,
    theme,
    /** Promotions that wait for somebody's approval. */
    waiting,
    isRailNarrow: cookies.get('rail') === 'narrow'
  };
};
