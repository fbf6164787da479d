export const ROLES = ['manager', 'field', 'finance', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export const LANGUAGES = ['en', 'zh-Hans', 'zh-Hant'] as const;
export type Language = (typeof LANGUAGES)[number];

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Somebody who is signed in. Nothing here is secret: it goes to the person's own pages. */
export interface Person {
  personId: number;
  name: string;
  email: string;
  role: Role;
  language: Language | null;
  /** Null follows the system. */
  theme: Theme | null;
  isDemo: boolean;
}

/** Where each role starts its day. */
export const HOME: Record<Role, string> = {
  manager: '/timeline',
  admin: '/timeline',
  finance: '/review',
  field: '/field'
};
