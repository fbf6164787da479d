import { database } from '$lib/db/connect.server';
import { readOrganisation } from '$lib/people/organisation.server';
import { type Theme, THEMES } from '$lib/people/person';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, cookies }) => {
  const organisation = await readOrganisation(database());
  const theme: Theme | 'auto' = THEMES.find((value) => value === cookies.get('theme')) ?? 'auto';
  return {
    person: locals.person,
    organisation,
    theme,
    isRailNarrow: cookies.get('rail') === 'narrow'
  };
};
