import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { decideAccess, may, mayOpen, ROUTE_RULES } from './permission';
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

describe('who may open what', () => {
  it('has a rule for every route, and for no route that is not there', () => {
    expect(Object.keys(ROUTE_RULES).sort()).toEqual(routeIds().sort());
  });

  it('closes a route without a rule to everybody', () => {
    for (const role of [null, ...ROLES]) expect(verdict('/(desk)/secret', 'GET', role)).toBe('deny');
  });

  it.each(Object.entries(ROUTE_RULES))('%s answers each role by its rule', (routeId, rule) => {
    for (const [audience, methods] of [
      [rule.read, ['GET', 'HEAD']],
      [rule.write, ['POST', 'PUT', 'PATCH', 'DELETE']]
    ] as const)
      for (const method of methods) {
        for (const role of ROLES) {
          const isIn = audience === 'public' || audience === 'everyone' || audience.includes(role);
          expect(verdict(routeId, method, role), `${role} ${method}`).toBe(isIn ? 'allow' : 'deny');
        }
        const stranger = audience === 'public' ? 'allow' : audience.length === 0 ? 'deny' : 'sign-in';
        expect(verdict(routeId, method, null), `nobody ${method}`).toBe(stranger);
      }
  });

  it('keeps a field person out of the money', () => {
    for (const routeId of ['/(desk)/funds', '/(desk)/timeline', '/(desk)/promotions', '/(desk)/review'])
      expect(decideAccess(routeId, 'GET', 'field')).toEqual({ deny: ['manager', 'finance', 'admin'] });
  });

  it('lets only an administrator see who may sign in', () => {
    expect(ROLES.filter((role) => mayOpen('/(desk)/settings/people', role))).toEqual(['admin']);
  });

  it('lets who plans not settle, and who settles not plan', () => {
    expect(ROLES.filter((role) => may(role, 'promotion.plan'))).toEqual(['manager', 'admin']);
    expect(ROLES.filter((role) => may(role, 'promotion.cancel'))).toEqual(['manager', 'admin']);
    expect(ROLES.filter((role) => may(role, 'promotion.settle'))).toEqual(['finance', 'admin']);
  });

  it('sends each role home to a page that it may open', () => {
    for (const role of ROLES) {
      const routeId = Object.keys(ROUTE_RULES).find((id) => id.replace(/\/\([a-z]+\)/g, '') === HOME[role]);
      expect(mayOpen(routeId!, role), role).toBe(true);
    }
  });
});
