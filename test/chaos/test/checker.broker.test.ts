import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createProducer } from '@tsql/kafka-native';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chaos } from '../src/chaos.js';
import { FAULTS } from '../src/faults.js';
import { Feeder } from '../src/feeder.js';
import { KafkaCluster } from '../src/kafka-cluster.js';
import { Ledger } from '../src/ledger.js';
import { writtenBatch } from '../src/numbered-records.js';
import { readOptions } from '../src/options.js';
import { OutputReader } from '../src/output-reader.js';
import { Results } from '../src/results.js';
import { runRound } from '../src/round.js';
import { World } from '../src/world.js';

const TIMEOUT_MS = 240_000;
const folder = mkdtempSync(join(tmpdir(), 'tsql-checker-'));
let cluster: KafkaCluster;

beforeAll(async () => {
  cluster = await KafkaCluster.start(1, { folder: join(folder, 'kafka') });
}, TIMEOUT_MS);

afterAll(async () => {
  await cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test(
  'a reader counts what is committed and nothing of what is aborted',
  async () => {
    await cluster.createTopic('written', 2);
    const producer = createProducer({ 'bootstrap.servers': cluster.servers, 'transactional.id': 'checker' });
    await producer.initTransactions(10_000);
    const write = async (numbers: readonly number[], end: 'commit' | 'abort') => {
      await producer.beginTransaction();
      const records = numbers.map((number) => ({ partition: 1, key: 3, number }));
      producer.produce('written', writtenBatch(records), 0);
      await producer.flush(10_000);
      await (end === 'commit' ? producer.commitTransaction(10_000) : producer.abortTransaction(10_000));
    };
    await write([0, 1], 'commit');
    await write([2, 3], 'abort');
    await write([2, 2, 4], 'commit');
    await producer.close();

    const ledger = new Ledger();
    const reader = await OutputReader.open(cluster.directServers, 'written', { partitions: 2, ledger });
    const fed = new Map([[3, 5]]);
    for (let waited = 0; ledger.findings(fed).lost > 1 && waited < 10_000; waited += 20) await delay(20);
    await delay(200);
    await reader.close();
    expect(ledger.findings(fed)).toEqual({ lost: 1, duplicated: 1, disordered: 0, strange: 0 });
    expect(ledger.missing(fed)).toEqual(['key 3: 3']);
  },
  TIMEOUT_MS,
);

test(
  'what is fed stands in the topic once and in order',
  async () => {
    await cluster.createTopic('fed', 6);
    const feeder = new Feeder(cluster.servers, 'fed', { keys: 24, partitions: 6 });
    feeder.start(2_000, 5_000);
    await delay(500);
    await feeder.stop();
    await feeder.close();
    expect([...feeder.fed.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(5_000);
    const ledger = new Ledger();
    const reader = await OutputReader.open(cluster.directServers, 'fed', { partitions: 6, ledger, isFed: true });
    for (let waited = 0; !ledger.holds(feeder.fed) && waited < 10_000; waited += 20) await delay(20);
    await reader.close();
    expect(ledger.findings(feeder.fed)).toEqual({ lost: 0, duplicated: 0, disordered: 0, strange: 0 });
  },
  TIMEOUT_MS,
);

test(
  'a transaction without the positions is found out',
  async () => {
    const setting = { seed: 1, guarantee: 'exactly-once', instances: 1 } as const;
    const { tsql } = readOptions([]);
    const world = await World.open({ cluster, setting, tsql, folder, name: 'apart', areApart: true });
    const fault = FAULTS.kill;
    if (fault === undefined) throw new Error('there is no kill');
    try {
      // Positions come late, so that a kill hits between them and the transaction's end.
      for (const { proxy } of cluster.nodes) proxy.set({ kind: 'slow', delayMs: 300 });
      let duplicated = 0;
      for (let round = 1; round <= 10 && duplicated === 0; round++) {
        const outcome = await runRound(world, { fault, name: 'kill', round, checkAs: 'exactly-once' });
        expect(outcome).toMatchObject({ lost: 0, disordered: 0, strange: 0 });
        duplicated += outcome.duplicated;
        expect(outcome.faults.length > 0).toBe(outcome.duplicated > 0);
      }
      expect(duplicated).toBeGreaterThan(0);
    } finally {
      await world.close();
      for (const { proxy } of cluster.nodes) proxy.set({ kind: 'open' });
    }
  },
  TIMEOUT_MS,
);

test(
  'a job whose positions are committed apart from its records is found out',
  async () => {
    const results = join(folder, 'rounds.jsonl');
    const args = ['--guarantee', 'at-least-once', '--check-as', 'exactly-once', '--rounds', '4', '--results', results];
    const counts = await chaos(readOptions(args), () => {});
    expect(counts.failed).toBeGreaterThan(0);
    const found = new Results(results).read();
    expect(found.some(({ duplicated }) => duplicated > 0)).toBe(true);
    expect(found.every(({ lost, disordered, strange }) => lost + disordered + strange === 0)).toBe(true);
  },
  TIMEOUT_MS,
);
