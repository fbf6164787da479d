import { factsOf, type SourceFacts } from './source-facts';

/** One source file: its path from the repository's root, with forward slashes, and its text. */
export interface Source {
  path: string;
  text: string;
}

/**
 * Slices by rank: a slice may import slices of a lower rank, never of its own or a higher one.
 * `db` is not listed: any `.server.ts` may use it.
 */
export const RANKS: string[][] = [
  ['text'],
  ['money', 'calendar'],
  ['accounts', 'products', 'people', 'files'],
  ['funds'],
  ['promotions', 'field'],
  ['competitors', 'sell-through', 'claims'],
  ['windows'],
  ['review'],
  ['exchange', 'demo']
];
/** What even shapes may import: text, integers and days. */
const GROUND = RANKS.slice(0, 2).flat();
/** What draws knows shapes, not the business; each may import those before it. */
export const SHAPES = ['ui', 'sheet', 'charts', 'timeline'];
/** What a slice of the business may take from those that draw: shapes to fill, an address, the order of a table. */
const FROM_SHAPES: Record<string, string[]> = {
  windows: ['src/lib/timeline/timeline.ts', 'src/lib/timeline/view.ts', 'src/lib/timeline/comparison.ts'],
  funds: ['src/lib/ui/sort.ts'],
  promotions: ['src/lib/ui/sort.ts'],
  claims: ['src/lib/ui/sort.ts'],
  review: ['src/lib/ui/sort.ts']
};
/** Files that may ask a clock, chance or the network where their kind may not, and why. */
const EXEMPT: Record<string, { uses: string | string[]; because: string }> = {
  'src/lib/ui/key.ts': {
    uses: 'crypto.getRandomValues()',
    because: 'an idempotency key has to be unlike any other'
  },
  'src/routes/(desk)/timeline/+page.svelte': {
    uses: 'fetch()',
    because: 'a dragged bar sends a form that is not on the page'
  },
  'src/routes/(field)/field/Drafts.svelte': {
    uses: 'Date.now()',
    because: 'how long ago a report was begun on this phone is not in the page'
  },
  'src/routes/(field)/field/LogForm.svelte': {
    uses: ['Date.now()', 'new Date()'],
    because: 'a report that is begun without a network keeps the phone’s own day and time'
  }
};

type Kind =
  'plain' | 'input' | 'tables' | 'server' | 'browser' | 'layout' | 'text' | 'state' | 'component' | 'door';

/** What each kind of file may import from the project, and which packages. */
const MAY: Record<Kind, { files: Kind[]; packages: RegExp; wayOut: string }> = {
  plain: {
    files: ['plain'],
    packages: /^$/,
    wayOut:
      'A rule decides on plain data. Pass in what it needs, or move the part that reads or draws to a file with the suffix that says so.'
  },
  input: {
    files: ['plain', 'input'],
    packages: /^zod$/,
    wayOut: 'An input file turns untrusted data into domain types, with Zod and nothing else.'
  },
  tables: { files: ['plain', 'tables'], packages: /^kysely$/, wayOut: 'A tables file holds types only.' },
  server: {
    files: ['plain', 'input', 'tables', 'server', 'text'],
    packages: /^(?!svelte|d3|\$app)/,
    wayOut: 'SQL and files belong here, drawing does not. Return domain types and let a component draw.'
  },
  browser: {
    files: ['plain', 'input', 'browser'],
    packages: /^(idb|d3)$/,
    wayOut: 'Browser storage, the clipboard and fetch only; decide in a plain file.'
  },
  layout: {
    files: ['plain', 'layout'],
    packages: /^d3$/,
    wayOut: 'Geometry is numbers and paths out of plain data. Pass text and figures in.'
  },
  text: {
    files: ['plain', 'text'],
    packages: /^\$lib\/paraglide\//,
    wayOut: 'A text file turns domain values into sentences and nothing else.'
  },
  state: {
    files: ['plain', 'layout', 'state', 'text', 'browser'],
    packages: /^(svelte|\$app)\b|^\$lib\/paraglide\//,
    wayOut:
      'A state class holds what the reader is doing; decisions and geometry stand in plain and layout files.'
  },
  component: {
    files: ['plain', 'input', 'browser', 'layout', 'text', 'state', 'component'],
    packages: /^(svelte|\$app|@lucide\/svelte)\b|^\$lib\/paraglide\/|^\.\/\$types$/,
    wayOut:
      'D3 computes in a .layout.ts file and a query runs in a .server.ts file; a component draws what it is given.'
  },
  door: {
    files: ['plain', 'input', 'tables', 'server', 'text', 'door'],
    packages: /^(?!d3|svelte|kysely|pg$)/,
    wayOut:
      'A route checks who asks, reads the clock, calls a function and returns plain data. A query stands in a .server.ts file of its slice.'
  }
};

