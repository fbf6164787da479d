/**
 * The ledger alone beside a model and under opposite transfers; then many people at few funds, over HTTP, with lost
 * answers, repeated forms and a server that is killed in the middle. The app has to be built.
 * `npm run test:faults -- [--attempts 100000] [--allocators 64] [--kills 50] [--power-cuts 25] [--sequences 10000] [--rounds 1000] [--bank-seconds 60] [--kill-seconds 5] [--seed 1]`
 * A power cut is a kill that takes the database with it.
 * Prints what was asked and answered, and every rule with what broke it; ends with 1 where one did not hold.
 */
import { parseArgs } from 'node:util';
import { randomLcg } from 'd3';
import { sql } from 'kysely';
import { connect } from '../../src/lib/db/connect.server';
import { openDatabase } from '../../src/lib/db/open.server';
import { type Attempt, attempt, type Floor, KINDS } from './allocator';
import { runBank } from './bank';
import { playSequences } from './ledger-model';
import { moveOpposite } from './opposite';
import { ServerUnderFault } from './server';
import { type Finding, judge, type Verdict } from './verdict';
import { makeWorld, TODAY } from './world';
import { dataFolder } from '../factories/data-folder';

const FUNDS = 20;
const DEPOSIT_MINOR = 3_000_00;

const { values } = parseArgs({
  options: {
    attempts: { type: 'string', default: '100000' },
    allocators: { type: 'string', default: '64' },
    kills: { type: 'string', default: '50' },
    'power-cuts': { type: 'string', default: '25' },
    sequences: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '1000' },
    'bank-seconds': { type: 'string', default: '60' },
    'kill-seconds': { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' }
  }
});
const [attempts, allocators, kills, powerCuts, sequences, rounds, bankSeconds, killSeconds, seed] = [
  values.attempts,
  values.allocators,
  values.kills,
  values['power-cuts'],
  values.sequences,
  values.rounds,
  values['bank-seconds'],
  values['kill-seconds'],
  values.seed
].map(Number) as [number, number, number, number, number, number, number, number, number];

const { folder, remove } = dataFolder('faults');
const server = await ServerUnderFault.start(folder, TODAY);
const database = await openDatabase({ DATA_DIR: folder }, folder);
let { db } = connect(database.url, 64);
try {
  const ledger = await tryLedger();
  const floor: Floor = {
    base: server.url,
    world: await makeWorld(db, FUNDS, DEPOSIT_MINOR),
    planned: [],
    random: randomLcg(seed)
  };
  const began = performance.now();
  const all = await runAll(floor);
  const seconds = (performance.now() - began) / 1000;
  report(all, seconds);
  // After a power cut the database listens elsewhere.
  await db.destroy();
  ({ db } = connect((await openDatabase({ DATA_DIR: folder }, folder)).url));
  const verdict = [...ledger, await tryBank(floor), ...(await judge(db, all))];
  for (const { rule, broken } of verdict) {
    console.log(`${broken.length === 0 ? 'holds ' : 'BROKEN'}  ${rule}`);
    for (const line of broken.slice(0, 10)) console.log(`        ${line}`);
    if (broken.length > 10) console.log(`        and ${broken.length - 10} more`);
  }
  process.exitCode = verdict.every(({ broken }) => broken.length === 0) ? 0 : 1;
} finally {
  await db.destroy();
  await server.stop();
  await database.close();
  remove();
}

/** What needs no server: any sequence of movements, and transfers that meet. */
async function tryLedger(): Promise<Verdict> {
  const began = performance.now();
  const strayed = await playSequences(db, sequences, 50, seed).then(
    () => [],
    (error: Error) => [error.message]
  );
  const between = performance.now();
  const broken = await moveOpposite(db, rounds);
  const seconds = [between - began, performance.now() - between].map((ms) => (ms / 1000).toFixed(0));
  console.log(
    `${sequences} sequences of up to 50 movements in ${seconds[0]} s, ${rounds} times 200 opposite transfers at once in ${seconds[1]} s`
  );
  return [
    { rule: 'Any sequence of movements leaves what a model of plain numbers says.', broken: strayed },
    { rule: 'Opposite transfers at once meet no fault, and leave the sum as it was.', broken }
  ];
}

/** Transfers and reads of the whole ledger under kills. */
async function tryBank({ world, random }: Floor): Promise<Finding> {
  const { broken, reads, moves, kills } = await runBank({
    server,
    world,
    findUrl: async () => (await openDatabase({ DATA_DIR: folder }, folder)).url,
    cluster: await findCluster(),
    seconds: bankSeconds,
    killSeconds,
    random
  });
  console.log(
    `${moves} transfers and ${reads} reads of the whole ledger in ${bankSeconds} s, ${kills} kills`
  );
  // After a power cut the database listens elsewhere.
  await db.destroy();
  ({ db } = connect((await openDatabase({ DATA_DIR: folder }, folder)).url));
  return { rule: 'Every read of the whole ledger has the same total, whatever is killed meanwhile.', broken };
}

async function findCluster(): Promise<string> {
  const { rows } = await sql<{
    cluster: string;
  }>`select current_setting('data_directory') as cluster`.execute(db);
  return rows[0]!.cluster;
}

async function runAll(floor: Floor): Promise<Attempt[]> {
  const cluster = await findCluster();
  const all: Attempt[] = [];
  let begun = 0;
  let killed = 0;
  let restart = Promise.resolve();
  const work = async () => {
    while (begun < attempts) {
      begun++;
      all.push(await attempt(floor));
      if (killed < kills && all.length >= ((killed + 1) * attempts) / (kills + 1)) {
        killed++;
        const isPowerCut =
          Math.floor((killed * powerCuts) / kills) > Math.floor(((killed - 1) * powerCuts) / kills);
        restart = restart
          .then(() => (isPowerCut ? server.cutPower(cluster) : server.kill()))
          .then(() => server.run());
        await restart;
      }
    }
  };
  await Promise.all(Array.from({ length: allocators }, work));
  await restart;
  return all;
}

function report(all: Attempt[], seconds: number): void {
  const sends = all.reduce((sum, { sends }) => sum + sends, 0);
  console.log(
    `${all.length} orders by ${allocators} allocators on ${FUNDS} funds, ${sends} requests in ${seconds.toFixed(0)} s, the server killed ${kills} times and ${powerCuts} times the database with it, seed ${seed}`
  );
  console.log('order       sent  accepted   refused');
  for (const kind of KINDS) {
    const some = all.filter((one) => one.kind === kind);
    const accepted = some.filter(({ answers }) => answers.some(({ what }) => what === 'done')).length;
    const figures = [some.length, accepted, some.length - accepted].map((n) => String(n).padStart(10));
    console.log(`${kind.padEnd(8)}${figures.join('').slice(2)}`);
  }
}
