import * as m from '$lib/paraglide/messages';
import type { Role } from './person';

export function roleName(role: Role): string {
  return {
    manager: m.people_role_manager,
    field: m.people_role_field,
    finance: m.people_role_finance,
    admin: m.people_role_admin
  }[role]();
}

/** Why a page stays closed, and who can open it. */
export function refusalText(role: Role | null, allowed: readonly Role[]): string {
  if (role === null || allowed.length === 0) return m.people_refused_nobody();
  return m.people_refused({
    role: roleName(role),
    allowed: allowed.map(roleName).join(m.people_list_separator())
  });
}
