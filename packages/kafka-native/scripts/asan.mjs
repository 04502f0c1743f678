// Runs the addon's tests with AddressSanitizer in our C++, then looks for leaks in a process that uses everything once; no
// leak is suppressed, for entries for Node or V8 would hide ours, which lie above their frames.
// `pnpm test:asan`; with KAFKA_BROKERS the broker tests run as well.
import { execFileSync, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageDir = dirname(dirname(fileURLToPath(import.meta.url)));
const root = dirname(dirname(packageDir));

process.env.TSQL_KAFKA_NATIVE_SANITIZE = 'address';
const { ensureBuilt } = await import('./build.mjs');
const addon = await ensureBuilt();
const library = (name) => execFileSync('g++', [`-print-file-name=${name}`], { encoding: 'utf8' }).trim();

function run(args, options) {
  const { status, signal } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      TSQL_KAFKA_NATIVE: addon,
      // libstdc++ beside it: exceptions are caught through it before Node has loaded its own.
      LD_PRELOAD: `${library('libasan.so')} ${library('libstdc++.so.6')}`,
      ASAN_OPTIONS: ['abort_on_error=0', 'halt_on_error=1', 'exitcode=99', ...options].join(':'),
    },
  });
  if (status !== 0) throw new Error(`node ${args[0]} ended with ${signal ?? `status ${status}`}`);
}

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const projects = process.env.KAFKA_BROKERS ? ['unit', 'broker'] : ['unit'];
for (const project of projects) {
  run([vitest, 'run', '--project', project, '--pool', 'forks', 'packages/kafka-native'], ['detect_leaks=0']);
}
run([join(packageDir, 'test', 'leaks.mjs')], ['detect_leaks=1']);
