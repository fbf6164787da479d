import { Kysely, PostgresDialect, type RawBuilder, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { Database } from './database.tables';

export type Db = Kysely<Database>;
export type Tx = Transaction<Database>;

const INT8 = 20;
const DATE = 1082;

/** A bigint as a number; money and counts stay far inside the safe range, and anything else is a fault. */
function parseSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new Error(`The database returned ${text}, which is not a safe integer.`);
  return value;
}

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: unknown) => {
    if (oid === INT8) return parseSafeInteger;
    // A date stays the text YYYY-MM-DD: a Date object would carry a local time zone.
    if (oid === DATE) return (text: string) => text;
    return pg.types.getTypeParser(oid, format as 'text');
  }
} as pg.CustomTypesConfig;

const KEPT = '/* kept plan */';
const keptNames = new Map<string, string>();

/**
 * As Kysely's `sql`, for a statement that runs so often that planning it costs more than running it: each connection
 * plans it once. Only for a few texts whose best plan does not depend on their values.
 */
export function keptPlan<T>(strings: TemplateStringsArray, ...values: unknown[]): RawBuilder<T> {
  return sql<T>`${sql.raw(KEPT)}${sql<T>(strings, ...values)}`;
}

/** Names the statements of `keptPlan` for the driver, which prepares a named one once a connection. */
function keepPlans(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  client.query = ((text: unknown, ...rest: unknown[]) => {
    if (typeof text !== 'string' || !text.startsWith(KEPT)) return query(text, ...rest);
    const name = keptNames.get(text) ?? `kept_${keptNames.size}`;
    keptNames.set(text, name);
    return query({ name, text, values: rest[0] });
  }) as typeof client.query;
}

/**
 * A pool of connections to the PostgreSQL server at `url`, each with time zone UTC.
 *
 * @param url a `postgres://` address
 * @param max most connections at once
 */
export function connect(url: string, max = 10): { db: Db; pool: pg.Pool } {
  const pool = new pg.Pool({ connectionString: url, max, types, options: '-c timezone=UTC' });
  pool.on('connect', keepPlans);
  // Nor must one that breaks in the hands of a transaction, between two of its statements: the pool listens to idle ones
  // alone. The next statement reports the fault.
  pool.on('connect', (client) => client.on('error', () => {}));
  // An idle connection that breaks must not take the process down; the next query reports the fault.
  pool.on('error', (error) => {
    if (!pool.ending) console.error(`An idle database connection broke: ${causeOf(error)}`);
  });
  return { db: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }), pool };
}

/** Asks the server for an answer. @throws what the driver says where there is none */
export async function ping(db: Db): Promise<void> {
  await sql`select 1`.execute(db);
}

/** One line that says why a connection failed; several addresses tried have several causes and no message of their own. */
export function causeOf(error: unknown): string {
  if (error instanceof AggregateError && !error.message) return error.errors.map(causeOf).join('; ');
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}

let shared: { db: Db; pool: pg.Pool } | undefined;

/** The application's own pool, opened at first use on `DATABASE_URL`, which `npm start` sets. */
export function database(): Db {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set; start the app with "npm start".');
  if (!shared) {
    const { db, pool } = (shared = connect(url));
    // As the server stops, its connections end before the database does, which would otherwise break them.
    process.once('sveltekit:shutdown', () => void pool.end());
    return db;
  }
  return shared.db;
}

/**
 * One connection of its own, with Kysely on it, for what needs COPY inside a transaction.
 *
 * @returns `client` for COPY while a transaction of `db` is open; `close` ends both
 */
export async function connectOnce(
  url: string
): Promise<{ db: Db; client: pg.Client; close(): Promise<void> }> {
  const client = new pg.Client({ connectionString: url, types, options: '-c timezone=UTC' });
  // As above: what is asked next fails, and says so to who asked.
  client.on('error', (error) => console.error(`The database connection broke: ${causeOf(error)}`));
  await client.connect();
  const lent = Object.assign(client, { release: () => {} });
  const dialect = new PostgresDialect({ pool: { connect: async () => lent as never, end: async () => {} } });
  return { db: new Kysely<Database>({ dialect }), client, close: () => client.end() };
}
