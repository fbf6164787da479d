import type { Handle, RequestEvent } from '@sveltejs/kit';
import { type RawBuilder, sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addDays, day } from '../src/lib/calendar/day';
import { attachFiles, readAttachments } from '../src/lib/claims/attachment.server';
import { enterClaim } from '../src/lib/claims/enter-claim.server';
import { database } from '../src/lib/db/connect.server';
import { bookMovement, reverseMovement } from '../src/lib/funds/ledger.server';
import { hashPassword } from '../src/lib/people/password.server';
import type { Role } from '../src/lib/people/person';
import { openSession } from '../src/lib/people/session.server';
import { planPromotion } from '../src/lib/promotions/plan.server';
import { account, product } from './factories/account';
import { testDatabase } from './factories/database';
import { type Door, DOORS, knock, type Knock } from './factories/doors';
import { deposit, fund } from './factories/fund';

// SvelteKit's own wants the server around it.
vi.mock('@sveltejs/kit/hooks', () => ({
  sequence:
    (...handlers: Handle[]): Handle =>
    ({ event, resolve }) =>
      handlers.reduceRight<(event: RequestEvent) => ReturnType<Handle>>(
        (next, handle) => (inside) => handle({ event: inside, resolve: next }),
        resolve
      )(event)
}));

const TODAY = day('2026-06-10');
const PASSWORD = 'a fine long passphrase';
const NEXT = 'quite another passphrase';

const test = await testDatabase();
process.env.DATABASE_URL = test.url;
process.env.WARCHEST_TODAY = TODAY;
afterAll(async () => {
  // The doors' own connections end before their database does.
  await database().destroy();
  await test.drop();
});

let passwordHash: string;
beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
  await test.db.updateTable('organisation').set({ demo_seed: 1, setup_code_hash: 'none' }).execute();
  await someone('manager', true);
});

/** What there is to act on; a new one is made once a knock has changed it. */
interface World {
  me: { id: number; email: string };
  other: { id: number };
  accountCode: string;
  storeCode: string;
  competitor: string;
  fundCode: string;
  otherFundCode: string;
  /** A deposit in `fundCode` that can be taken back. */
  deposit: number;
  draft: string;
  running: string;
  upcoming: string;
  /** A claim that is open, and a paper of it. */
  claim: number;
  paper: number;
}

/** What a door is asked with, and what it then does. */
interface Row {
  /** M manager, S field staff, F finance, A administrator, n nobody signed in; a dot: denied, ?: asked to sign in. */
  who: string;
  asks?: (world: World) => Knock;
  /** An action that writes no row: who is let in is seen from its answer only. */
  writesNothing?: true;
  /** Its answer to those who are let in, where that is a refusal. */
  answers?: number;
}

const form = (values: (world: World) => Record<string, string>) => (world: World) => ({
  form: { key: randomUUID(), ...values(world) }
});
const onFund = (values: (world: World) => Record<string, string>) => (world: World) => ({
  params: { fund: world.fundCode },
  form: { key: randomUUID(), reason: 'because', ...values(world) }
});
const onPromotion =
  (which: 'draft' | 'running' | 'upcoming', values: Record<string, string> = {}) =>
  (world: World) => ({ params: { promotion: world[which] }, form: { key: randomUUID(), ...values } });

const onClaim =
  (values: Record<string, string> = {}) =>
  (world: World) => ({
    params: { claim: String(world.claim) },
    form: { key: randomUUID(), ...values }
  });

/** A paper like no other. */
const PDF = () => Buffer.from(`%PDF-1.7 ${randomUUID()}`);

let days = 0;
const freshDay = () => addDays(day('2027-02-01'), days++);

