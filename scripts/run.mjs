/**
 * Every npm script that needs the project enters here. Plain JavaScript for Node 20 and newer, no packages: it must run
 * on a fresh clone. It installs what is missing or stale, builds what changed, and goes on with the Node of package.json.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const callerDirectory = process.env.INIT_CWD ?? process.cwd();
const binaries = join(root, 'node_modules', '.bin');
const [verb, ...rest] = process.argv.slice(2);

/** What each verb needs and runs; `cli` stands for the compiled command line. */
const verbs = {
  demo: { builds: true, run: () => cli(['demo', ...rest]) },
  try: { builds: true, run: () => cli(['try', ...rest]) },
  testbed: { builds: true, run: () => cli(['testbed', ...(rest.length === 0 ? ['start'] : rest)]) },
  periplus: { builds: true, run: () => cli(rest) },
  scenarios: { builds: true, run: () => cli(['scenarios', ...rest]) },
  test: { builds: true, run: () => attend([join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...rest], root) },
  check: { builds: true, run: check },
  screenshot: { builds: false, run: () => node([join(root, 'scripts/screenshot.mjs'), ...rest]) },
};

const chosen = verbs[verb];
if (chosen === undefined) fail(`run.mjs knows ${Object.keys(verbs).join(', ')}; not "${verb ?? ''}".`);
refuseOldNode();
if (!isInstalled()) install();
if (chosen.builds && isBuildStale()) build();
process.exit(await chosen.run());

function refuseOldNode() {
  if (Number(process.versions.node.split('.')[0]) < 20)
    fail(`Periplus needs Node 20 or newer to install itself; this is ${process.version}.`);
}

/** Whether node_modules holds what package-lock.json asks for, by npm's own record of what it installed. */
function isInstalled() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record) || !existsSync(join(binaries, process.platform === 'win32' ? 'node.cmd' : 'node'))) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => path === '' || entry.optional || installed[path]?.version === entry.version);
}

function install() {
  say('Installing packages (npm ci) …');
  const npm = process.env.npm_execpath;
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const { status } =
    npm === undefined
      ? spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], options)
      : spawnSync(process.execPath, [npm, 'ci', '--no-fund', '--no-audit', '--loglevel=error'], options);
  if (status !== 0) fail('npm ci failed; its own words stand above. Check the network or the registry, then run the same command again.');
}

function newest(path) {
  if (!existsSync(path)) return 0;
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), found.mtimeMs);
}

function isBuildStale() {
  const stamp = join(root, 'dist', '.built');
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  const sources = ['src', 'migrations', 'web', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', 'package-lock.json'];
  return sources.some((path) => newest(join(root, path)) > built);
}

function build() {
  say('Building …');
  const startedAt = new Date();
  const steps = [
    [join(root, 'node_modules/@nestjs/cli/bin/nest.js'), 'build'],
    [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--config', 'web/vite.config.ts', '--logLevel', 'warn'],
  ];
  for (const step of steps) {
    const status = node(step, root, ['ignore', 2, 2]);
    if (status !== 0) fail('The build failed; its own words stand above.');
  }
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, 'dist', '.built'), startedAt.toISOString());
}

/** What continuous integration runs after the tests. */
function check() {
  const run = (name, script) => {
    say(name);
    const npm = process.env.npm_execpath;
    const { status } =
      npm === undefined
        ? spawnSync('npm', ['run', '-s', script], { cwd: root, stdio: 'inherit' })
        : spawnSync(process.execPath, [npm, 'run', '-s', script], { cwd: root, stdio: 'inherit' });
    return status === 0;
  };
  const steps = [
    ['Tests', 'test'],
    ['Lint', 'lint'],
    ['Types', 'types'],
    ['Architecture', 'arch'],
    ['Format', 'format:check'],
  ];
  return steps.every(([name, script]) => run(name, script)) ? 0 : 1;
}

function cli(parameters) {
  return attend([join(root, 'dist/src/cli.js'), ...parameters], callerDirectory);
}

/** Runs a program to its end and hands signals on: Ctrl-C reaches it by the terminal, so we only wait. */
function attend(parameters, cwd) {
  const { program, environment } = pinnedNode();
  const child = spawn(program, parameters, { cwd, stdio: 'inherit', env: environment });
  process.on('SIGINT', () => {});
  for (const name of ['SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

function node(parameters, cwd = callerDirectory, stdio = 'inherit') {
  const { program, environment } = pinnedNode();
  const { status } = spawnSync(program, parameters, { cwd, stdio, env: environment });
  return status ?? 1;
}

/** The Node that package.json pins, so that an older one on the machine does not matter. */
function pinnedNode() {
  const path = `${binaries}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`;
  const pinned = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return { program: existsSync(pinned) ? pinned : process.execPath, environment: { ...process.env, PATH: path } };
}

function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}

function fail(sentence) {
  say(sentence);
  process.exit(1);
}
