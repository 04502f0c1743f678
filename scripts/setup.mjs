// Sets everything up: pnpm and the packages, the Kafka client, the command line's bundle. Each step is skipped where its
// result is there already.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, run, say } from './lib.mjs';

const MINIMUM = [20, 19];
const PNPM = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager;

export async function setup() {
  checkNode();
  await installPackages();
  const { ensureBuilt } = await import('../packages/kafka-native/scripts/build.mjs');
  await ensureBuilt({ log: say });
  const { build } = await import('./build.mjs');
  await build();
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return;
  throw new Error(`Node ${MINIMUM.join('.')} or newer is needed, this is ${process.versions.node}`);
}

async function installPackages() {
  const stamp = join(root, 'node_modules', '.tsql-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('installing packages');
  const { status, output } = await run('npm', ['exec', '--yes', '--', PNPM, 'install', '--frozen-lockfile'], {
    quiet: true,
  });
  if (status !== 0) throw new Error(`pnpm install failed:\n${output}`);
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stamp, lock);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await setup();
    say('set up');
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}
