// Builds and checks a front end for Maven, with the machine's own node and npm, and only when something has changed:
//
//   node frontend.mjs build <folder> <stamps> <output>           npm ci, npm run build; dist/ goes to <output>
//   node frontend.mjs check <folder> <stamps> <skip>             npm run check, unless <skip> is "true"
//
// What "changed" means is the content of every file of the folder, not its time: a checkout touches times, not contents.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const OLDEST_NODE = 18;
const NOT_SOURCES = new Set(['node_modules', 'dist', 'coverage']);

const [step, folderArgument, stampsArgument, last] = process.argv.slice(2);
const folder = resolve(folderArgument);
const stamps = resolve(stampsArgument);

function say(text) {
  console.log(`${relative(process.cwd(), folder) || '.'}: ${text}`);
}

function npm(...args) {
  say(`npm ${args.join(' ')}`);
  const windows = process.platform === 'win32';
  const { status, error } = spawnSync(windows ? 'npm.cmd' : 'npm', args, { cwd: folder, stdio: 'inherit', shell: windows });
  if (error) {
    console.error(`npm did not start: ${error.message}. It comes with Node.js ${OLDEST_NODE} or newer.`);
  }
  if (status !== 0) {
    process.exit(status || 1);
  }
}

function* files(directory) {
  const entries = readdirSync(directory, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && !NOT_SOURCES.has(entry.name)) {
      yield* files(path);
    } else if (entry.isFile()) {
      yield path;
    }
  }
}

function fingerprint(paths) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const path of paths) {
    hash.update(`\0${relative(folder, path).split(sep).join('/')}\0`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** Runs the work unless the stamp says that it was done with the same input; a failure leaves no stamp. */
function once(stamp, input, work) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === input) {
    return false;
  }
  rmSync(stamp, { force: true });
  work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, input);
  return true;
}

function install() {
  const lock = fingerprint([join(folder, 'package.json'), join(folder, 'package-lock.json')]);
  once(join(folder, 'node_modules', '.installed'), lock, () => npm('ci', '--prefer-offline'));
}

function build(output) {
  const built = once(join(stamps, 'built'), fingerprint(files(folder)), () => {
    install();
    npm('run', 'build');
  });
  if (!built && existsSync(output)) {
    say('nothing has changed since it was built');
    return;
  }
  rmSync(output, { recursive: true, force: true });
  cpSync(join(folder, 'dist'), output, { recursive: true });
}

function check(skip) {
  if (skip === 'true') {
    say('tests are skipped');
    return;
  }
  const checked = once(join(stamps, 'checked'), fingerprint(files(folder)), () => {
    install();
    npm('run', 'check');
  });
  if (!checked) {
    say('nothing has changed since its checks passed');
  }
}

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  console.error(`Node.js ${OLDEST_NODE} or newer is needed; this is ${process.version} (${process.execPath}).`);
  process.exit(1);
}
if (step === 'build') {
  build(resolve(last));
} else if (step === 'check') {
  check(last);
} else {
  console.error(`unknown step '${step}'`);
  process.exit(2);
}
