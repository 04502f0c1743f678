// Bundles the command line into one file, dist/tsql.cjs, when a source is newer than it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'dist', 'tsql.cjs');

function newest(dir) {
  let latest = 0;
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'test') continue;
    const path = join(dir, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}

export async function build({ force = false } = {}) {
  const sources = Math.max(newest(join(root, 'packages')), newest(join(root, 'grammar')));
  if (!force && existsSync(target) && statSync(target).mtimeMs >= sources) return;
  const { build: bundle } = await import('esbuild');
  await bundle({
    entryPoints: [join(root, 'packages', 'cli', 'src', 'bin.ts')],
    outfile: target,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'external',
    legalComments: 'none',
    logLevel: 'warning',
    // Sources say where they are with it; in the bundle __filename does.
    logOverride: { 'empty-import-meta': 'silent' },
  });
  warmCache();
}

/**
 * Leaves V8's code cache beside the bundle: of a short job from end to end, so that it holds what `run` and `check` need. An old one
 * must not stay: V8 tells sources apart by their length only.
 */
function warmCache() {
  const dist = dirname(target);
  for (const name of readdirSync(dist)) if (name.endsWith('.cache')) rmSync(join(dist, name));
  const tsql = (...args) =>
    spawnSync(process.execPath, [join(root, 'bin', 'tsql'), ...args], { cwd: root, stdio: 'ignore', timeout: 30_000 });
  tsql('quickstart', join('examples', 'orders'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build({ force: process.argv.includes('--force') });
