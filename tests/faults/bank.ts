import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { connect, type Db } from '../../src/lib/db/connect.server';
import { readFunds } from '../../src/lib/funds/fund.server';
import { send } from './request';
import type { ServerUnderFault } from './server';
import { TODAY, type World } from './world';

const MOVERS = 16;
const READERS = 4;

export interface Bank {
  server: ServerUnderFault;
  world: World;
  /** Where the database listens now. */
  findUrl: () => Promise<string>;
  /** Folder of the database. */
  cluster: string;
  seconds: number;
  killSeconds: number;
  random: () => number;
}

export interface BankReport {
  broken: string[];
  reads: number;
  moves: number;
  kills: number;
}

/**
 * Money moves between funds while the whole ledger is read again and again, and the app, every second time with the
 * database, is killed: every read has the same total, whichever way the books are asked.
 */
export async function runBank(bank: Bank): Promise<BankReport> {
  const report: BankReport = { broken: [], reads: 0, moves: 0, kills: 0 };
  const until = performance.now() + bank.seconds * 1000;
  const isOver = () => performance.now() >= until;
  let restart = Promise.resolve();
  let { db } = connect(await bank.findUrl(), READERS);
  const expected = await totals(db);

  const move = async () => {
    const { funds, finance } = bank.world;
    const pick = <T>(from: readonly T[]) => from[Math.floor(bank.random() * from.length)]!;
    while (!isOver()) {
      const [from, to] = [pick(funds), pick(funds)];
      const form = {
        key: randomUUID(),
        amount: (1 + Math.floor(bank.random() * 2000) / 100).toFixed(2),
        reason: 'bank',
        target: to.code
      };
      const answer = await send(
        bank.server.url,
        { session: pick(finance), path: `/funds/${from.code}?/move`, form },
        bank.random() < 0.1
      );
      if (answer.what === 'done') report.moves++;
      if (answer.what === 'fault') report.broken.push(`a transfer was answered with ${answer.text}`);
      if (answer.what === 'lost') await restart;
    }
  };
  const read = async () => {
    while (!isOver()) {
      try {
        const seen = await totals(db);
        report.reads++;
        for (const [way, total] of Object.entries(seen))
          if (total !== expected[way])
            report.broken.push(`${way} read ${total}, and there is ${expected[way]}`);
      } catch {
        // The database was killed with the app: it listens elsewhere once they are back.
        await restart;
        await new Promise((wake) => setTimeout(wake, 50));
      }
    }
  };
  const kill = async () => {
    for (;;) {
      await new Promise((wake) => setTimeout(wake, bank.killSeconds * 1000));
      if (isOver()) return;
      const isPowerCut = report.kills++ % 2 === 1;
      restart = (isPowerCut ? bank.server.cutPower(bank.cluster) : bank.server.kill())
        .then(() => bank.server.run())
        .then(async () => {
          if (!isPowerCut) return;
          const before = db;
          ({ db } = connect(await bank.findUrl(), READERS));
          await before.destroy();
        });
      await restart;
    }
  };
  await Promise.all([
    kill(),
    ...Array.from({ length: MOVERS }, move),
    ...Array.from({ length: READERS }, read)
  ]);
  await db.destroy();
  if (report.reads === 0 || report.moves === 0)
    report.broken.push(`${report.moves} transfers and ${report.reads} reads are no test`);
  return report;
}

/** The whole ledger, asked in three ways: as the pages ask, as of a day from the movements, and every balance. */
async function totals(db: Db): Promise<Record<string, number>> {
  const sum = (funds: { total: number }[]) => funds.reduce((all, { total }) => all + total, 0);
  const { rows } = await sql<{ all: number }>`select sum(amount_minor)::bigint as all from balance`.execute(
    db
  );
  return {
    'the funds as they stand': sum(await readFunds(db, null)),
    'the funds from their movements': sum(await readFunds(db, TODAY)),
    'every balance': rows[0]!.all
  };
}