/** D3 that owns the DOM or its events. Svelte owns them here. */
const DOM_D3 = /^(select|selectAll|axis\w*|transition|zoom\w*|brush\w*|drag\w*|pointer\w*|timer\w*)$/;
const NAMELESS = /(^|\/)(utils?|helpers?|common|misc|service|manager|other)(\.|\/)/;
/** Longer than this a file most likely has two subjects. */
const MOST_LINES = 320;

/**
 * Every breach of the house's import rule in `sources`, as sentences that name the file, the reason and the way out.
 *
 * @param sources files below `src/` and `migrations/`; tests beside them are left out by the caller
 */
export function breaches(sources: Source[]): string[] {
  return sources.flatMap((source) => {
    const facts = factsOf(source.path, source.text);
    return [...importBreaches(source, facts), ...worldBreaches(source, facts), ...shapeBreaches(source)];
  });
}

function importBreaches({ path }: Source, { modules, d3Names }: SourceFacts): string[] {
  const found: string[] = [];
  const from = place(path);
  for (const specifier of modules) {
    const target = resolve(path, specifier);
    if (path.startsWith('migrations/')) {
      if (specifier !== 'kysely') {
        found.push(
          `${path} imports ${specifier}. A migration is frozen: it must do the same in ten years, so it imports kysely alone. Write what it needs into it.`
        );
      }
      continue;
    }
    if (target?.startsWith('tests/') || (target && /\.test\.ts$/.test(target))) {
      found.push(
        `${path} imports ${target}. What runs does not lean on its tests: move what both need to a file beside its slice.`
      );
      continue;
    }
    if (path.startsWith('src/lib/') && target?.startsWith('src/routes/')) {
      found.push(`${path} imports ${target}. A door calls the house, never the other way: pass it in.`);
      continue;
    }
    if (!from) continue;
    const rule = MAY[from.kind];
    if (!target) {
      if (specifier.startsWith('.') || specifier.startsWith('$lib/paraglide')) {
        if (specifier.includes('paraglide') && !rule.packages.test(specifier)) {
          found.push(`${path} (${from.kind}) imports ${specifier}. ${rule.wayOut}`);
        }
        continue;
      }
      // D3's distributions are pure given a seed, and better than ours would be.
      if (path === 'src/lib/demo/random.ts' && specifier === 'd3') continue;
      if (!rule.packages.test(specifier))
        found.push(`${path} (${from.kind}) imports ${specifier}. ${rule.wayOut}`);
      continue;
    }
    const to = place(target);
    if (!to) continue;
    if (!rule.files.includes(to.kind)) {
      found.push(`${path} (${from.kind}) imports ${target} (${to.kind}). ${rule.wayOut}`);
    }
    found.push(...rankBreach(path, from.slice, target, to.slice));
  }
  for (const name of d3Names) {
    if (DOM_D3.test(name))
      found.push(
        `${path} imports ${name} from d3. D3 computes, Svelte draws: use a component over numbers from a .layout.ts file.`
      );
    if (name === '*')
      found.push(`${path} imports all of d3. Name the functions, so that the build keeps only those.`);
  }
  return found;
}

function rankBreach(path: string, from: string | null, target: string, to: string | null): string[] {
  if (!from || !to || from === to || path.endsWith('database.tables.ts')) return [];
  const wayOut = 'If a lower slice needs a higher one, the rule belongs in the higher one.';
  if (SHAPES.includes(from)) {
    if (GROUND.includes(to) || (SHAPES.includes(to) && SHAPES.indexOf(to) < SHAPES.indexOf(from))) return [];
    if (SHAPES.includes(to))
      return [`${path} imports ${target}: "${to}" does not rank below "${from}". ${wayOut}`];
    return [`${path} imports ${target}. "${from}" knows shapes, not the business: pass plain data in.`];
  }
  if (SHAPES.includes(to)) {
    if (FROM_SHAPES[from]?.includes(target)) return [];
    return [
      `${path} imports ${target}. "${to}" draws, and "${from}" does not: return plain data and let a route hand it over. What a slice may take is listed in FROM_SHAPES in tests/import-rule.ts.`
    ];
  }
  if (to === 'db') return [];
  if (from === 'db') return [`${path} imports ${target}. "db" connects and migrates; it knows no slice.`];
  const [a, b] = [rankOf(from), rankOf(to)];
  if (a < 0)
    return [
      `${path} lies in the slice "${from}", which has no rank. Add it to RANKS in tests/import-rule.ts.`
    ];
  if (b < 0 || b >= a) return [`${path} imports ${target}: "${to}" does not rank below "${from}". ${wayOut}`];
  return [];
}

