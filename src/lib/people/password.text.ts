import * as m from '$lib/paraglide/messages';

/** What is wrong with a password, by the code of its fault. */
export function passwordFaultText(code: string): string {
  if (code === 'too-short') return m.people_password_too_short();
  if (code === 'too-long') return m.people_password_too_long();
  if (code === 'contains-name') return m.people_password_contains_name();
  return m.people_password_well_known();
}
