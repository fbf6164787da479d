import { database } from '$lib/db/connect.server';
import { readOrganisation } from '$lib/people/organisation.server';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, cookies }) => {
  const organisation = await readOrganisation(database());
  const theme = cookies.get('theme');
  return {
    person: locals.person,
    organisation,
    theme: theme === 'light' || theme === 'dark' ? theme : ('auto' as const),
    isRailNarrow: cookies.get('rail') === 'narrow'
  };
};
