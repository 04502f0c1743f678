import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  type Consumer,
  createConsumer,
  createProducer,
  type ProducedBatch,
} from '../packages/kafka-native/src/index.js';

const servers = process.env.KAFKA_BROKERS ?? '';
const prefix = `large-${process.pid}-${Date.now()}`;
const folder = mkdtempSync(join(tmpdir(), 'tsql-large-'));
const TSQL = join(import.meta.dirname, '../bin/tsql');
/** A broker takes requests up to 100 MiB by default. */
const LARGEST = 104_000_000;
const MEGABYTE = 1_000_000;
const TIMEOUT_MS = 120_000;

afterAll(() => rmSync(folder, { recursive: true }));

async function createTopics(...names: string[]): Promise<void> {
  const admin = createProducer({ 'bootstrap.servers': servers });
  const configs = { 'max.message.bytes': String(LARGEST + MEGABYTE) };
  const topics = names.map((name) => ({ topic: `${prefix}-${name}`, partitions: 2, configs }));
  for (const { error } of await admin.createTopics(topics, 30_000)) if (error !== undefined) throw error;
  await admin.close();
}

function batchOf(value: Uint8Array): ProducedBatch {
  const none = new Int32Array();
  return {
    count: 1,
    slab: value,
    partition: Int32Array.of(-1),
    keyStart: Int32Array.of(-1),
    keyEnd: Int32Array.of(0),
    valueStart: Int32Array.of(0),
    valueEnd: Int32Array.of(value.length),
    timestamp: Float64Array.of(Number.NaN),
    headerIndex: new Int32Array(2),
    headerNameStart: none,
    headerNameEnd: none,
    headerValueStart: none,
    headerValueEnd: none,
  };
}

const repeated = (size: number, i: number) => Buffer.alloc(size, `${i} `);

async function fill(name: string, sizes: readonly number[]): Promise<void> {
  const writer = createProducer({ 'bootstrap.servers': servers, 'message.max.bytes': String(LARGEST + MEGABYTE) });
  for (const [i, size] of sizes.entries()) {
    const batch = batchOf(repeated(size, i));
    while (writer.produce(`${prefix}-${name}`, batch, 0) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(await writer.flush(60_000)).toBe(0);
  expect(writer.takeFailures()).toEqual([]);
  await writer.close();
}

/** Reads a topic to its end; returns each value's size and the number that it repeats. */
async function read(name: string): Promise<[number, number][]> {
  const reader: Consumer = createConsumer({
    'bootstrap.servers': servers,
    'group.id': 'large',
    'enable.partition.eof': 'true',
    'receive.message.max.bytes': '2147483647',
  });
  await reader.assign([0, 1].map((partition) => ({ topic: `${prefix}-${name}`, partition, offset: 0 })));
  const found: [number, number][] = [];
  for (let open = 2; open > 0; ) {
    const batch = await reader.poll(10, 1000);
    open -= batch.events.filter(({ kind }) => kind === 'eof').length;
    for (let i = 0; i < batch.count; i++) {
      const value = Buffer.from(batch.slab.subarray(batch.valueStart[i], batch.valueEnd[i]));
      const number = Number(value.toString('latin1', 0, 6).split(' ')[0]);
      found.push([value.equals(repeated(value.length, number)) ? value.length : -1, number]);
    }
  }
  await reader.close();
  return found.sort(([, a], [, b]) => a - b);
}

/** Copies one topic to the other. Returns status, what was said, and the process's peak memory in MB, where it can be told. */
function copy(from: string, to: string, options = '', settings: readonly string[] = []) {
  const table = (name: string, topic: string, more: string) =>
    `CREATE TABLE ${name} (body BYTES) WITH ('connector' = 'kafka', 'topic' = '${prefix}-${topic}',
  'properties.bootstrap.servers' = '${servers}', 'format' = 'raw'${more});\n`;
  const bounds = ", 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset'";
  const file = join(folder, `${to}.sql`);
  writeFileSync(
    file,
    `${table('src', from, bounds)}${table('dst', to, options)}INSERT INTO dst SELECT body FROM src;\n`,
  );
  const child = spawn(process.execPath, [TSQL, 'run', file, ...settings.flatMap((each) => ['--set', each])], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  let peakMegabytes = Number.NaN;
  const look = setInterval(() => {
    peakMegabytes = peakOf(child.pid) ?? peakMegabytes;
  }, 20);
  return new Promise<{ status: number | null; said: string; peakMegabytes: number }>((resolve) => {
    child.once('close', (status) => {
      clearInterval(look);
      resolve({ status, said, peakMegabytes });
    });
  });
}

/** proc(5), VmHWM. */
function peakOf(pid: number | undefined): number | undefined {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

test('a record of 104 MB is copied where the sink may send such, else refused by name', {
  timeout: TIMEOUT_MS,
}, async () => {
  await createTopics('huge', 'huge-out', 'refused');
  await fill('huge', [10, LARGEST, 20]);
  const refused = await copy('huge', 'refused');
  expect(refused.status).toBe(1);
  expect(refused.said).toContain(`1 record was not written to topic ${prefix}-refused`);
  expect(refused.said).toContain('Message size too large');
  const copied = await copy('huge', 'huge-out', `, 'properties.max.request.size' = '${LARGEST + MEGABYTE}'`);
  expect(copied).toMatchObject({ status: 0, said: expect.stringContaining('3 records in, 3 out') });
  expect(await read('huge-out')).toEqual([
    [10, 0],
    [LARGEST, 1],
    [20, 2],
  ]);
});

test('records of 1 MB take no more memory than the job may use', { timeout: TIMEOUT_MS }, async () => {
  const sizes = Array.from({ length: 300 }, () => MEGABYTE);
  await createTopics('many', 'many-out', 'tight-out');
  await fill('many', sizes);
  const copied = await copy('many', 'many-out');
  expect(copied).toMatchObject({ status: 0, said: expect.stringContaining('300 records in, 300 out') });
  expect(await read('many-out')).toEqual(sizes.map((size, i) => [size, i]));
  // With less than a record's size one moves at a time.
  const tight = await copy('many', 'tight-out', '', ['tsql.buffer.max-memory=256 kb']);
  expect(tight).toMatchObject({ status: 0, said: expect.stringContaining('300 records in, 300 out') });
  for (const { peakMegabytes } of [copied, tight]) {
    // Only Linux tells. Less than what was copied, by far.
    if (!Number.isNaN(peakMegabytes)) expect(peakMegabytes).toBeLessThan(200);
  }
});
