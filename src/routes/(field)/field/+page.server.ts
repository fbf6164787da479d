import { fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readAccounts, readStores } from '$lib/accounts/account.server';
import { addDays } from '$lib/calendar/day';
import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { LOG_KINDS } from '$lib/field/observation';
import { logInput, placeInput, visitInput } from '$lib/field/observation.input';
import { logObservation, logVisit, readRecentObservations } from '$lib/field/observation.server';
import { readOrganisation } from '$lib/people/organisation.server';
import { readBrands } from '$lib/products/product.server';
import type { Actions, PageServerLoad } from './$types';

const RECENT_DAYS = 7;

export const load: PageServerLoad = async ({ url, cookies, locals }) => {
  const db = database();
  const [stores, accounts, brands, recent] = await Promise.all([
    readStores(db),
    readAccounts(db),
    readBrands(db),
    readRecentObservations(db, locals.person!.personId, addDays(today(), -RECENT_DAYS))
  ]);
  const corrected = recent.find(({ id }) => id === url.searchParams.get('correct')) ?? null;
  const withStores = new Set(stores.map(({ account }) => account.code));
  const places = [
    ...stores.map(({ code, name, account }) => ({ value: `store:${code}`, name, account: account.name })),
    ...accounts
      .filter(({ code }) => !withStores.has(code))
      .map(({ code, name }) => ({ value: `account:${code}`, name, account: '' }))
  ];
  const asked = corrected?.place ?? url.searchParams.get('place') ?? cookies.get('place') ?? '';
  return {
    places,
    // The last store comes first; one that has gone is asked for again.
    place: places.find(({ value }) => value === asked) ?? null,
    isChoosing: url.searchParams.has('choose'),
    kind: LOG_KINDS.find((kind) => kind === (corrected?.kind ?? url.searchParams.get('kind'))) ?? null,
    brands: brands.filter(({ isOwn }) => !isOwn),
    recent: recent.map((one) => ({ ...one, isToday: one.seenOn === today() })),
    corrected,
    id: randomUUID(),
    done: url.searchParams.get('done')
  };
};

export const actions: Actions = {
  log: async ({ request, locals, cookies, url }) => {
    const given = Object.fromEntries(await request.formData()) as Record<string, string>;
    const { id: _, ...kept } = given;
    const parsed = logInput.safeParse(given);
    if (!parsed.success) {
      return fail(400, { kept, faults: Object.keys(z.flattenError(parsed.error).fieldErrors), why: null });
    }
    const db = database();
    const { currency } = await readOrganisation(db);
    const outcome = await logObservation(db, parsed.data, {
      personId: locals.person!.personId,
      today: today(),
      currency
    });
    if (!outcome.ok) return fail(409, { kept, faults: [] as string[], why: outcome.why as string });
    keepPlace(cookies, given.place!, url);
    redirect(303, `/field?done=${parsed.data.corrects ? 'corrected' : 'logged'}`);
  },
  visit: async ({ request, locals, cookies, url }) => {
    const given = Object.fromEntries(await request.formData()) as Record<string, string>;
    const parsed = visitInput.safeParse(given);
    if (!parsed.success) return fail(400, { kept: given, faults: ['place'], why: null });
    const outcome = await logVisit(database(), parsed.data.place, {
      personId: locals.person!.personId,
      today: today()
    });
    if (!outcome.ok) return fail(409, { kept: given, faults: [] as string[], why: outcome.why as string });
    keepPlace(cookies, given.place!, url);
    redirect(303, '/field?done=visit');
  },
  place: async ({ request, cookies, url }) => {
    const value = String((await request.formData()).get('place') ?? '');
    if (!placeInput.safeParse(value).success)
      return fail(400, { kept: {} as Record<string, string>, faults: ['place'], why: null });
    keepPlace(cookies, value, url);
    redirect(303, '/field');
  }
};

function keepPlace(cookies: Parameters<PageServerLoad>[0]['cookies'], value: string, url: URL): void {
  cookies.set('place', value, {
    path: '/field',
    maxAge: 31_536_000,
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:'
  });
}
