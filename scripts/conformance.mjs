// Runs the recorded cases and compares with the list of those that pass: one that stops passing fails, and so does one
// that passes and is not listed. `--update` writes the list and the README's table. `--memory` needs no broker: the
// list has to hold there too.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBroker } from '../test/broker/broker.mjs';
import { root, run, say } from './lib.mjs';

const casesDir = join(root, 'test', 'conformance');
const listFile = join(root, 'test', 'conformance-passing.txt');
const MEMORY = 'memory';
const START = '<!-- conformance: made by `npm run conformance -- --update` -->';
const END = '<!-- /conformance -->';

/** Runs the cases below the paths in one process. */
async function runCases(paths, servers) {
  const args = ['test', ...paths, '--brokers', servers, '--reporter', 'json'];
  const { output } = await run(join(root, 'bin', 'tsql'), args, { quiet: true });
  return output
    .split('\n')
    .filter((line) => line.startsWith('{"file"'))
    .map((line) => JSON.parse(line))
    .map((result) => ({ ...result, name: relative(casesDir, result.file).replace(/\.txtar$/, '') }));
}

const linesOf = (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean);

/** Runs all cases; resolves with counts. What differs from the list is run once more, for a broker may be slow. */
export async function conformance({ update = false, servers } = {}) {
  const results = await runCases([casesDir], servers);
  const expected = new Set(linesOf(listFile));
  const doubtful = results.filter((result) => result.passed !== expected.has(result.name));
  if (doubtful.length > 0) {
    for (const again of await runCases(
      doubtful.map((result) => result.file),
      servers,
    )) {
      const index = results.findIndex((result) => result.name === again.name);
      if (results[index].passed !== again.passed)
        say(`not stable: ${again.name}: ${results[index].reason || again.reason}`);
      results[index] = again;
    }
  }
  const passing = results
    .filter((result) => result.passed)
    .map((result) => result.name)
    .sort();
  if (update) {
    writeFileSync(listFile, `${passing.join('\n')}\n`);
    writeTable(results);
  }
  const listed = new Set(linesOf(listFile));
  const lost = [...listed].filter((name) => !passing.includes(name));
  const gained = passing.filter((name) => !listed.has(name));
  for (const name of lost)
    say(`no longer passes: ${name}: ${results.find((result) => result.name === name)?.reason ?? 'it was not run'}`);
  for (const name of gained) say(`passes and is not listed: ${name} (npm run conformance -- --update)`);
  say(`conformance: ${passing.length} of ${results.length} cases pass`);
  return { passed: passing.length - gained.length, failed: lost.length + gained.length };
}

function areas(results) {
  const table = new Map();
  for (const { name, passed, mustFail } of results) {
    const area = dirname(name);
    const row = table.get(area) ?? { write: [0, 0], refuse: [0, 0] };
    const counts = mustFail ? row.refuse : row.write;
    counts[1]++;
    if (passed) counts[0]++;
    table.set(area, row);
  }
  return [...table].sort(([a], [b]) => (a < b ? -1 : 1));
}

function writeTable(results) {
  const lines = ['| area | must write | must be refused |', '|---|---|---|'];
  for (const [area, { write, refuse }] of areas(results)) {
    lines.push(`| ${area} | ${write[0]} of ${write[1]} | ${refuse[0]} of ${refuse[1]} |`);
  }
  const readme = join(root, 'README.md');
  const text = readFileSync(readme, 'utf8');
  const from = text.indexOf(START);
  const to = text.indexOf(END);
  if (from < 0 || to < 0) return;
  writeFileSync(readme, `${text.slice(0, from + START.length)}\n${lines.join('\n')}\n${text.slice(to)}`);
}

async function main() {
  const update = process.argv.includes('--update');
  if (process.argv.includes('--memory')) {
    const { failed } = await conformance({ update, servers: MEMORY });
    process.exitCode = failed === 0 ? 0 : 1;
    return;
  }
  const broker = await startBroker({ log: say });
  try {
    const { failed } = await conformance({ update, servers: broker.servers });
    process.exitCode = failed === 0 ? 0 : 1;
  } finally {
    await broker.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