/** By hand, and not read from the rules: whoever opens a door wider has to say so here too. */
const TABLE: Record<string, Row> = {
  'GET /': { who: 'MSFAn' },
  'GET /(public)/sign-in': { who: 'MSFAn' },
  'POST /(public)/sign-in ?/password': {
    who: 'MSFAn',
    asks: form(({ me }) => ({ email: me.email, password: PASSWORD }))
  },
  'POST /(public)/sign-in ?/demo': { who: 'MSFAn', asks: form(() => ({ role: 'manager' })) },
  'POST /(public)/sign-out': { who: 'MSFAn', writesNothing: true },
  'GET /(public)/setup': { who: 'MSFAn' },
  // The door is open to anybody and of use to nobody once there are people.
  'POST /(public)/setup ?/default': {
    who: 'MSFAn',
    asks: form(() => ({
      code: 'AAAA-BBBB-CCCC-DDDD',
      organisation: 'Theirs',
      currency: 'USD',
      fiscalKind: 'iso',
      yearStartMonth: '1',
      name: 'Somebody',
      email: `${randomUUID()}@example.com`,
      password: NEXT
    })),
    writesNothing: true,
    answers: 400
  },
  'GET /(public)/health': { who: 'MSFAn' },
  // Its one answer is that something is refused.
  'GET /(public)/refused': { who: '.....' },
  'POST /(public)/preferences': {
    who: 'MSFAn',
    asks: form(() => ({ theme: 'dark' })),
    writesNothing: true
  },
  'GET /(desk)/timeline': { who: 'M.FA?' },
  'GET /(desk)/timeline/sightings': {
    who: 'M.FA?',
    // Without an account there is no list, for nobody.
    answers: 404
  },
  'GET /(desk)/funds': { who: 'M.FA?' },
  'POST /(desk)/funds ?/open': {
    who: 'M.FA?',
    asks: form(({ accountCode }) => ({
      name: 'New',
      account: accountCode,
      from: '2027-01-01',
      to: '2027-12-31',
      amount: '100',
      source: ''
    }))
  },
  'POST /(desk)/funds ?/allocate': {
    who: 'M.FA?',
    asks: form(({ accountCode }) => ({
      reason: 'Plan',
      source: '',
      edits: JSON.stringify([
        // A period of its own each time: a budget that is there already would be somebody else's change.
        { account: accountCode, from: '2027-01-01', to: freshDay(), fund: null, was: 0, now: 100 }
      ])
    }))
  },
  // An allocation that is not there: who is let in is told so.
  'POST /(desk)/funds ?/undo': {
    who: 'M.FA?',
    asks: form(() => ({ batch: '987654321', reason: 'Undone' })),
    writesNothing: true,
    answers: 409
  },
  'GET /(desk)/funds/[fund]': { who: 'M.FA?', asks: onFund(() => ({})) },
  'POST /(desk)/funds/[fund] ?/deposit': { who: 'M.FA?', asks: onFund(() => ({ amount: '100' })) },
  'POST /(desk)/funds/[fund] ?/move': {
    who: 'M.FA?',
    asks: onFund(({ otherFundCode }) => ({ amount: '100', target: otherFundCode }))
  },
  'POST /(desk)/funds/[fund] ?/hold': { who: 'M.FA?', asks: onFund(() => ({ amount: '1' })) },
  // Nothing is held: who is let in is told so.
  'POST /(desk)/funds/[fund] ?/release': {
    who: 'M.FA?',
    asks: onFund(() => ({ amount: '1' })),
    writesNothing: true,
    answers: 409
  },
  'POST /(desk)/funds/[fund] ?/reverse': {
    who: 'M.FA?',
    asks: onFund(({ deposit }) => ({ movement: String(deposit) }))
  },
  'GET /(desk)/promotion-calendar': { who: 'M.FA?' },
  'GET /(desk)/promotions': { who: 'M.FA?' },
  'GET /(desk)/promotions/new': { who: 'M..A?' },
  'POST /(desk)/promotions/new ?/default': {
    who: 'M..A?',
    asks: form(({ accountCode, fundCode }) => ({
      account: accountCode,
      fund: fundCode,
      name: 'New',
      tactic: 'display',
      from: '2026-07-06',
      to: '2026-07-19',
      amount: '100',
      reason: ''
    }))
  },
  'GET /(desk)/promotions/[promotion]': { who: 'M.FA?', asks: onPromotion('draft') },
  'POST /(desk)/promotions/[promotion] ?/commit': { who: 'M..A?', asks: onPromotion('draft') },
  'POST /(desk)/promotions/[promotion] ?/change': {
    who: 'M..A?',
    asks: onPromotion('upcoming', { from: '2026-07-13', to: '2026-07-26' })
  },
  'POST /(desk)/promotions/[promotion] ?/cancel': { who: 'M..A?', asks: onPromotion('upcoming') },
  'POST /(desk)/promotions/[promotion] ?/settle': {
    who: '..FA?',
    asks: onPromotion('running', { actual: '50' })
  },
  // What was not settled cannot be taken back: who is let in is told so.
  'POST /(desk)/promotions/[promotion] ?/unsettle': {
    who: '..FA?',
    asks: onPromotion('running', { reason: 'A digit too many' }),
    writesNothing: true,
    answers: 409
  },
  'POST /(desk)/promotions/[promotion] ?/submit': { who: 'M..A?', asks: onPromotion('draft') },
  'POST /(desk)/promotions/[promotion] ?/log': {
    who: 'M.FA?',
    asks: onPromotion('running', { day: '2026-06-09', done: '3' })
  },
  // Nothing was logged that could be taken back: who is let in is told so.
  'POST /(desk)/promotions/[promotion] ?/takeBack': {
    who: 'M.FA?',
    asks: onPromotion('running', { entry: '1', reason: 'Counted twice' }),
    writesNothing: true,
    answers: 409
  },
  // What runs does not wait: who is let in is told so.
  'POST /(desk)/promotions/[promotion] ?/approve': {
    who: 'M.FA?',
    asks: onPromotion('running'),
    writesNothing: true,
    answers: 409
  },
  'POST /(desk)/promotions/[promotion] ?/decline': {
    who: 'M.FA?',
    asks: onPromotion('running', { reason: 'Not now' }),
    writesNothing: true,
    answers: 409
  },
  'GET /(desk)/funds/[fund]/export.csv': { who: 'M.FA?', asks: onFund(() => ({})) },
  'POST /(desk)/funds/[fund] ?/rate': {
    who: '..FA?',
    asks: onFund(() => ({ product: '', rate: '1.5', from: '2026-06-01' })),
    // The fund is shared and has no orders: who is let in is told so.
    writesNothing: true,
    answers: 409
  },
  'POST /(desk)/funds/[fund] ?/overdraw': { who: '..FA?', asks: onFund(() => ({ percent: '5' })) },
  'GET /(desk)/reserve': { who: 'M.FA?' },
  'POST /(desk)/reserve ?/rule': {
    who: '..FA?',
    asks: form(({ fundCode }) => ({ fund: fundCode, floor: '0', confidence: '40', reason: 'For the autumn' }))
  },
  'GET /(desk)/period-close': { who: 'M.FA?' },
  // No fund is over: who is let in is told so.
  'POST /(desk)/period-close ?/close': {
    who: '..FA?',
    asks: form(() => ({ reason: 'The year is over' })),
    writesNothing: true,
    answers: 409
  },
  'GET /(desk)/claims': { who: 'M.FA?' },
  'GET /(desk)/claims/new': { who: 'M.FA?' },
  'POST /(desk)/claims/new ?/default': {
    who: 'M.FA?',
    asks: form(({ accountCode }) => ({
      account: accountCode,
      reference: randomUUID(),
      kind: 'invoice',
      amount: '100',
      issued: '2026-06-01',
      received: '2026-06-02',
      note: ''
    }))
  },
  'GET /(desk)/claims/export.csv': { who: 'M.FA?' },
  'GET /(desk)/claims/import': { who: 'M.FA?' },
  'POST /(desk)/claims/import ?/check': {
    who: 'M.FA?',
    asks: form(({ accountCode }) => ({ text: `${accountCode}\t${randomUUID()}\t100\t2026-06-01` })),
    writesNothing: true
  },
  'POST /(desk)/claims/import ?/enter': {
    who: 'M.FA?',
    asks: form(({ accountCode }) => ({ text: `${accountCode}\t${randomUUID()}\t100\t2026-06-01` }))
  },
  'GET /(desk)/claims/[claim]': { who: 'M.FA?', asks: onClaim() },
  'POST /(desk)/claims/[claim] ?/attach': {
    who: 'M.FA?',
    asks: (world) => ({ ...onClaim()(world), files: { papers: new File([PDF()], 'bill.pdf') } })
  },
  'POST /(desk)/claims/[claim] ?/takeOff': {
    who: 'M.FA?',
    asks: (world) => onClaim({ attachment: String(world.paper), reason: 'Of another claim' })(world)
  },
  'GET /(desk)/claims/[claim]/attachments/[attachment]': {
    who: 'M.FA?',
    asks: ({ claim, paper }) => ({ params: { claim: String(claim), attachment: String(paper) } })
  },
  'POST /(desk)/claims/[claim] ?/match': { who: 'M.FA?', asks: onClaim() },
  // Nothing is matched, approved or paid of it: who is let in is told so.
  'POST /(desk)/claims/[claim] ?/approve': {
    who: 'M.FA?',
    asks: onClaim(),
    writesNothing: true,
    answers: 409
  },
  'POST /(desk)/claims/[claim] ?/dispute': { who: 'M.FA?', asks: onClaim({ reason: 'Too much' }) },
  'POST /(desk)/claims/[claim] ?/refuse': { who: 'M.FA?', asks: onClaim({ reason: 'Not ours' }) },
  'POST /(desk)/claims/[claim] ?/pay': {
    who: '..FA?',
    asks: onClaim(),
    writesNothing: true,
    answers: 409
  },
  'POST /(desk)/claims/[claim] ?/unpay': {
    who: '..FA?',
    asks: onClaim({ reason: 'A slip' }),
    writesNothing: true,
    answers: 409
  },
  'GET /(desk)/approvals': { who: 'M.FA?' },
  // Each is decided by itself: that none of them waits is said line by line.
  'POST /(desk)/approvals ?/approve': {
    who: 'M.FA?',
    asks: form(({ running }) => ({ code: running })),
    writesNothing: true
  },
  'POST /(desk)/approvals ?/decline': {
    who: 'M.FA?',
    asks: form(({ running }) => ({ code: running, reason: 'Not now' })),
    writesNothing: true
  },
  'GET /(desk)/settings/limits': { who: '...A?' },
  'POST /(desk)/settings/limits ?/add': {
    who: '...A?',
    asks: form(() => ({ role: 'finance', account: '', tactic: 'display', own: '1', approve: '' }))
  },
  'POST /(desk)/settings/limits ?/withdraw': {
    who: '...A?',
    asks: form(() => ({ role: 'finance', account: '', tactic: 'gift' }))
  },
  'GET /(desk)/review': { who: 'M.FA?' },
  'GET /(desk)/review/export.csv': { who: 'M.FA?' },
  'POST /(desk)/settings ?/name': { who: 'MSFA?', asks: form(() => ({ name: 'Renamed' })) },
  'POST /(desk)/settings ?/password': {
    who: 'MSFA?',
    asks: form(() => ({ current: PASSWORD, next: NEXT }))
  },
  'GET /(desk)/settings/people': { who: '...A?' },
  'POST /(desk)/settings/people ?/add': {
    who: '...A?',
    asks: form(() => ({
      name: 'Newcomer',
      email: `${randomUUID()}@example.com`,
      role: 'field',
      password: NEXT
    }))
  },
  'POST /(desk)/settings/people ?/role': {
    who: '...A?',
    asks: form(({ other }) => ({ personId: String(other.id), role: 'admin' }))
  },
  'POST /(desk)/settings/people ?/access': {
    who: '...A?',
    asks: form(({ other }) => ({ personId: String(other.id), isDisabled: 'yes' }))
  },
  'POST /(desk)/settings/people ?/reset': {
    who: '...A?',
    asks: form(({ other }) => ({ personId: String(other.id), password: NEXT }))
  },
  'GET /(field)/field': { who: 'MS.A?' },
  'POST /(field)/field ?/log': {
    who: 'MS.A?',
    asks: form(({ storeCode, competitor }) => ({
      id: randomUUID(),
      place: `store:${storeCode}`,
      kind: 'stock_out',
      what: `product:${competitor}`
    }))
  },
  'POST /(field)/field ?/visit': {
    who: 'MS.A?',
    asks: form(({ storeCode }) => ({ place: `store:${storeCode}` }))
  },
  // A report and a visit of nobody: who is let in is told that it is not theirs.
  'POST /(field)/field ?/withdraw': {
    who: 'MS.A?',
    asks: form(() => ({ id: randomUUID() })),
    writesNothing: true,
    answers: 409
  },
  'POST /(field)/field ?/undo': {
    who: 'MS.A?',
    asks: form(() => ({ id: randomUUID() })),
    writesNothing: true,
    answers: 409
  },
  'POST /(field)/field ?/place': {
    who: 'MS.A?',
    asks: form(({ storeCode }) => ({ place: `store:${storeCode}` })),
    writesNothing: true
  }
};

