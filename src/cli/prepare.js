// Runs before every command, on a fresh clone too: plain JavaScript, no dependency, Node's own modules only.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const ROOT = path.resolve(import.meta.dirname ?? '.', '../..');
const LEAST_NODE = /** @type {const} */ ([20, 19]);
const INSTALLED = path.join(ROOT, 'node_modules/.warchest-lock-hash');
const BUILT = path.join(ROOT, 'build/.warchest-sources-hash');
const COMPILED = path.join(ROOT, 'node_modules/.warchest-messages-hash');
const LOCK = path.join(ROOT, '.preparing');
const CATALOGUES = ['messages', 'project.inlang/settings.json', 'package-lock.json'];
const SOURCES = [
  'src',
  'messages',
  'static',
  'project.inlang/settings.json',
  'svelte.config.js',
  'vite.config.ts',
  'tsconfig.json',
  'package-lock.json'
];

checkNode();
process.chdir(ROOT);
await alone(async () => {
  install();
  // A build makes the generated types and the messages on its way.
  if (process.argv[2] === 'start' && build()) return;
  generateTypes();
  await compileMessages();
});

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return;
  fail(
    `Warchest needs Node ${LEAST_NODE.join('.')} or newer; this is Node ${process.versions.node}. Install a newer one from nodejs.org.`
  );
}

function install() {
  const wanted = hashOf(['package-lock.json']);
  if (read(INSTALLED) !== wanted) {
    console.log('Installing what the lock file says …');
    run(
      'npm',
      ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
      'npm ci failed. Its own words stand above; most often the package registry cannot be reached.'
    );
    writeFileSync(INSTALLED, wanted);
  }
}

/** The types of the routes, and the settings that `tsconfig.json` extends. */
function generateTypes() {
  if (!existsSync(path.join(ROOT, '.svelte-kit/tsconfig.json'))) {
    run(process.execPath, ['node_modules/@sveltejs/kit/svelte-kit.js', 'sync'], 'svelte-kit sync failed.');
  }
}

/** The messages as typed functions, which the type check needs before anything is built. */
async function compileMessages() {
  const wanted = hashOf(CATALOGUES);
  if (read(COMPILED) === wanted && existsSync(path.join(ROOT, 'src/lib/paraglide/messages.js'))) return;
  const { compile } = await import('@inlang/paraglide-js');
  const { catalogues } = await import('../../messages/options.js');
  await compile(catalogues);
  writeFileSync(COMPILED, wanted);
}

/** @returns {boolean} whether there was something to build */
function build() {
  const wanted = hashOf(SOURCES);
  if (read(BUILT) === wanted) return false;
  console.log('Building the app …');
  rmSync(BUILT, { force: true });
  run(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'],
    'The build failed; its own words stand above.'
  );
  writeFileSync(COMPILED, hashOf(CATALOGUES));
  writeFileSync(BUILT, wanted);
  return true;
}

/** @param {string} program @param {string[]} args @param {string} otherwise */
function run(program, args, otherwise) {
  const isNpm = program === 'npm';
  // npm that runs us names its own script: the npm on the path may be another one, or a shell script on Windows.
  const npm = process.env.npm_execpath;
  const [command, rest] =
    isNpm && npm?.endsWith('.js') ? [process.execPath, [npm, ...args]] : [program, args];
  const env = { ...process.env };
  // A production setting would leave out what the build needs.
  delete env.NODE_ENV;
  delete env.npm_config_omit;
  const done = spawnSync(command, rest, {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: isNpm && process.platform === 'win32'
  });
  if (done.status !== 0) {
    rmSync(LOCK, { recursive: true, force: true });
    fail(otherwise);
  }
}

/** @param {string[]} names files and folders @returns {string} SHA-256 over paths and contents */
function hashOf(names) {
  const hash = createHash('sha256').update(process.version);
  for (const name of names)
    for (const file of filesIn(name)) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** @param {string} name @returns {string[]} */
function filesIn(name) {
  if (!existsSync(name)) return [];
  if (!statSync(name).isDirectory()) return [name];
  return readdirSync(name)
    .sort()
    .filter((entry) => entry !== 'paraglide' && !/\.test\.ts$/.test(entry))
    .flatMap((entry) => filesIn(path.join(name, entry)));
}

/** @param {string} file */
function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** Two commands started at once must not install over each other. @param {() => Promise<void>} work */
async function alone(work) {
  for (let waited = 0; ; waited++) {
    try {
      mkdirSync(LOCK);
      break;
    } catch (error) {
      const code = /** @type {NodeJS.ErrnoException} */ (error).code;
      if (code !== 'EEXIST')
        fail(
          `The folder ${ROOT} cannot be written (${code}), and node_modules and the build belong there. Make it writable.`
        );
      const holder = Number(read(path.join(LOCK, 'pid')) ?? 0);
      if (holder ? !isAlive(holder) : waited > 50) rmSync(LOCK, { recursive: true, force: true });
      else await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  writeFileSync(path.join(LOCK, 'pid'), String(process.pid));
  const release = () => rmSync(LOCK, { recursive: true, force: true });
  process.once('SIGINT', () => (release(), process.exit(130)));
  try {
    await work();
  } finally {
    release();
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(message);
  process.exit(1);
}
