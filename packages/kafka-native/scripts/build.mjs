// Builds the addon: librdkafka from the source that @confluentinc/kafka-javascript carries, once, then our own C++.
// Both are kept in a cache outside of node_modules, each under a key of what went into it.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyPatch } from './apply-patch.mjs';

const packageDir = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const platform = `${process.platform}-${process.arch}`;
const ADDON = 'tsql_kafka.node';

/** The build for `pnpm test:asan`: our own C++ with AddressSanitizer. */
const isSanitized = process.env.TSQL_KAFKA_NATIVE_SANITIZE === 'address';
const COMPILE = isSanitized ? ['-O1', '-g', '-fno-omit-frame-pointer', '-fsanitize=address'] : ['-O2'];

/** The packages that Debian and Ubuntu need for a build. */
const DEBIAN_PACKAGES = 'g++ make libssl-dev zlib1g-dev libzstd-dev libcurl4-openssl-dev libsasl2-dev';

/** What librdkafka is linked with where it is there: TLS, compression, OIDC, Kerberos. */
const LIBRARIES = ['libssl', 'libcrypto', 'zlib', 'libzstd', 'libcurl', 'libsasl2'];

const cacheRoot = () => join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tsql', 'kafka-native');
const prebuilt = () => join(packageDir, 'prebuilds', platform, ADDON);

function digest(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 16);
}

const filesIn = (name) =>
  readdirSync(join(packageDir, name))
    .sort()
    .map((file) => join(packageDir, name, file));
const contentsOf = (files) => files.map((file) => readFileSync(file));

function librdkafkaSource() {
  const manifest = require.resolve('@confluentinc/kafka-javascript/package.json');
  return join(dirname(manifest), 'deps', 'librdkafka');
}

/** Where the addon is, or will be once built. */
export function addonPath() {
  if (process.env.TSQL_KAFKA_NATIVE) return process.env.TSQL_KAFKA_NATIVE;
  if (existsSync(prebuilt())) return prebuilt();
  const manifest = readFileSync(require.resolve('@confluentinc/kafka-javascript/package.json'));
  const files = [...filesIn('scripts'), ...filesIn('patches'), ...filesIn('native')];
  return join(cacheRoot(), digest(platform, COMPILE.join(' '), manifest, ...contentsOf(files)), ADDON);
}

/**
 * Makes sure that the addon is there; builds what is missing. Returns its path, and notes it in this checkout, where
 * `src/load.ts` looks for it: other checkouts may have other builds.
 */
export async function ensureBuilt({ log = console.error } = {}) {
  const target = addonPath();
  if (!existsSync(target)) await build(target, log);
  if (process.env.TSQL_KAFKA_NATIVE || isSanitized) return target;
  const note = join(packageDir, '.cache', 'addon.json');
  const content = JSON.stringify({ path: target });
  if (!existsSync(note) || readFileSync(note, 'utf8') !== content) {
    mkdirSync(dirname(note), { recursive: true });
    writeFileSync(note, content);
  }
  return target;
}

