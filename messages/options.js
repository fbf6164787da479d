/** How the catalogues are compiled; for the build and for the command that readies a checkout. */
export const catalogues = {
  project: './project.inlang',
  outdir: './src/lib/paraglide',
  /** @type {['cookie', 'preferredLanguage', 'baseLocale']} */
  strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
  cookieName: 'language'
};