const rankOf = (slice: string) => RANKS.findIndex((slices) => slices.includes(slice));

function worldBreaches({ path }: Source, { clocks, reaches }: SourceFacts): string[] {
  const kind = place(path)?.kind;
  if (!kind || kind === 'server' || kind === 'door') return [];
  const isBrowser = kind === 'component' || kind === 'state' || kind === 'browser';
  const touched = [...clocks, ...reaches.filter((name) => kind !== 'browser' || name !== 'fetch()')];
  return [...new Set(touched)]
    .filter((name) => ![EXEMPT[path]?.uses ?? []].flat().includes(name))
    .map((name) => {
      if (name === 'process.env')
        return `${path} uses ${name}. Settings are read in a .server.ts file, and passed in from there.`;
      if (name === 'fetch()')
        return `${path} uses ${name}. Only a .browser.ts file asks the network; call a function of one.`;
      return isBrowser
        ? `${path} uses ${name}. The server and the browser would draw two things: take the day or the id from the page's data.`
        : `${path} uses ${name}. A rule gives the same answer every time: pass the day, the number or the id in.`;
    });
}

function shapeBreaches({ path, text }: Source): string[] {
  const found: string[] = [];
  if (NAMELESS.test(path)) found.push(`${path} has a name that says nothing. Name it after its one subject.`);
  if (/^src\/lib\/[^/]+$/.test(path))
    found.push(`${path} belongs to no slice. Put it into the folder of the slice whose subject it is.`);
  const lines = text.split('\n').length;
  if (lines > MOST_LINES && path.startsWith('src/')) {
    found.push(`${path} has ${lines} lines, more than ${MOST_LINES}. It has two subjects: part them.`);
  }
  return found;
}

/** The slice and the kind of a file below `src`; null for what the rule does not speak about. */
export function place(path: string): { slice: string | null; kind: Kind } | null {
  if (!path.startsWith('src/') || path.startsWith('src/cli/') || path.startsWith('src/lib/paraglide/'))
    return null;
  if (/\.d\.ts$/.test(path)) return null;
  const slice = /^src\/lib\/([^/]+)\//.exec(path)?.[1] ?? null;
  const name = path.split('/').at(-1)!;
  if (name.endsWith('.svelte')) return { slice, kind: 'component' };
  if (path === 'src/hooks.server.ts' || /^\+.*(server)\.ts$/.test(name)) return { slice, kind: 'door' };
  if (/^\+/.test(name)) return { slice, kind: 'component' };
  const suffix = /\.(input|tables|server|browser|layout|text|svelte)\.ts$/.exec(name)?.[1];
  if (suffix === 'svelte') return { slice, kind: 'state' };
  if (suffix) return { slice, kind: suffix as Kind };
  if (!name.endsWith('.ts')) return null;
  if (path.startsWith('src/routes/')) return { slice, kind: 'door' };
  return { slice, kind: 'plain' };
}

/** The file that an import means, with its ending; null for a package or what is generated. */
function resolve(path: string, specifier: string): string | null {
  let target: string;
  if (specifier.startsWith('$lib/paraglide')) return null;
  if (specifier.startsWith('$lib/')) target = `src/lib/${specifier.slice(5)}`;
  else if (specifier.startsWith('.')) {
    if (/\$types$/.test(specifier)) return null;
    const parts = path.split('/').slice(0, -1);
    for (const part of specifier.split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '.') parts.push(part);
    }
    target = parts.join('/');
  } else return null;
  // Components are named like types; `picture.svelte` is the state class in `picture.svelte.ts`.
  if (/\/[a-z][^/]*\.svelte$/.test(target)) return `${target}.ts`;
  return /\.(svelte|ts|js|css|json)$/.test(target) && !/\.(svelte)$/.test(target)
    ? target
    : target.endsWith('.svelte')
      ? target
      : `${target}.ts`;
}
