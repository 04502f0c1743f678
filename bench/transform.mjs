// What the engine itself costs per record over batches in memory, compiled and by the reference: job A (or the job named), and A′.
import { readFileSync } from 'node:fs';
import { batchOf, runJob } from './engine.mjs';
import { order } from './orders.mjs';
import { unusualOrder } from './unusual.mjs';

const BATCH = 4096;
const BATCHES = Number(process.env.BATCHES ?? 250);
const sql = readFileSync(new URL(`./jobs/${process.argv[2] ?? 'a'}.sql`, import.meta.url), 'utf8');

async function measure(mode, batch, batches) {
  let out = 0;
  const before = process.cpuUsage();
  await runJob({ sql, mode, batch, batches, onBatch: ({ count }) => (out += count) });
  const { user, system } = process.cpuUsage(before);
  return { microseconds: (user + system) / (batches * BATCH), out };
}

for (const [name, make] of [
  ['usual', order],
  ['unusual', unusualOrder],
]) {
  const batch = batchOf(BATCH, make);
  for (const mode of ['reference', 'compiled']) {
    const batches = mode === 'reference' ? Math.ceil(BATCHES / 10) : BATCHES;
    await measure(mode, batch, Math.ceil(batches / 5));
    const { microseconds, out } = await measure(mode, batch, batches);
    console.log(
      `${name.padEnd(8)} ${mode.padEnd(10)} ${microseconds.toFixed(2)} µs of CPU per record (${out} records out)`,
    );
  }
}
