/**
 * The allocation grid of 200 accounts and 12 periods in a real Chromium: `node --import tsx tests/bench/grid.ts`. The app has
 * to be built; `CHROMIUM_PATH` names the browser where Playwright has none of its own. Starts a throw-away database and server.
 *
 * - key stroke: from the event to totals that are updated and laid out, beside the 16 ms of a frame; and Chromium's own
 *   measure from the key to the next frame on the screen, which counts in steps of 8 ms and waits for the screen
 * - paste of 2,400 cells: to totals that are updated and laid out, and to the frame after it, beside 200 ms
 */
import { chromium, type Page } from '@playwright/test';
import { connect, type Db } from '../../src/lib/db/connect.server';
import { openDatabase } from '../../src/lib/db/open.server';
import { day } from '../../src/lib/calendar/day';
import { gridColumns } from '../../src/lib/funds/allocation-grid';
import { bookInBulk } from '../../src/lib/funds/bulk.server';
import { createFunds } from '../../src/lib/funds/fund.server';
import { openSession } from '../../src/lib/people/session.server';
import { ServerUnderFault } from '../faults/server';
import { dataFolder } from '../factories/data-folder';
import { deposit } from '../factories/fund';
import { person } from '../factories/person';

const ACCOUNTS = 200;
const KEYS = 200;
const PASTES = 20;
const PAUSE_MS = 60;
const FRAME_MS = 16;
const PASTE_MS = 200;
const TODAY = day('2026-06-10');

const { folder, remove } = dataFolder('bench');
const server = await ServerUnderFault.start(folder, TODAY);
const database = await openDatabase({ DATA_DIR: folder }, folder);
const { db } = connect(database.url, 4);
const browser = await chromium.launch({
  ...(process.env.CHROMIUM_PATH && { executablePath: process.env.CHROMIUM_PATH }),
  args: ['--no-sandbox', '--disable-gpu']
});
try {
  const session = await makeMarket(db);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies([{ name: 'warchest_session', value: session, url: server.url }]);
  const page = await context.newPage();
  // The transpiler names functions by this, also those that are sent to the page.
  await page.addInitScript('globalThis.__name = (named) => named');
  await page.goto(`${server.url}/funds?grain=month`);
  await page.locator('html[data-hydrated]').waitFor();
  await page.evaluate(watch);
  const keys = await typeFigures(page);
  print('key stroke to updated totals', keys.laidOut, FRAME_MS);
  print('key stroke to the next frame', keys.toFrame, FRAME_MS);
  const pastes = await pasteAll(page);
  print('paste of 2,400 cells to updated totals', pastes.laidOut, PASTE_MS);
  print('paste of 2,400 cells to the frame after it', pastes.toFrame, PASTE_MS);
} finally {
  await browser.close();
  await db.destroy();
  await database.close();
  await server.stop();
  remove();
}

async function makeMarket(db: Db): Promise<string> {
  const columns = gridColumns({ kind: 'iso', yearStartMonth: 1 }, { period: 'month', year: 2026 });
  const accounts = await db
    .insertInto('account')
    .values(Array.from({ length: ACCOUNTS }, (_, i) => ({ code: `chain-${i}`, name: `Chain ${i}` })))
    .returning('account_id')
    .execute();
  await db.transaction().execute(async (tx) => {
    const funds = await createFunds(
      tx,
      accounts.flatMap(({ account_id }, i) =>
        columns.map(({ from, to }, column) => ({
          code: `chain-${i}-${column}`,
          name: `Chain ${i} P${column + 1}`,
          accountId: account_id,
          periodStart: from,
          periodEnd: to
        }))
      )
    );
    await bookInBulk(
      tx,
      funds.map((fundId, i) => deposit(fundId, 100_000_00 + i * 100))
    );
  });
  return openSession(db, await person(db, 'manager'), null);
}

interface Watched {
  laidOut: number[];
  toFrame: number[];
  began: number;
}

/** In the page: when the sum of all budgets changes, it is laid out at once, and the clock is read. */
function watch() {
  const watched: Watched = { laidOut: [], toFrame: [], began: 0 };
  (window as unknown as { watched: Watched }).watched = watched;
  const feet = document.querySelector('#allocation .feet')!;
  // A key that changes no sum is forgotten at the next one.
  const begin = (event: Event) => (watched.began = event.timeStamp);
  window.addEventListener('keydown', begin, true);
  window.addEventListener('paste', begin, true);
  new MutationObserver(() => {
    if (watched.began === 0) return;
    (document.getElementById('allocation') as HTMLElement).getBoundingClientRect();
    watched.laidOut.push(performance.now() - watched.began);
    const began = watched.began;
    watched.began = 0;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => watched.toFrame.push(performance.now() - began);
      channel.port2.postMessage(null);
    });
  }).observe(feet, { subtree: true, characterData: true, childList: true });
}

async function typeFigures(page: Page): Promise<Watched> {
  await page.locator('#allocation-1-0').click();
  for (let i = 0; i < KEYS / 4; i++) {
    for (const key of [...String(1000 + i), 'Enter']) {
      await page.keyboard.press(key);
      // As fast as a quick typist.
      await page.waitForTimeout(PAUSE_MS);
    }
  }
  return take(page);
}

async function pasteAll(page: Page): Promise<Watched> {
  await page.locator('#allocation-1-0').click();
  for (let i = 0; i < PASTES; i++) {
    const text = Array.from({ length: ACCOUNTS }, (_, row) =>
      Array.from({ length: 12 }, (_, column) => 120_000 + i * 1000 + row * 12 + column).join('\t')
    ).join('\n');
    await page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      document
        .getElementById('allocation')!
        .dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
    await page.waitForTimeout(50);
  }
  return take(page);
}

async function take(page: Page): Promise<Watched> {
  await page.waitForTimeout(200);
  return page.evaluate(() => {
    const { watched } = window as unknown as { watched: Watched };
    const taken = { ...watched };
    Object.assign(watched, { laidOut: [], toFrame: [], began: 0 });
    return taken;
  });
}

function print(what: string, times: number[], limit: number): void {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  console.log(
    `${what.padEnd(44)} n ${String(times.length).padStart(3)}  median ${at(0.5).toFixed(1).padStart(6)} ms  p95 ${at(0.95).toFixed(1).padStart(6)} ms  of ${limit} ms: ${(at(0.95) / limit).toFixed(2)}`
  );
}
