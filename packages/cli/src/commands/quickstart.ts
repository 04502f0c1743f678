import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMockCluster } from '@tsql/kafka-native';
import { KafkaBroker, printResult, Session } from '@tsql/session';
import { interruptSignal } from '../interrupt.js';
import { renderDiagnostic } from '../render.js';

const INPUT = 'orders';
const OUTPUT = 'orders_by_user';

/** Runs the orders example against librdkafka's brokers inside of this process and shows what came out. */
export async function quickstartCommand(folder: string): Promise<number> {
  const file = join(folder, 'job.sql');
  const sql = readFileSync(file, 'utf8');
  const cluster = createMockCluster();
  for (const topic of [INPUT, OUTPUT]) cluster.createTopic(topic, 2);
  const broker = await KafkaBroker.connect(cluster.bootstrapServers());
  try {
    const values = readFileSync(join(folder, 'orders.jsonl'), 'utf8').split('\n').filter(Boolean);
    await broker.produce(
      values.map((value, index) => ({
        topic: INPUT,
        partition: index % 2,
        key: null,
        value: Buffer.from(value),
        headers: [],
        timestamp: undefined,
      })),
    );
    process.stderr.write(`${values.length} sample orders are in topic ${INPUT}; running ${file}\n`);
    const session = new Session({
      variables: { BROKERS: broker.servers },
      settings: { 'table.local-time-zone': 'UTC' },
    });
    const status = await session.run(sql, file, {
      signal: interruptSignal(),
      jobName: 'orders',
      onLine: (line) => process.stdout.write(`${line}\n`),
      onDiagnostic: (found) => process.stderr.write(`${renderDiagnostic(found, new Map([[file, sql]]), undefined)}\n`),
    });
    if (status === 0) show(await broker.read(OUTPUT));
    return status;
  } finally {
    await broker.close();
    await cluster.close();
  }
}

function show(records: Awaited<ReturnType<KafkaBroker['read']>>): void {
  const text = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString());
  printResult(
    ['topic', 'partition', 'key', 'value', 'headers', 'timestamp'].map((name) => ({ name })),
    records.map((record) => [
      record.topic,
      String(record.partition),
      text(record.key),
      text(record.value),
      record.headers.map(([name, value]) => `${name}=${text(value) ?? 'null'}`).join(', '),
      record.timestamp === undefined ? null : new Date(record.timestamp).toISOString(),
    ]),
    (line) => process.stdout.write(`${line}\n`),
  );
}
