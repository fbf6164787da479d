import { type Cookies, fail, redirect } from '@sveltejs/kit';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { readAccounts, readStores } from '$lib/accounts/account.server';
import { addDays } from '$lib/calendar/day';
import { today } from '$lib/calendar/today.server';
import { database } from '$lib/db/connect.server';
import { LOG_KINDS } from '$lib/field/observation';
import { idInput, logInput, type Place, placeInput, visitInput } from '$lib/field/observation.input';
import { logObservation, withdrawObservation } from '$lib/field/observation.server';
import type { RecentObservation } from '$lib/field/recent';
import {
  countReports,
  readLastStores,
  readLatelySeen,
  readOwnReport,
  readRecent
} from '$lib/field/recent.server';
import { reportId } from '$lib/field/report-id';
import { logVisit, withdrawVisit } from '$lib/field/visit.server';
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
/** Entries of the list that are shown at first, and more with each *Show more*. */
const RECENT_STEP = 30;
const MOST_STEPS = 40;

const newId = () => reportId(Date.now(), randomBytes(10));

export const load: PageServerLoad = async ({ url, cookies, locals }) => {
  const db = database();
  const on = today();
  const { personId } = locals.person!;
  const since = addDays(on, -RECENT_DAYS);
  const more = Math.min(MOST_STEPS, Math.max(1, Math.trunc(Number(url.searchParams.get('more'))) || 1));
  const own = (name: string) => {
    const id = z.uuid().safeParse(url.searchParams.get(name));
    return id.success ? readOwnReport(db, personId, id.data) : null;
  };
  const [stores, accounts, brands, recent, last, reported, asked, doneWith] = await Promise.all([
    readStores(db),
    readAccounts(db),
    readBrands(db),
    readRecent(db, personId, since, more * RECENT_STEP),
    readLastStores(db, personId, LAST_STORES),
    countReports(db, personId, on),
    own('correct'),
    own('report')
  ]);
  const badLink = url.searchParams.has('correct') ? whyNotCorrected(asked) : null;
  const corrected = badLink ? null : asked;
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
  // The address first: another tab that went to another store does not move this one.
  const at = url.searchParams.get('place') ?? cookies.get('place') ?? last[0] ?? '';
  // The last store comes first; one that has gone is asked for again.
  const current = places.find(({ value }) => value === at) ?? null;
  // A correction is about the store of its report, wherever the person is now.
  const place = corrected
    ? (places.find(({ value }) => value === corrected.place) ?? {
        value: corrected.place,
        name: corrected.placeName,
        account: '',
        accountCode: ''
      })
    : current;
  const isChoosing = !corrected && (url.searchParams.has('choose') || place === null);
  const search = plainText(url.searchParams.get('q') ?? '', 200);
  const words = search.toLowerCase().split(/\s+/);
  const matching = places.filter(({ name, account, value }) =>
    words.every((word) => `${name} ${account} ${value}`.toLowerCase().includes(word))
  );
  return {
    today: on,
    hasPlaces: places.length > 0,
    place,
    here: current?.value ?? '',
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
      place && !isChoosing ? await readLatelySeen(db, place.accountCode, addDays(on, -LATELY_DAYS), on) : [],
    recent,
    more,
    reported,
    corrected,
    // Those of the same account, and wherever else the person was lately.
    correctPlaces: corrected
      ? [
          place!,
          ...places.filter(
            (one) => one !== place && (one.accountCode === place!.accountCode || last.includes(one.value))
          )
        ]
      : [],
    badLink,
    id: newId(),
    done: url.searchParams.get('done'),
    doneWith
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
    if (parsed.data.corrects) redirect(303, home(url, { done: 'corrected', report: parsed.data.id }));
    keepPlace(cookies, parsed.data.place, url);
    redirect(303, address({ place: valueOf(parsed.data.place), done: 'logged', report: parsed.data.id }));
  },
  visit: async ({ request, locals, cookies, url }) => {
    const given = await readForm(request);
    const parsed = visitInput.safeParse(given);
    if (!parsed.success) return refused(400, 'unknown-place');
    const outcome = await logVisit(database(), parsed.data.place, {
      personId: locals.person!.personId,
      today: today()
    });
    if (!outcome.ok) return refused(409, outcome.why);
    keepPlace(cookies, parsed.data.place, url);
    redirect(
      303,
      address({ place: valueOf(parsed.data.place), done: outcome.hasReports ? 'visit-else' : 'visit' })
    );
  },
  withdraw: async ({ request, locals, url }) => {
    const parsed = idInput.safeParse(await readForm(request));
    if (!parsed.success) return refused(400, 'not-yours');
    const by = { personId: locals.person!.personId, today: today() };
    const outcome = await withdrawObservation(database(), parsed.data.id, by);
    if (!outcome.ok) return refused(409, outcome.why);
    redirect(303, home(url, { done: 'withdrawn' }));
  },
  undo: async ({ request, locals, url }) => {
    const parsed = idInput.safeParse(await readForm(request));
    if (!parsed.success) return refused(400, 'not-yours');
    const by = { personId: locals.person!.personId, today: today() };
    const outcome = await withdrawVisit(database(), parsed.data.id, by);
    if (!outcome.ok) return refused(409, outcome.why);
    redirect(303, home(url, { done: 'undone' }));
  },
  place: async ({ request, cookies, url }) => {
    const parsed = placeInput.safeParse((await readForm(request)).place);
    if (!parsed.success) return refused(400, 'unknown-place');
    keepPlace(cookies, parsed.data, url);
    redirect(303, address({ place: valueOf(parsed.data) }));
  }
};

function refused(status: number, why: string) {
  return fail(status, {
    kept: {} as Record<string, string>,
    faults: [] as string[],
    why: why as string | null,
    id: newId()
  });
}

/** Why a report cannot be corrected; null where it can. */
function whyNotCorrected(report: RecentObservation | null): string | null {
  if (!report) return 'unknown';
  if (report.isWithdrawn) return 'withdrawn-before';
  return report.isCorrected ? 'corrected-before' : null;
}

function address(values: Record<string, string>): string {
  return `/field?${new URLSearchParams(values)}`;
}

/** The first page, at the store where the person was before. */
function home(url: URL, values: Record<string, string>): string {
  const place = url.searchParams.get('place');
  return address({ ...(place && { place }), ...values });
}

const valueOf = ({ kind, code }: Place): string => `${kind}:${code}`;

function keepPlace(cookies: Cookies, place: Place, url: URL): void {
  cookies.set('place', valueOf(place), {
    path: '/field',
    maxAge: 31_536_000,
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:'
  });
}