const WHO: [string, Role | null][] = [
  ['M', 'manager'],
  ['S', 'field'],
  ['F', 'finance'],
  ['A', 'admin'],
  ['n', null]
];

const written = DOORS.filter(({ name }) => name in TABLE);
const writes = written.filter(({ method }) => method !== 'GET');

describe('every door of the app', () => {
  it('is written down, and nothing is that is not there', () => {
    expect(Object.keys(TABLE).sort()).toEqual(DOORS.map(({ name }) => name).sort());
  });

  it.each(written.map((door) => [door.name, door] as const))(
    '%s: lets in those who are written down',
    async (_, door) => {
      const row = TABLE[door.name]!;
      let found = '';
      for (const [letter, role] of WHO) {
        const { cell, status, isChanged } = await tried(door, role, row);
        found += { allow: letter, deny: '.', 'sign-in': '?' }[cell];
        if (cell === 'allow') {
          expect(status, `${letter} is let in, and is answered`).toBeOneOf(
            row.answers ? [row.answers] : [200, 303]
          );
          if (door.method === 'GET') expect(isChanged, `${letter} only looks`).toBe(false);
          else if (!row.writesNothing) expect(isChanged, `${letter} does something`).toBe(true);
        } else expect(isChanged, `${letter} changes nothing`).toBe(false);
      }
      expect(found).toBe(row.who);
    }
  );

  it('gives its data to nobody whom it shows no page', async () => {
    for (const door of written.filter(({ method }) => method === 'GET')) {
      const row = TABLE[door.name]!;
      for (const [i, [letter, role]] of WHO.entries()) {
        if (row.who[i] === letter) continue;
        const world = await worldOf(role);
        const { cell } = await knock(door, world.token, { ...row.asks?.(world), isData: true });
        expect({ door: door.name, letter, cell }).toEqual({
          door: door.name,
          letter,
          cell: row.who[i] === '?' ? 'sign-in' : 'deny'
        });
      }
    }
  });

  it.each([
    ['another site’s origin', { origin: 'https://elsewhere.test' }],
    ['an origin that is hidden', { origin: 'null' }],
    ['a browser that calls it cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['a page beside this one on the same domain', { 'sec-fetch-site': 'same-site' }]
  ])('refuses %s at every action, whoever is signed in', async (_, headers) => {
    const world = await worldOf('admin');
    const before = await checksum();
    for (const door of writes) {
      const asked = { ...TABLE[door.name]!.asks?.(world), headers };
      const { status } = await knock(door, world.token, asked);
      expect({ door: door.name, status }).toEqual({ door: door.name, status: 403 });
    }
    expect(await checksum()).toBe(before);
  });

  it('does not mind where a reader comes from', async () => {
    const door = DOORS.find(({ name }) => name === 'GET /(desk)/funds')!;
    const headers = { origin: 'https://elsewhere.test', 'sec-fetch-site': 'cross-site' };
    expect((await tried(door, 'manager', TABLE[door.name]!, { headers })).cell).toBe('allow');
  });
});

describe('what an action is told', () => {
  it('changes a password only for who knows the old one', async () => {
    const asks = form(() => ({ current: 'not my passphrase at all', next: NEXT }));
    const door = DOORS.find(({ name }) => name === 'POST /(desk)/settings ?/password')!;
    const { status, isChanged } = await tried(door, 'manager', { who: 'M', asks });
    expect({ status, isChanged }).toEqual({ status: 400, isChanged: false });
  });

  it('does not move money into the fund that it comes from', async () => {
    for (const [action, field] of [
      ['deposit', 'source'],
      ['move', 'target']
    ] as const) {
      const door = DOORS.find(({ name }) => name === `POST /(desk)/funds/[fund] ?/${action}`)!;
      const asks = onFund(({ fundCode }) => ({ amount: '100', [field]: fundCode }));
      const { status, isChanged } = await tried(door, 'manager', { who: 'M', asks });
      expect({ action, status, isChanged }).toEqual({ action, status: 409, isChanged: false });
    }
  });

  it('makes no new money where the fund that it should come from is not there', async () => {
    const door = DOORS.find(({ name }) => name === 'POST /(desk)/funds/[fund] ?/deposit')!;
    const asks = onFund(() => ({ amount: '100', source: 'no-such-fund' }));
    const { status, isChanged } = await tried(door, 'manager', { who: 'M', asks });
    expect({ status, isChanged }).toEqual({ status: 409, isChanged: false });
  });

  it('reverses on a fund only what was booked there by hand', async () => {
    const door = DOORS.find(({ name }) => name === 'POST /(desk)/funds/[fund] ?/reverse')!;
    for (const which of ['elsewhere', 'commit'] as const) {
      const world = await worldOf('manager');
      const movement =
        which === 'commit'
          ? await movementOf('commit', world.fundCode)
          : await movementOf('deposit', world.otherFundCode);
      const before = await checksum();
      const knocked = await knock(door, world.token, onFund(() => ({ movement: String(movement) }))(world));
      expect({ which, status: knocked.status }).toEqual({ which, status: 409 });
      expect(await checksum()).toBe(before);
      // It could be undone by itself: the door is what keeps it.
      const by = { personId: world.me.id, via: 'desk' } as const;
      const undone = { bookedOn: TODAY, reason: 'x', by, key: randomUUID() };
      expect((await reverseMovement(test.db, movement, undone)).ok).toBe(true);
    }
  });
});

const worlds = new Map<Role | null, World & { token: string | null }>();

/** What a role finds, until something in it has changed. */
async function worldOf(role: Role | null) {
  const world = worlds.get(role) ?? (await made(role));
  worlds.set(role, world);
  return world;
}

/** Knocks, and tells whether any row of the database is another one afterwards. */
async function tried(door: Door, role: Role | null, row: Row, more: Knock = {}) {
  const world = await worldOf(role);
  const before = await checksum();
  const { cell, status } = await knock(door, world.token, { ...row.asks?.(world), ...more });
  const isChanged = (await checksum()) !== before;
  if (isChanged) worlds.delete(role);
  return { cell, status, isChanged };
}

async function made(role: Role | null): Promise<World & { token: string | null }> {
  const me = await someone(role ?? 'manager');
  const other = await someone('field');
  const { accountId, code: accountCode } = await account(test.db);
  const storeCode = randomUUID();
  await test.db
    .insertInto('store')
    .values({ account_id: accountId, code: storeCode, name: 'Store', city: null, format: null })
    .execute();
  const { code: competitor } = await product(test.db, false);
  const [fundCode, otherFundCode] = [`fund-${randomUUID()}`, `fund-${randomUUID()}`];
  await fund(test.db, 100_000, { code: otherFundCode });
  const fundId = await fund(test.db, 100_000, { code: fundCode });
  const put = await bookMovement(test.db, deposit(fundId, 1000));
  const plan = async (startsOn: string, endsOn: string) => {
    const planned = await planPromotion(
      test.db,
      {
        accountCode,
        fundCode,
        name: 'Planned',
        tactic: 'display',
        startsOn: day(startsOn),
        endsOn: day(endsOn),
        amountMinor: 10_000,
        reason: '',
        advice: null,
        productCodes: []
      },
      { personId: me.id, today: day('2026-06-01') },
      randomUUID()
    );
    return planned.ok ? planned.code : '';
  };
  const draft = randomUUID();
  const { promotion_id } = await test.db
    .insertInto('promotion')
    .values({
      account_id: accountId,
      fund_id: fundId,
      code: draft,
      name: 'Draft',
      tactic: 'display',
      starts_on: day('2026-08-03'),
      ends_on: day('2026-08-16'),
      planned_minor: 10_000,
      created_on: day('2026-06-01')
    })
    .returning('promotion_id')
    .executeTakeFirstOrThrow();
  await test.db
    .insertInto('balance')
    .values((['committed', 'spent'] as const).map((kind) => ({ kind, fund_id: null, promotion_id })))
    .execute();
  const claim = await enterClaim(
    test.db,
    {
      accountCode,
      reference: randomUUID(),
      kind: 'invoice',
      amountMinor: 500,
      issuedOn: day('2026-06-02'),
      receivedOn: day('2026-06-02'),
      note: ''
    },
    other.id,
    randomUUID()
  );
  const claimId = claim.ok ? claim.claimId : 0;
  await test.db
    .transaction()
    .execute((tx) =>
      attachFiles(tx, claimId, [{ name: 'bill.pdf', type: 'application/pdf', content: PDF() }], other.id)
    );
  const [paper] = await readAttachments(test.db, claimId);
  return {
    me,
    other,
    claim: claimId,
    paper: paper?.attachmentId ?? -1,
    accountCode,
    storeCode,
    competitor,
    fundCode,
    otherFundCode,
    deposit: put.ok ? put.movementId : -1,
    draft,
    running: await plan('2026-06-08', '2026-06-21'),
    upcoming: await plan('2026-07-06', '2026-07-19'),
    token: role ? await openSession(test.db, me.id, null) : null
  };
}

async function someone(role: Role, isDemo = false): Promise<{ id: number; email: string }> {
  const email = `${randomUUID()}@example.com`;
  const { person_id } = await test.db
    .insertInto('person')
    .values({ name: 'Somebody', email, role, password_hash: passwordHash, is_demo: isDemo })
    .returning('person_id')
    .executeTakeFirstOrThrow();
  return { id: person_id, email };
}

async function movementOf(kind: 'deposit' | 'commit', fundCode: string): Promise<number> {
  const { rows } = await sql<{ movement_id: number }>`
    select m.movement_id from movement m join balance b on b.balance_id in (m.from_balance_id, m.to_balance_id)
    join fund f using (fund_id) where f.code = ${fundCode} and m.kind = ${kind} limit 1`.execute(test.db);
  return rows[0]!.movement_id;
}

let everything: RawBuilder<{ sum: string }> | undefined;

/** Every row of every table. */
async function checksum(): Promise<string> {
  if (!everything) {
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'kysely%' order by 1`.execute(
      test.db
    );
    const parts = rows.map(
      ({ name }) =>
        sql`(select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from ${sql.table(name)} t)`
    );
    everything = sql<{ sum: string }>`select concat_ws(',', ${sql.join(parts)}) as sum`;
  }
  return (await everything.execute(test.db)).rows[0]!.sum;
}
