import { type Cookies, fail, redirect } from '@sveltejs/kit';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { readAccounts, readStores } from '$lib/accounts/account.server';
import { addDays } from '$lib/calendar/day';
import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { LOG_KINDS } from '$lib/field/observation';
import { logInput, type Place, placeInput, visitInput } from '$lib/field/observation.input';
import { logObservation, logVisit } from '$lib/field/observation.server';
import {
  countReports,
  readLastStores,
  readLatelySeen,
  readQuietVisits,
  readRecentObservations
} from '$lib/field/recent.server';
import { reportId } from '$lib/field/report-id';
import { readOrganisation } from '$lib/people/organisation.server';
import { readBrands } from '$lib/products/product.server';
import { plainText } from '$lib/text/plain-text';
import { readForm } from '$lib/text/form.server';
import type { Actions, PageServerLoad } from './$types';

const RECENT_DAYS = 6;
const LATELY_DAYS = 90;
const LAST_STORES = 5;
/** More than a thumb scrolls through: from here on one searches. */
const MOST_PLACES = 40;

const newId = () => reportId(Date.now(), randomBytes(10));

export const load: PageServerLoad = async ({ url, cookies, locals }) => {
  const db = database();
  const on = today();
  const { personId } = locals.person!;
  const since = addDays(on, -RECENT_DAYS);
  const [stores, accounts, brands, recent, quiet, last, reported] = await Promise.all([
    readStores(db),
    readAccounts(db),
    readBrands(db),
    readRecentObservations(db, personId, since),
    readQuietVisits(db, personId, since),
    readLastStores(db, personId, LAST_STORES),
    countReports(db, personId, on)
  ]);
  const corrected =
    recent.find(({ id, isCorrected }) => !isCorrected && id === url.searchParams.get('correct')) ?? null;
  const withStores = new Set(stores.map(({ account }) => account.code));
  const places = [
    ...stores.map(({ code, name, account }) => ({
      value: `store:${code}`,
      name,
      account: account.name,
      accountCode: account.code
    })),
    ...accounts
      .filter(({ code }) => !withStores.has(code))
      .map(({ code, name }) => ({ value: `account:${code}`, name, account: '', accountCode: code }))
  ];
  const asked = url.searchParams.get('place') ?? corrected?.place ?? cookies.get('place') ?? last[0] ?? '';
  // The last store comes first; one that has gone is asked for again.
  const place = places.find(({ value }) => value === asked) ?? null;
  const isChoosing = url.searchParams.has('choose') || place === null;
  const search = plainText(url.searchParams.get('q') ?? '', 200);
  const words = search.toLowerCase().split(/\s+/);
  const matching = places.filter(({ name, account, value }) =>
    words.every((word) => `${name} ${account} ${value}`.toLowerCase().includes(word))
  );
  const done = url.searchParams.get('done');
  return {
    today: on,
    hasPlaces: places.length > 0,
    place,
    isChoosing,
    search,
    choice: isChoosing
      ? {
          last: search ? [] : last.flatMap((value) => places.find((one) => one.value === value) ?? []),
          places: matching.slice(0, MOST_PLACES),
          matching: matching.length
        }
      : null,
    kind: LOG_KINDS.find((kind) => kind === (url.searchParams.get('kind') ?? corrected?.kind)) ?? null,
    brands: brands.filter(({ isOwn }) => !isOwn),
    lately:
      place && !isChoosing ? await readLatelySeen(db, place.accountCode, addDays(on, -LATELY_DAYS)) : [],
    recent,
    quiet,
    reported,
    corrected,
    id: newId(),
    done,
    doneWith: recent.find(({ id }) => id === url.searchParams.get('report')) ?? null
  };
};

export const actions: Actions = {
  log: async ({ request, locals, cookies, url }) => {
    const given = await readForm(request);
    const { id, ...kept } = given;
    const parsed = logInput.safeParse(given);
    if (!parsed.success) {
      const faults = Object.keys(z.flattenError(parsed.error).fieldErrors);
      return fail(400, { kept, faults, why: null, id: z.uuid().safeParse(id).data ?? newId() });
    }
    const db = database();
    const { currency } = await readOrganisation(db);
    const outcome = await logObservation(db, parsed.data, {
      personId: locals.person!.personId,
      today: today(),
      currency
    });
    if (!outcome.ok) {
      // Another report under this id is saved already; sent again as it is, this one becomes a report of its own.
      const next = outcome.why === 'id-used' ? newId() : parsed.data.id;
      return fail(409, { kept, faults: [] as string[], why: outcome.why as string, id: next });
    }
    keepPlace(cookies, parsed.data.place, url);
    redirect(303, `/field?done=${parsed.data.corrects ? 'corrected' : 'logged'}&report=${parsed.data.id}`);
  },
  visit: async ({ request, locals, cookies, url }) => {
    const given = await readForm(request);
    const parsed = visitInput.safeParse(given);
    if (!parsed.success) return refusedPlace(400);
    const outcome = await logVisit(database(), parsed.data.place, {
      personId: locals.person!.personId,
      today: today()
    });
    if (!outcome.ok) return refusedPlace(409);
    keepPlace(cookies, parsed.data.place, url);
    redirect(303, '/field?done=visit');
  },
  place: async ({ request, cookies, url }) => {
    const parsed = placeInput.safeParse((await readForm(request)).place);
    if (!parsed.success) return refusedPlace(400);
    keepPlace(cookies, parsed.data, url);
    redirect(303, '/field');
  }
};

function refusedPlace(status: number) {
  return fail(status, {
    kept: {} as Record<string, string>,
    faults: [] as string[],
    why: 'unknown-place' as string,
    id: newId()
  });
}

function keepPlace(cookies: Cookies, { kind, code }: Place, url: URL): void {
  cookies.set('place', `${kind}:${code}`, {
    path: '/field',
    maxAge: 31_536_000,
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:'
  });
}
