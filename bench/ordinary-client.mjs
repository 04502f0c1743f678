// The ordinary client with its own binding, installed in a cache outside of node_modules: the product does not load it, only the
// comparison does. Its authors' prebuilt binary is taken where it can be had, else the binding is built from source.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const NAME = '@confluentinc/kafka-javascript';
const BINDING = join('node_modules', NAME, 'build', 'Release', 'confluent-kafka-javascript.node');

/** Returns a path from which the client can be required. Throws an Error that says what is missing. */
export async function ensureOrdinaryClient({ log }) {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../packages/kafka-native/package.json'), 'utf8'));
  const version = { ...manifest.devDependencies, ...manifest.dependencies }[NAME];
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const dir = join(cache, 'tsql', 'bench', `kafka-javascript-${version}-node${process.versions.modules}`);
  if (!existsSync(join(dir, BINDING))) await install(dir, version, log);
  return join(dir, 'package.json');
}

async function install(dir, version, log) {
  log(`installing ${NAME} ${version} and its binding (about two minutes, once)`);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'package.json'), '{ "private": true }');
  const prefix = dirname(dirname(process.execPath));
  const headers = existsSync(join(prefix, 'include', 'node', 'node.h')) ? { npm_config_nodedir: prefix } : {};
  const run = (args, cwd) =>
    promisify(execFile)('npm', args, {
      cwd,
      env: { ...process.env, ...headers, CKJS_LINKING: 'dynamic' },
      maxBuffer: 1 << 28,
    });
  try {
    await run(['install', '--no-audit', '--no-fund', `${NAME}@${version}`], dir);
    // Where npm does not run the scripts of what it installs.
    if (!existsSync(join(dir, BINDING))) await run(['run', 'install'], join(dir, 'node_modules', NAME));
  } catch (error) {
    const reason = `${error.stderr ?? error.message}`.trim().split('\n').slice(-6).join('\n');
    throw new Error(`${NAME} could not be built (it needs g++, make, python3 and OpenSSL's headers): ${reason}`);
  }
}
