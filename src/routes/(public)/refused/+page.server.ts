import { error } from '@sveltejs/kit';
import { decideAccess } from '$lib/people/permission';
import { refusalText } from '$lib/people/permission.text';
import type { PageServerLoad } from './$types';

/**
 * The page that says why another one stays closed. The guard asks for it in that page's place, so that nothing of
 * the closed page is loaded and the reader still gets the frame with a way on.
 */
export const load: PageServerLoad = ({ locals, url }) => {
  const role = locals.person?.role ?? null;
  const verdict = decideAccess(url.searchParams.get('route') ?? '', 'GET', role);
  error(403, refusalText(role, typeof verdict === 'object' ? verdict.deny : []));
};
