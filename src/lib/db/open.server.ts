import pg from 'pg';
import { type EmbeddedServer, startEmbedded } from './embedded.server';
import { Problem } from './problem';

const LEAST_VERSION = 15;

export interface OpenDatabase {
  url: string;
  state: EmbeddedServer['state'] | 'external';
  close(): Promise<void>;
}

/**
 * The database that the environment asks for: the server at `DATABASE_URL`, or the embedded one in `DATA_DIR`.
 *
 * @throws Problem with one line that says what to do
 */
export async function openDatabase(env: NodeJS.ProcessEnv, root: string): Promise<OpenDatabase> {
  const url = env.DATABASE_URL;
  if (!url) {
    const server = await startEmbedded(env.DATA_DIR || `${root}/data`);
    return { url: server.url, state: server.state, close: server.stop };
  }
  await checkServer(url);
  return { url, state: 'external', close: async () => {} };
}

async function checkServer(url: string): Promise<void> {
  let client: pg.Client;
  try {
    const { protocol } = new URL(url);
    if (!/^postgres(ql)?:$/.test(protocol)) throw new TypeError(protocol);
    client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  } catch {
    throw new Problem(
      'DATABASE_URL is not an address of PostgreSQL. It reads postgres://NAME:PASSWORD@HOST:PORT/DATABASE.'
    );
  }
  client.on('error', () => {});
  const { hostname, port, username, pathname } = new URL(url);
  try {
    await client.connect();
    const answer = await client.query<{ version: string }>('select current_setting($1) as version', [
      'server_version_num'
    ]);
    const version = Math.floor(Number(answer.rows[0]?.version) / 10_000);
    if (version < LEAST_VERSION) {
      throw new Problem(
        `The server at DATABASE_URL is PostgreSQL ${version}; Warchest needs ${LEAST_VERSION} or newer.`
      );
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(
      `DATABASE_URL: ${reasonOf(error as { code?: string; message: string }, { hostname, port, username, pathname })}`
    );
  } finally {
    await client.end().catch(() => {});
  }
}

function reasonOf(
  error: { code?: string; message: string },
  url: { hostname: string; port: string; username: string; pathname: string }
): string {
  const server = `${url.hostname}:${url.port || 5432}`;
  switch (error.code) {
    case 'ECONNREFUSED':
      return `nothing listens at ${server}. Start that server, or correct the host and port.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the host "${url.hostname}" is not known. Correct it.`;
    case '28P01':
    case '28000':
      return `${server} does not let "${url.username}" in. Correct the name and the password.`;
    case '3D000':
      return `${server} has no database "${url.pathname.slice(1)}". Create it, or correct the name.`;
    default:
      return `${server} cannot be used (${error.message}). Correct the address, or start that server.`;
  }
}
