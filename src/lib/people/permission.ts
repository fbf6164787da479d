import type { Role } from './person';

/** Anybody, signed in or not; a list of roles; or every role. */
type Audience = 'public' | 'everyone' | readonly Role[];

interface Rule {
  read: Audience;
  /** Who may send anything but GET; where one action is for fewer, it asks `may` itself. */
  write: Audience;
}

const DESK: readonly Role[] = ['manager', 'finance', 'admin'];
const FIELD: readonly Role[] = ['field', 'manager', 'admin'];
const NOBODY: readonly Role[] = [];

/**
 * The one list of who may open what, by SvelteKit's route id. A route that is not listed is closed to everybody,
 * and a test fails until it is listed.
 */
export const ROUTE_RULES: Readonly<Record<string, Rule>> = {
  '/': { read: 'public', write: NOBODY },
  '/(public)/sign-in': { read: 'public', write: 'public' },
  '/(public)/sign-out': { read: NOBODY, write: 'public' },
  '/(public)/setup': { read: 'public', write: 'public' },
  '/(public)/health': { read: 'public', write: NOBODY },
  '/(public)/refused': { read: 'public', write: NOBODY },
  '/(public)/preferences': { read: NOBODY, write: 'public' },
  '/(desk)/timeline': { read: DESK, write: NOBODY },
  '/(desk)/timeline/sightings': { read: DESK, write: NOBODY },
  '/(desk)/funds': { read: DESK, write: DESK },
  '/(desk)/funds/[fund]': { read: DESK, write: DESK },
  '/(desk)/funds/[fund]/export.csv': { read: DESK, write: NOBODY },
  '/(desk)/reserve': { read: DESK, write: ['finance', 'admin'] },
  '/(desk)/period-close': { read: DESK, write: ['finance', 'admin'] },
  '/(desk)/promotion-calendar': { read: DESK, write: NOBODY },
  '/(desk)/promotions': { read: DESK, write: NOBODY },
  '/(desk)/promotions/new': { read: ['manager', 'admin'], write: ['manager', 'admin'] },
  '/(desk)/promotions/[promotion]': { read: DESK, write: DESK },
  '/(desk)/approvals': { read: DESK, write: DESK },
  '/(desk)/claims': { read: DESK, write: NOBODY },
  '/(desk)/claims/new': { read: DESK, write: DESK },
  '/(desk)/claims/import': { read: DESK, write: DESK },
  '/(desk)/claims/export.csv': { read: DESK, write: NOBODY },
  '/(desk)/claims/[claim]': { read: DESK, write: DESK },
  '/(desk)/claims/[claim]/attachments/[attachment]': { read: DESK, write: NOBODY },
  '/(desk)/review': { read: DESK, write: NOBODY },
  '/(desk)/review/export.csv': { read: DESK, write: NOBODY },
  '/(desk)/settings': { read: 'everyone', write: 'everyone' },
  '/(desk)/settings/limits': { read: ['admin'], write: ['admin'] },
  '/(desk)/settings/people': { read: ['admin'], write: ['admin'] },
  '/(field)/field': { read: FIELD, write: FIELD }
};

/** Actions that fewer may take than may send to their route. */
const ACTIONS = {
  'promotion.plan': ['manager', 'admin'],
  'promotion.change': ['manager', 'admin'],
  'promotion.cancel': ['manager', 'admin'],
  'promotion.settle': ['finance', 'admin'],
  'claim.pay': ['finance', 'admin'],
  'period.close': ['finance', 'admin'],
  'reserve.rule': ['finance', 'admin'],
  'fund.terms': ['finance', 'admin']
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof ACTIONS;

/** Whether a role may take an action on its route. */
export function may(role: Role, action: Action): boolean {
  return (ACTIONS[action] as readonly Role[]).includes(role);
}

/** Roles that may take an action, for the sentence that says who can help. */
export function rolesFor(action: Action): readonly Role[] {
  return ACTIONS[action];
}

export type Verdict = 'allow' | 'sign-in' | { deny: readonly Role[] };

/**
 * Whether somebody may make a request.
 *
 * @param routeId SvelteKit's id of the route
 * @param method the HTTP method
 * @param role null for somebody who is not signed in
 * @returns `sign-in` where a role might be enough; the roles that may where this one is not
 */
export function decideAccess(routeId: string, method: string, role: Role | null): Verdict {
  // Every object has a `constructor`, and it is no rule.
  const rule = Object.hasOwn(ROUTE_RULES, routeId) ? ROUTE_RULES[routeId] : undefined;
  if (!rule) return { deny: NOBODY };
  const audience = method === 'GET' || method === 'HEAD' ? rule.read : rule.write;
  if (audience === 'public') return 'allow';
  if (audience.length === 0) return { deny: NOBODY };
  if (role === null) return 'sign-in';
  if (audience === 'everyone' || audience.includes(role)) return 'allow';
  return { deny: audience };
}

/** Whether a role may open a page: what a menu shows. */
export function mayOpen(routeId: string, role: Role): boolean {
  return decideAccess(routeId, 'GET', role) === 'allow';
}
