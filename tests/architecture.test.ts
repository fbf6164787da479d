import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { breaches, RANKS, SHAPES, type Source } from './import-rule';

const tracked = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', 'src', 'migrations'],
  { encoding: 'utf8' }
)
  .split('\n')
  .filter((path) => /\.(ts|svelte)$/.test(path) && !/\.test\.ts$/.test(path));
const read = (path: string): Source[] => {
  try {
    return [{ path, text: readFileSync(path, 'utf8') }];
  } catch {
    // Deleted and not yet committed.
    return [];
  }
};

describe('the import rule', () => {
  it('holds for every file of the project', () => {
    const sources = tracked.flatMap(read);
    expect(sources.length).toBeGreaterThan(20);
    expect(breaches(sources)).toEqual([]);
  });

  it('names every slice that there is, and no other', () => {
    const slices = new Set(tracked.flatMap((path) => /^src\/lib\/([^/]+)\//.exec(path)?.[1] ?? []));
    expect([...RANKS.flat(), ...SHAPES, 'db'].sort()).toEqual([...slices].sort());
  });

  it.each<[string, string, string, RegExp]>([
    ['a rule that queries', 'src/lib/windows/a.ts', "import { sql } from 'kysely';", /imports kysely/],
    [
      'a rule that reads through a server file',
      'src/lib/windows/a.ts',
      "import { x } from './b.server';",
      /\(server\)/
    ],
    [
      'a lower slice that needs a higher one',
      'src/lib/funds/a.ts',
      "import { x } from '$lib/windows/b';",
      /does not rank below/
    ],
    [
      'two slices of one rank',
      'src/lib/field/a.ts',
      "import { x } from '$lib/promotions/b';",
      /does not rank below/
    ],
    [
      'a picture that knows the business',
      'src/lib/timeline/a.ts',
      "import { x } from '$lib/funds/b';",
      /knows shapes/
    ],
    [
      'a component with D3',
      'src/lib/timeline/A.svelte',
      '<script lang="ts">import { scaleUtc } from \'d3\';</script>',
      /imports d3/
    ],
    [
      'a component with a query',
      'src/lib/funds/A.svelte',
      "<script>import { x } from './b.server';</script>",
      /\(server\)/
    ],
    [
      'D3 that owns the DOM',
      'src/lib/charts/a.layout.ts',
      "import { select } from 'd3';",
      /D3 computes, Svelte draws/
    ],
    ['all of D3', 'src/lib/charts/a.layout.ts', "import * as d3 from 'd3';", /Name the functions/],
    ['a rule with a clock', 'src/lib/funds/a.ts', 'export const now = () => new Date();', /uses new Date/],
    ['a rule with chance', 'src/lib/funds/a.ts', 'export const x = Math.random();', /uses Math.random/],
    [
      'a clock without parentheses',
      'src/lib/funds/a.ts',
      'export const now = new Date;',
      /uses new Date\(\)\. A rule gives the same answer.*pass the day/
    ],
    ['a clock as text', 'src/lib/funds/a.ts', 'export const now = Date();', /uses Date\(\)\..*pass the day/],
    [
      'a clock behind an address on one line',
      'src/lib/funds/a.ts',
      "export const x = ['http://a', Date.now()];",
      /uses Date\.now\(\)/
    ],
    [
      'a component with a clock in its script',
      'src/lib/funds/A.svelte',
      '<script lang="ts">const now: Date = new Date();</script>',
      /uses new Date\(\)\. The server and the browser would draw two things.*page's data/
    ],
    [
      'a component with a clock in its markup',
      'src/lib/funds/A.svelte',
      '<p title={`${new Date()}`}></p>',
      /uses new Date/
    ],
    [
      'a state class with a clock',
      'src/lib/timeline/a.svelte.ts',
      'export class A { at = $state(Date.now()); }',
      /uses Date\.now.*page's data/
    ],
    [
      'a rule with a setting',
      'src/lib/funds/a.ts',
      'export const x = process.env.X;',
      /uses process\.env\..*passed in/
    ],
    [
      'a component that asks the network',
      'src/lib/funds/A.svelte',
      "<button onclick={() => fetch('/x')}>×</button>",
      /uses fetch\(\)\. Only a \.browser\.ts file/
    ],
    [
      'a rule that asks the network',
      'src/lib/funds/a.ts',
      "export const x = () => globalThis.fetch('/x');",
      /uses fetch\(\)/
    ],
    [
      'money that knows the picture',
      'src/lib/money/a.ts',
      "import type { LeftLane } from '$lib/timeline/timeline';",
      /"timeline" draws, and "money" does not: return plain data/
    ],
    [
      'a slice that fills no picture and takes its shapes',
      'src/lib/funds/a.ts',
      "import type { LeftLane } from '$lib/timeline/timeline';",
      /FROM_SHAPES/
    ],
    [
      'windows taking more of the picture than its shapes',
      'src/lib/windows/a.ts',
      "import { x } from '$lib/timeline/range';",
      /FROM_SHAPES/
    ],
    [
      'a chart that knows the picture',
      'src/lib/charts/a.ts',
      "import { x } from '$lib/timeline/timeline';",
      /does not rank below "charts"/
    ],
    ['a file of no slice', 'src/lib/day.ts', '', /belongs to no slice\. Put it into the folder/],
    [
      'code that leans on its tests',
      'src/lib/funds/a.server.ts',
      "import { x } from '../../../tests/factories/fund';",
      /imports tests\/factories\/fund\.ts\. What runs does not lean on its tests: move/
    ],
    [
      'a slice that calls a door',
      'src/lib/funds/A.svelte',
      "<script>import X from '../../routes/Frame.svelte';</script>",
      /A door calls the house/
    ],
    [
      'a route with a query',
      'src/routes/(desk)/a/+page.server.ts',
      "import { sql } from 'kysely';",
      /imports kysely\..*A query stands in a \.server\.ts/
    ],
    ['all of D3 by its default', 'src/lib/charts/a.layout.ts', "import d3 from 'd3';", /Name the functions/],
    [
      'all of D3, later',
      'src/lib/charts/a.layout.ts',
      "export const x = import('d3');",
      /Name the functions/
    ],
    ['all of D3, passed on', 'src/lib/charts/a.layout.ts', 'export * from "d3";', /Name the functions/],
    [
      'D3 in double quotes that owns the DOM',
      'src/lib/charts/a.layout.ts',
      'import { select as pick } from "d3";',
      /imports select from d3\. D3 computes, Svelte draws/
    ],
    [
      'a migration that imports the code',
      'migrations/0099_x.ts',
      "import { day } from '../src/lib/calendar/day';",
      /migration is frozen/
    ],
    ['a query that draws', 'src/lib/funds/a.server.ts', "import { scaleUtc } from 'd3';", /imports d3/],
    ['a name that says nothing', 'src/lib/funds/utils.ts', '', /says nothing/],
    ['a slice without a rank', 'src/lib/novel/a.ts', "import { x } from '$lib/money/money';", /has no rank/],
    ['a file with two subjects', 'src/lib/funds/a.ts', '\n'.repeat(400), /two subjects/]
  ])('refuses %s, and says why', (_, path, text, reason) => {
    expect(breaches([{ path, text }]).join('\n')).toMatch(reason);
  });

  it.each<[string, string, string]>([
    ['a rule on a lower slice', 'src/lib/windows/a.ts', "import { x } from '$lib/funds/b';"],
    [
      'a query on the database',
      'src/lib/funds/a.server.ts',
      "import { sql } from 'kysely'; import { type Db } from '$lib/db/connect.server';"
    ],
    [
      'a layout with D3',
      'src/lib/timeline/a.layout.ts',
      "import { scaleUtc } from 'd3'; import { toUtc } from '$lib/calendar/day';"
    ],
    [
      'a sentence in three languages',
      'src/lib/windows/a.text.ts',
      "import * as m from '$lib/paraglide/messages';"
    ],
    [
      'the shapes of the picture where they are filled',
      'src/lib/windows/a.ts',
      "import type { LeftLane } from '$lib/timeline/timeline'; import { viewHref } from '$lib/timeline/view';"
    ],
    [
      'an instant that is given, and a clock in a comment or a text',
      'src/lib/funds/a.ts',
      "// Date.now()\nexport const x = (ms: number) => [new Date(ms), 'new Date()', Date.UTC(2026, 0)];"
    ],
    [
      'a route',
      'src/routes/(desk)/funds/+page.server.ts',
      "import { readFunds } from '$lib/funds/fund.server'; import { error } from '@sveltejs/kit';"
    ]
  ])('allows %s', (_, path, text) => {
    expect(breaches([{ path, text }])).toEqual([]);
  });
});
