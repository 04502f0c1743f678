// Everything: set-up, types and lint, unit tests, broker tests, the recorded cases. Ends with one line of counts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bin, root, run, say } from './lib.mjs';
import { setup } from './setup.mjs';

const counts = { passed: 0, failed: 0, skipped: 0 };

async function vitest(project, env) {
  const { status, output } = await run(bin('vitest'), ['run', '--project', project, '--passWithNoTests'], {
    capture: true,
    env: { ...env, NO_COLOR: '1' },
  });
  const tests = /^\s*Tests\s+(.*)$/m.exec(output)?.[1] ?? '';
  for (const key of Object.keys(counts)) counts[key] += Number(new RegExp(`(\\d+) ${key}`).exec(tests)?.[1] ?? 0);
  if (status !== 0 && !/\d+ failed/.test(tests)) counts.failed++;
}

/** The recorded cases and the examples' own. In memory and on a broker the same ones are to pass: there is one list. */
async function cases(servers) {
  const { conformance } = await import('./conformance.mjs');
  const result = await conformance({ servers });
  counts.passed += result.passed;
  counts.failed += result.failed;
  const { output } = await run(join(root, 'bin', 'tsql'), ['test', 'examples', '--brokers', servers], {
    capture: true,
  });
  const [, passed = 0, failed = 1] = /^(\d+) passed, (\d+) failed/m.exec(output) ?? [];
  counts.passed += Number(passed);
  counts.failed += Number(failed);
}

/** A program of test/chaos, in its short form. */
async function chaos(program, ...args) {
  const { status, output } = await run(bin('tsx'), [join('test', 'chaos', 'src', program), ...args], { capture: true });
  for (const key of Object.keys(counts)) counts[key] += Number(new RegExp(`(\\d+) ${key}`).exec(output)?.[1] ?? 0);
  if (status !== 0 && !/[1-9]\d* failed/.test(output)) counts.failed++;
}

/** Its processes are killed, and nothing may be lost; it runs at full speed, and its memory is to stay. */
async function reliability() {
  const folder = mkdtempSync(join(tmpdir(), 'tsql-test-'));
  const results = join(folder, 'rounds.jsonl');
  await chaos('main.ts', '--fault', 'kill', '--rounds', '10', '--guarantee', 'exactly-once', '--results', results);
  await chaos('soak-main.ts', '--seconds', '60', '--guarantee', 'exactly-once');
  rmSync(folder, { recursive: true });
}

try {
  await setup();
  const checked = await run(process.execPath, ['scripts/check.mjs']);
  if (checked.status === 0) counts.passed++;
  else counts.failed++;
  await vitest('unit', {});
  await cases('memory');
  const { startBroker } = await import('../test/broker/broker.mjs');
  const broker = await startBroker({ log: say });
  try {
    await vitest('broker', { KAFKA_BROKERS: broker.servers });
    await cases(broker.servers);
  } finally {
    await broker.stop();
  }
  await reliability();
} catch (error) {
  say(error.stack ?? String(error));
  counts.failed++;
}
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exitCode = counts.failed > 0 || (process.env.CI === 'true' && counts.skipped > 0) ? 1 : 0;