async function build(target, log) {
  checkTools();
  const library = await ensureLibrdkafka(log);
  log('compiling the Kafka client addon (about 30 s, once)');
  mkdirSync(dirname(target), { recursive: true });
  const work = `${target}.build.${process.pid}`;
  mkdirSync(work);
  try {
    const partial = join(work, ADDON);
    await link(await compile(library, work, log), library, partial, log);
    renameSync(partial, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function link(objects, library, output, log) {
  // A worker thread's end must not unload code that threads of librdkafka still run.
  const shared =
    process.platform === 'darwin'
      ? ['-bundle', '-undefined', 'dynamic_lookup']
      : ['-shared', '-Wl,--exclude-libs,ALL', '-Wl,-Bsymbolic', '-Wl,-z,nodelete', '-Wl,--as-needed'];
  await run('g++', [...COMPILE, ...shared, ...objects, ...linked(library), '-o', output], { log });
}

/** What a linker needs for librdkafka in the folder `library`. */
function linked(library) {
  const libraries = LIBRARIES.filter((name) => succeeds('pkg-config', ['--exists', name])).flatMap((name) =>
    execFileSync('pkg-config', ['--libs', name], { encoding: 'utf8' }).trim().split(/\s+/),
  );
  return [join(library, 'lib', 'librdkafka.a'), ...libraries, '-lm', '-ldl', '-lpthread'];
}

/** The flags with which a C program of ours is built on the same librdkafka. */
export async function librdkafkaFlags({ log = console.error } = {}) {
  const library = await ensureLibrdkafka(log);
  return [`-I${join(library, 'include')}`, ...linked(library)];
}

/** Compiles our C++, as many files at a time as there are cores. Returns the objects. */
async function compile(library, work, log) {
  const napi = dirname(require.resolve('node-addon-api/package.json'));
  const headers = join(dirname(dirname(process.execPath)), 'include', 'node');
  const includes = [headers, napi, join(library, 'include')].map((dir) => `-I${dir}`);
  const flags = [
    '-std=c++17',
    '-fPIC',
    '-fvisibility=hidden',
    '-DNAPI_VERSION=8',
    '-DNAPI_CPP_EXCEPTIONS',
    // A thread that is being terminated takes no exceptions any more.
    '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
    '-fexceptions',
  ];
  const sources = filesIn('native').filter((file) => file.endsWith('.cc'));
  const objects = sources.map((file) => join(work, `${basename(file)}.o`));
  const waiting = sources.map((file, index) => ['-c', file, '-o', objects[index]]);
  const lane = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      await run('g++', [...flags, ...COMPILE, ...includes, ...job], { log });
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism()) }, lane));
  return objects;
}

function checkTools() {
  const missing = ['g++', 'make', 'pkg-config'].filter((tool) => !isThere(tool));
  const headers = ['/usr/include/openssl/ssl.h', '/usr/include/zlib.h'].filter(
    (file) => process.platform === 'linux' && !existsSync(file),
  );
  if (missing.length + headers.length === 0) return;
  throw new Error(
    `the Kafka client cannot be built: missing ${[...missing, ...headers].join(', ')}\n` +
      `on Debian or Ubuntu: apt-get install ${DEBIAN_PACKAGES} pkg-config`,
  );
}

const isThere = (tool) => succeeds(tool, ['--version']);

function succeeds(command, args) {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** librdkafka with our patches as a static library, in a folder of the cache named by what went into it. */
async function ensureLibrdkafka(log) {
  const source = librdkafkaSource();
  const patches = contentsOf(filesIn('patches'));
  const version = digest(platform, readFileSync(join(source, 'src', 'rdkafka.h')), ...patches);
  const target = join(cacheRoot(), `librdkafka-${version}`);
  if (existsSync(join(target, 'lib', 'librdkafka.a'))) return target;
  log('building librdkafka from source (about 75 s, once)');
  const work = `${target}.build.${process.pid}`;
  const staged = `${target}.stage.${process.pid}`;
  rmSync(work, { recursive: true, force: true });
  cpSync(source, work, { recursive: true, dereference: true });
  for (const patch of patches) applyPatch(patch.toString(), work);
  const jobs = String(Math.max(1, availableParallelism()));
  await run('bash', ['./configure', `--prefix=${target}`, '--disable-lz4-ext', '--enable-static'], { cwd: work, log });
  await run('make', [`-j${jobs}`, 'libs'], { cwd: work, log, progress: 'librdkafka' });
  await run('make', ['-C', 'src', 'install', `DESTDIR=${staged}`], { cwd: work, log });
  renameSync(join(staged, target), target);
  rmSync(work, { recursive: true, force: true });
  rmSync(staged, { recursive: true, force: true });
  return target;
}

/** Runs a command; its output is shown only where it fails, a line now and then where it takes long. */
function run(command, args, { cwd, log, progress }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = [];
    const startedAt = Date.now();
    const ticker =
      progress && setInterval(() => log(`  ${progress}: ${Math.round((Date.now() - startedAt) / 1000)} s …`), 15_000);
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (status) => {
      clearInterval(ticker);
      if (status === 0) resolve();
      else
        reject(new Error(`${command} failed with status ${status}:\n${Buffer.concat(output).toString().slice(-4000)}`));
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await ensureBuilt();
