import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { today } from '../lib/calendar/today.server';
import { connect, type Db } from '../lib/db/connect.server';
import { migrateToLatest } from '../lib/db/migrator.server';
import { type OpenDatabase, openDatabase } from '../lib/db/open.server';
import { Problem } from '../lib/db/problem';
import { loadDemo } from '../lib/demo/load.server';
import { UPLOAD_BYTES } from '../lib/files/upload';
import { issueSetupCode } from '../lib/people/setup.server';
import { secure } from './security-headers';
import { admitRequest, isLoopback, listenProblem, readSettings, type Settings } from './settings';

const ROOT = path.resolve(import.meta.dirname, '../..');
const DEMO_SEED = 7;

let opened: OpenDatabase | undefined;
let server: Server | undefined;
let isStopping = false;
/** Until the app is there, whoever knocks is told to wait; a browser asks again by itself. */
let answer = (_request: IncomingMessage, response: ServerResponse): void => {
  response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '2', refresh: '2' });
  response.end('Warchest is starting …\n');
};

async function stop(status: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await new Promise<void>((resolve) => {
    if (!server?.listening) return resolve();
    server.close(() => resolve());
    server.closeIdleConnections();
    // An open page may hold its connection for long; the database must not wait for it.
    setTimeout(() => server?.closeAllConnections(), 2000).unref();
  });
  // What SvelteKit's own server says when it stops: the app lets go of the database.
  process.emit('sveltekit:shutdown' as 'disconnect');
  await opened?.close().catch((error: Error) => console.error(error.message));
  process.exit(status);
}

async function start(): Promise<void> {
  const settings = readSettings(process.env, process.argv.slice(2));
  const handlerFile = path.join(ROOT, 'build/handler.js');
  if (!existsSync(handlerFile))
    throw new Problem('The app is not built yet. Start it with "npm start", which builds it.');
  // The port first: whoever finds it taken should not wait for a database.
  server = createServer((request, response) => {
    secure(request, response, process.env);
    answer(request, response);
  });
  await listen(server, settings);

  opened = await openDatabase(process.env, ROOT);
  if (opened.state === 'adopted') console.log('The database was still running; using it.');
  if (opened.state === 'recovered')
    console.log('The database had not been stopped cleanly; it has been recovered.');
  const { db } = connect(opened.url, 2);
  try {
    await migrateToLatest(db);
    await firstStart(db, settings);
  } finally {
    await db.destroy();
  }

  process.env.DATABASE_URL = opened.url;
  const isPlain = !process.env.ORIGIN && !process.env.PROTOCOL_HEADER;
  if (isPlain) process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
  // What any form may bring; a page reads no further than its own form may be (text/form.server).
  process.env.BODY_SIZE_LIMIT ??= String(UPLOAD_BYTES);
  const { handler } = (await import(pathToFileURL(handlerFile).href)) as {
    handler: (...args: unknown[]) => void;
  };
  answer = (request, response) => {
    if (isPlain && !admitRequest(request, settings.host)) {
      response.writeHead(421, { 'content-type': 'text/plain' });
      response.end(
        `This server answers at ${settings.address} only. Set ORIGIN to the address by which people reach it.\n`
      );
    } else handler(request, response);
  };
  console.log(`Warchest is ready: ${settings.address}`);
}

async function firstStart(db: Db, settings: Settings): Promise<void> {
  const organisation = await db.selectFrom('organisation').select('demo_seed').executeTakeFirstOrThrow();
  const known = await db.selectFrom('account').select('account_id').limit(1).executeTakeFirst();
  const person = await db.selectFrom('person').select('person_id').limit(1).executeTakeFirst();
  let isDemo = organisation.demo_seed !== null;
  if (settings.demo && !isDemo && !known && !person) {
    refusePublicDemo(settings);
    console.log('First start: loading the demo market …');
    await loadDemo(db, { seed: DEMO_SEED, today: today() });
    isDemo = true;
  }
  if (isDemo) refusePublicDemo(settings);
  const code = await issueSetupCode(db);
  if (code)
    console.log(`Nobody can sign in yet. Open ${settings.address}/setup and use this one-time code: ${code}`);
}

function refusePublicDemo({ host, isPublicDemo }: Settings): void {
  if (isLoopback(host) || isPublicDemo) return;
  throw new Problem(
    `The demo lets anybody in, so it does not listen on ${host}. Use HOST=127.0.0.1, start with --empty on another DATA_DIR, or set DEMO_PUBLIC=yes if that is what you want.`
  );
}

function listen(server: Server, settings: Settings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenProblem(error, settings)));
    server.listen(settings.port, settings.host, resolve);
  });
}

process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));
start().catch((error: unknown) => {
  console.error(error instanceof Problem ? error.message : error);
  void stop(1);
});
