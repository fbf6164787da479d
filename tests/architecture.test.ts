import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { breaches, type Source } from './import-rule';

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
      'a route',
      'src/routes/(desk)/funds/+page.server.ts',
      "import { readFunds } from '$lib/funds/fund.server'; import { error } from '@sveltejs/kit';"
    ]
  ])('allows %s', (_, path, text) => {
    expect(breaches([{ path, text }])).toEqual([]);
  });
});
