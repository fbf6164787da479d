import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Action, decideAccess, may, mayOpen, rolesFor, ROUTE_RULES } from './permission';
import { HOME, ROLES, type Role } from './person';

const ROUTES = path.resolve(import.meta.dirname, '../../routes');

/** Every folder that answers a request, as SvelteKit names it. */
function routeIds(folder = ROUTES): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  const answers = entries.some(({ name }) => /^\+(page|server)\b/.test(name));
  return [
    ...(answers ? [`/${path.relative(ROUTES, folder)}`] : []),
    ...entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => routeIds(path.join(folder, name)))
  ];
}

const verdict = (routeId: string, method: string, role: Role | null) => {
  const answer = decideAccess(routeId, method, role);
  return typeof answer === 'string' ? answer : 'deny';
};

/**
 * Who gets in, written down by hand and not read from the rules: whoever loosens a rule has to say so here too.
 * M manager, S field staff, F finance, A administrator, n nobody signed in; a dot where the door stays closed.
 */
const MATRIX: [string, { read: string; write: string }][] = [
  ['/', { read: 'MSFAn', write: '.....' }],
  ['/(public)/sign-in', { read: 'MSFAn', write: 'MSFAn' }],
  ['/(public)/sign-out', { read: '.....', write: 'MSFAn' }],
  ['/(public)/setup', { read: 'MSFAn', write: 'MSFAn' }],
  ['/(public)/health', { read: 'MSFAn', write: '.....' }],
  ['/(public)/refused', { read: 'MSFAn', write: '.....' }],
  ['/(public)/preferences', { read: '.....', write: 'MSFAn' }],
  ['/(desk)/timeline', { read: 'M.FA.', write: '.....' }],
  ['/(desk)/timeline/sightings', { read: 'M.FA.', write: '.....' }],
  ['/(desk)/funds', { read: 'M.FA.', write: 'M.FA.' }],
  ['/(desk)/funds/[fund]', { read: 'M.FA.', write: 'M.FA.' }],
  ['/(desk)/promotion-calendar', { read: 'M.FA.', write: '.....' }],
  ['/(desk)/promotions', { read: 'M.FA.', write: '.....' }],
  ['/(desk)/promotions/new', { read: 'M..A.', write: 'M..A.' }],
  ['/(desk)/promotions/[promotion]', { read: 'M.FA.', write: 'M.FA.' }],
  ['/(desk)/review', { read: 'M.FA.', write: '.....' }],
  ['/(desk)/review/export.csv', { read: 'M.FA.', write: '.....' }],
  ['/(desk)/funds/[fund]/export.csv', { read: 'M.FA.', write: '.....' }],
  ['/(desk)/reserve', { read: 'M.FA.', write: '..FA.' }],
  ['/(desk)/period-close', { read: 'M.FA.', write: '..FA.' }],
  ['/(desk)/claims', { read: 'M.FA.', write: '.....' }],
  ['/(desk)/claims/new', { read: 'M.FA.', write: 'M.FA.' }],
  ['/(desk)/claims/import', { read: 'M.FA.', write: 'M.FA.' }],
  ['/(desk)/claims/export.csv', { read: 'M.FA.', write: '.....' }],
  ['/(desk)/claims/[claim]', { read: 'M.FA.', write: 'M.FA.' }],
  ['/(desk)/claims/[claim]/attachments/[attachment]', { read: 'M.FA.', write: '.....' }],
  ['/(desk)/approvals', { read: 'M.FA.', write: 'M.FA.' }],
  ['/(desk)/settings/limits', { read: '...A.', write: '...A.' }],
  ['/(desk)/settings', { read: 'MSFA.', write: 'MSFA.' }],
  ['/(desk)/settings/people', { read: '...A.', write: '...A.' }],
  ['/(field)/field', { read: 'MS.A.', write: 'MS.A.' }]
];
const WHO: [string, Role | null][] = [
  ['M', 'manager'],
  ['S', 'field'],
  ['F', 'finance'],
  ['A', 'admin'],
  ['n', null]
];
const admitted = (routeId: string, method: string) =>
  WHO.map(([letter, role]) => (decideAccess(routeId, method, role) === 'allow' ? letter : '.')).join('');

/** By action, so that a new one does not compile until it stands here. */
const TAKERS: Record<Action, Role[]> = {
  'promotion.plan': ['manager', 'admin'],
  'promotion.change': ['manager', 'admin'],
  'promotion.cancel': ['manager', 'admin'],
  'promotion.settle': ['finance', 'admin'],
  'claim.pay': ['finance', 'admin'],
  'period.close': ['finance', 'admin'],
  'reserve.rule': ['finance', 'admin'],
  'fund.terms': ['finance', 'admin']
};

describe('who may open what', () => {
  it('is written down for every route', () => {
    expect(MATRIX.map(([routeId]) => routeId).sort()).toEqual(routeIds().sort());
  });

  it.each(MATRIX)('%s lets in those who are written down, and nobody else', (routeId, { read, write }) => {
    for (const method of ['GET', 'HEAD']) expect(admitted(routeId, method), method).toBe(read);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])
      expect(admitted(routeId, method), method).toBe(write);
  });

  it('asks only those to sign in whom it could help', () => {
    for (const [routeId, { read }] of MATRIX) {
      const stranger = read.endsWith('n') ? 'allow' : read === '.....' ? 'deny' : 'sign-in';
      expect(verdict(routeId, 'GET', null), routeId).toBe(stranger);
    }
  });

  it('has a rule for every route, and for no route that is not there', () => {
    expect(Object.keys(ROUTE_RULES).sort()).toEqual(routeIds().sort());
  });

  it('closes a route without a rule to everybody', () => {
    for (const role of [null, ...ROLES]) expect(verdict('/(desk)/secret', 'GET', role)).toBe('deny');
  });

  it('keeps a field person out of the money', () => {
    for (const routeId of ['/(desk)/funds', '/(desk)/timeline', '/(desk)/promotions', '/(desk)/review'])
      expect(decideAccess(routeId, 'GET', 'field')).toEqual({ deny: ['manager', 'finance', 'admin'] });
  });

  it('lets only an administrator see who may sign in', () => {
    expect(ROLES.filter((role) => mayOpen('/(desk)/settings/people', role))).toEqual(['admin']);
  });

  it.each(Object.entries(TAKERS) as [Action, Role[]][])(
    '%s is for those who are written down, and nobody else',
    (action, roles) => {
      expect(ROLES.filter((role) => may(role, action))).toEqual(roles);
      expect([...rolesFor(action)].sort()).toEqual([...roles].sort());
    }
  );

  it('lets nobody but an administrator both plan and settle', () => {
    expect(ROLES.filter((role) => may(role, 'promotion.plan') && may(role, 'promotion.settle'))).toEqual([
      'admin'
    ]);
  });

  it('sends each role home to a page that it may open', () => {
    for (const role of ROLES) {
      const routeId = Object.keys(ROUTE_RULES).find((id) => id.replace(/\/\([a-z]+\)/g, '') === HOME[role]);
      expect(mayOpen(routeId!, role), role).toBe(true);
    }
  });
});

it('a name that every object has is no route', () => {
  for (const id of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])
    for (const role of [null, ...ROLES]) expect(decideAccess(id, 'GET', role)).toEqual({ deny: [] });
});
