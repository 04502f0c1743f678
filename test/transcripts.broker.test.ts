import { join } from 'node:path';
import { KafkaBroker } from '@tsql/session';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runTranscript, transcriptsIn } from './support/transcript.js';

const CASE = `transcript-${process.pid}-${Date.now()}`;
let broker: KafkaBroker;

beforeAll(async () => {
  broker = await KafkaBroker.connect(process.env.KAFKA_BROKERS ?? '');
  await broker.createTopics(new Map([[`${CASE}-orders`, 1]]));
  await broker.produce(
    [1, 2, 3].map((id) => ({
      topic: `${CASE}-orders`,
      partition: 0,
      key: null,
      value: Buffer.from(`{"id":${id},"name":"order ${id}"}`),
      headers: [],
      timestamp: 1_700_000_000_000 + id,
    })),
  );
});

afterAll(async () => {
  await broker.close();
});

for (const { name, path } of transcriptsIn(join(import.meta.dirname, 'transcripts-broker'))) {
  test(`transcript ${name}`, async () => {
    const { found, recorded } = await runTranscript(path, { BROKERS: broker.servers, CASE });
    expect(found).toEqual(recorded);
  });
}
