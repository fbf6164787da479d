import { redirect } from '@sveltejs/kit';
import { database } from '$lib/db/connect.server';
import { HOME } from '$lib/people/person';
import { hasPeople } from '$lib/people/setup.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  if (locals.person) redirect(303, HOME[locals.person.role]);
  redirect(303, (await hasPeople(database())) ? '/sign-in' : '/setup');
};
