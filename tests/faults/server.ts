import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The built app in a process of its own, which can be killed in the middle of what it does. */
export class ServerUnderFault {
  #process: ChildProcess | null = null;

  private constructor(
    readonly url: string,
    private readonly environment: NodeJS.ProcessEnv
  ) {}

  /** @param dataDir where its database lives; @param today the day that it takes for today */
  static async start(dataDir: string, today: string): Promise<ServerUnderFault> {
    const port = await freePort();
    const server = new ServerUnderFault(`http://127.0.0.1:${port}`, {
      ...process.env,
      DATABASE_URL: '',
      DATA_DIR: dataDir,
      PORT: String(port),
      HOST: '127.0.0.1',
      WARCHEST_TODAY: today
    });
    await server.run();
    return server;
  }

  /** Starts the process, and waits until it answers. */
  async run(): Promise<void> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/start.ts', '--empty'], {
      cwd: ROOT,
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe']
    });
    this.#process = child;
    let said = '';
    child.stderr.on('data', (data) => (said += data));
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (data) => {
        said += data;
        if (said.includes('is ready')) resolve();
      });
      child.once('exit', (status) => reject(new Error(`The server ended with ${status}:\n${said}`)));
    });
  }

  /** Ends the process at once and without a word; the database stays. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Ends the app and the database at once, in the middle of whatever they do. @param cluster the database's folder */
  async cutPower(cluster: string): Promise<void> {
    const ended = this.kill();
    process.kill(
      Number(readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]),
      'SIGKILL'
    );
    await ended;
  }

  async stop(): Promise<void> {
    await this.end('SIGINT');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
