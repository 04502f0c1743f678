// What formats cost per record, compiled and by the reference, against plain use of libraries that do the same work in the same run:
// CPU, records per second, bytes allocated. The outputs have to be the same. Usage: run.mjs [FORMAT…]
import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { batchOf, runJob } from '../engine.mjs';

const BATCH = 4096;
/** Where allocations are counted: nothing may be collected meanwhile. */
const SMALL_BATCH = 512;
const ROUNDS = 3;
/** How long each way runs in each round, by its speed. */
const MILLIS = Number(process.env.MILLIS ?? 700);
const ALL = ['csv', 'changelog-json', 'avro', 'avro-confluent', 'protobuf', 'raw'];
const formats = process.argv.length > 2 ? process.argv.slice(2) : ALL;

let collections = 0;
const observer = new PerformanceObserver((list) => {
  collections += list.getEntries().length;
});
observer.observe({ entryTypes: ['gc'] });

const valuesOf = ({ count, slab, valueStart, valueEnd }) =>
  Array.from({ length: count }, (_, i) =>
    Buffer.from(slab.buffer, slab.byteOffset + valueStart[i], valueEnd[i] - valueStart[i]),
  );

/** The ways to do a work: each runs over so many batches of a size, and shows the batches that came out. */
function waysOf({ sql, make, plain }, size) {
  const batch = batchOf(size, (i) => ({ value: make(i), header: '', timestamp: i }));
  const engine = (mode) => async (batches, onValues) => {
    let out = 0;
    await runJob({
      sql,
      mode,
      batch,
      batches,
      onBatch(found) {
        out += found.count;
        onValues?.(valuesOf(found));
      },
    });
    return out;
  };
  const byHand = (transform) => async (batches, onValues) => {
    let out = 0;
    for (let i = 0; i < batches; i++) {
      const found = transform(valuesOf(batch)).map((value) => (typeof value === 'string' ? Buffer.from(value) : value));
      out += found.length;
      onValues?.(found);
    }
    return out;
  };
  return {
    tsql: engine('compiled'),
    'tsql, reference': engine('reference'),
    ...Object.fromEntries(Object.entries(plain).map(([name, transform]) => [name, byHand(transform)])),
  };
}

async function outputOf(way) {
  const values = [];
  await way(1, (found) => values.push(...found.map((value) => Buffer.from(value).toString('latin1'))));
  return values.sort();
}

/**
 * Bytes on the heap and beside it for a record: what three lengths of run take more than one length, so that starting and
 * compiling drop out. Nothing may be collected meanwhile, or it is tried with fewer records.
 */
async function allocation(work, name) {
  for (const size of [BATCH, SMALL_BATCH]) {
    const way = waysOf(work, size)[name];
    for (let batches = 16; batches >= 1; batches >>= 2) {
      const short = await allocated(way, batches);
      const long = short === undefined ? undefined : await allocated(way, 3 * batches);
      if (short !== undefined && long !== undefined) return (long - short) / (2 * batches * size);
    }
  }
  return Number.NaN;
}

async function allocated(way, batches) {
  globalThis.gc();
  await setTimeout(20);
  collections = 0;
  const before = process.memoryUsage();
  await way(batches);
  const after = process.memoryUsage();
  await setTimeout(20);
  return collections === 0 ? after.heapUsed + after.external - before.heapUsed - before.external : undefined;
}

async function timed(way, batches) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await way(batches);
  const { user, system } = process.cpuUsage(cpu);
  return {
    micros: (user + system) / (batches * BATCH),
    rate: (batches * BATCH) / ((performance.now() - start) / 1000),
  };
}

const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];

for (const format of formats) {
  const { WORKS } = await import(`./${format}.mjs`);
  for (const work of WORKS) {
    const ways = Object.entries(waysOf(work, BATCH));
    const expected = await outputOf(ways[0][1]);
    for (const [name, way] of ways) {
      const found = await outputOf(way);
      const at = found.findIndex((value, index) => value !== expected[index]);
      if (at >= 0 || found.length !== expected.length) {
        throw new Error(
          `${work.name}, ${name}: ${found.length} records, ${expected.length} expected; ${found[at]} for ${expected[at]}`,
        );
      }
    }
    const results = new Map(ways.map(([name]) => [name, { micros: [], rates: [] }]));
    const counts = new Map();
    for (const [name, way] of ways) {
      const { rate } = await timed(way, 10);
      counts.set(name, Math.max(10, Math.ceil((rate * MILLIS) / 1000 / BATCH)));
    }
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, way] of ways) {
        const { micros, rate } = await timed(way, counts.get(name));
        results.get(name).micros.push(micros);
        results.get(name).rates.push(rate);
      }
    }
    console.log(`\n${work.name}: ${expected.length} of ${BATCH} records pass`);
    const own = median(results.get('tsql').micros);
    for (const [name] of ways) {
      const { micros, rates } = results.get(name);
      const cost = median(micros);
      const bytes = await allocation(work, name);
      console.log(
        `  ${name.padEnd(38)} ${cost.toFixed(2).padStart(7)} µs of CPU  ${Math.round(median(rates)).toLocaleString('en').padStart(10)} records/s` +
          `  ${Math.round(bytes).toLocaleString('en').padStart(7)} bytes  ${(cost / own).toFixed(1).padStart(5)} x`,
      );
    }
  }
}
