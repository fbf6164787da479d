import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';

const ROOT = path.resolve(import.meta.dirname, '../..');
const RESULTS = path.join(ROOT, 'test-results');
const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'
];

const total = { passed: 0, failed: 0 };
process.chdir(ROOT);
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

check('format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']);
check('lint', ['node_modules/eslint/bin/eslint.js', '.']);
check('nothing unused', ['node_modules/knip/bin/knip.js', '--no-progress']);
check('generated types', ['node_modules/@sveltejs/kit/svelte-kit.js', 'sync']);
check('types', [
  'node_modules/svelte-check/bin/svelte-check',
  '--tsconfig',
  './tsconfig.json',
  '--fail-on-warnings',
  '--output',
  'human'
]);
suite(
  'unit and database tests',
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    '--outputFile.json=test-results/vitest.json'
  ],
  vitestCounts
);
check('build', ['src/cli/prepare.js', 'start']);
check('money under faults, the short form of test:faults', [
  '--import',
  'tsx',
  'tests/faults/run.ts',
  '--attempts',
  '1500',
  '--kills',
  '3',
  '--power-cuts',
  '2',
  '--sequences',
  '200',
  '--rounds',
  '10',
  '--bank-seconds',
  '12',
  '--kill-seconds',
  '3'
]);
const browser = findBrowser();
if (browser) {
  suite('end-to-end tests', ['node_modules/@playwright/test/cli.js', 'test'], playwrightCounts, {
    CHROMIUM_PATH: browser
  });
} else {
  console.error(
    'No Chromium was found. Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH to it.'
  );
  total.failed++;
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

/** A check that has one answer. */
function check(name: string, args: string[]): void {
  const isRight = run(name, args) === 0;
  total[isRight ? 'passed' : 'failed']++;
  console.log(`${isRight ? 'holds ' : 'BROKEN'}  ${name}`);
}

/** A runner that counts its own tests; one that ends badly without a failed test has failed as a whole. */
function suite(
  name: string,
  args: string[],
  counts: () => { passed: number; failed: number } | null,
  env: Record<string, string> = {}
): void {
  const status = run(name, args, env);
  const counted = counts() ?? { passed: 0, failed: 0 };
  total.passed += counted.passed;
  total.failed += counted.failed;
  if ((status !== 0 && counted.failed === 0) || counted.passed + counted.failed === 0) {
    console.error(`The ${name} did not run to their end.`);
    total.failed++;
  }
}

function run(name: string, args: string[], env: Record<string, string> = {}): number | null {
  console.log(`\n— ${name}`);
  return spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } })
    .status;
}

function vitestCounts() {
  const report = readReport<{
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    testResults: { status: string }[];
  }>('vitest.json');
  if (!report) return null;
  // A skipped test is a defect; so is a file that could not even be read.
  const brokenFiles = report.testResults.filter(({ status }) => status === 'failed').length;
  return {
    passed: report.numPassedTests,
    failed: Math.max(report.numFailedTests + report.numPendingTests, brokenFiles)
  };
}

function playwrightCounts() {
  const report = readReport<{
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  }>('e2e.json');
  return (
    report && {
      passed: report.stats.expected,
      failed: report.stats.unexpected + report.stats.flaky + report.stats.skipped
    }
  );
}

function readReport<T>(name: string): T | null {
  const file = path.join(RESULTS, name);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : null;
}

/** `CHROMIUM_PATH`, an installed browser, Playwright's own, or as root on Debian one that is installed now. */
function findBrowser(): string | null {
  const asked = process.env.CHROMIUM_PATH;
  if (asked) return existsSync(asked) ? asked : null;
  const found = [...BROWSERS, ownBrowser()].find((file) => file !== null && existsSync(file));
  if (found) return found;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null;
  console.log('Installing Chromium from Debian …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], {
    stdio: 'inherit',
    env
  });
  return BROWSERS.find((file) => existsSync(file)) ?? null;
}

function ownBrowser(): string | null {
  try {
    return chromium.executablePath();
  } catch {
    return null;
  }
}
