import { afterAll, beforeAll, expect, test } from 'vitest';
import { Delivery, numbers } from './support/delivery.js';

let delivery: Delivery;

beforeAll(async () => {
  delivery = await Delivery.connect('on-error');
});

afterAll(() => delivery.close());

const text = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString());

const from = (topic: string, options: Record<string, string> = {}) =>
  delivery.table('src', topic, {
    'properties.group.id': delivery.topic(topic),
    'scan.startup.mode': 'earliest-offset',
    'scan.bounded.mode': 'latest-offset',
    ...options,
  });
const to = (topic: string, guarantee: string, options: Record<string, string> = {}) =>
  delivery.table('dst', topic, {
    'sink.delivery-guarantee': guarantee,
    ...(guarantee === 'exactly-once' ? { 'sink.transactional-id-prefix': delivery.prefix } : {}),
    ...options,
  });
const COPY = 'INSERT INTO dst SELECT id FROM src;';

const bad = (topic: string) => ({
  topic: delivery.topic(topic),
  partition: 1,
  key: Buffer.from('k'),
  value: Buffer.from('no JSON'),
  headers: [['own', Buffer.from('x')]] as [string, Uint8Array][],
  timestamp: 1_600_000_000_000,
});

for (const guarantee of ['none', 'at-least-once', 'exactly-once']) {
  test(`${guarantee}: a record that cannot be read is skipped, or goes to its topic as it was`, async () => {
    const [source, target, letters] = ['in', 'out', 'dlq'].map((each) => `read-${guarantee}-${each}`) as [
      string,
      string,
      string,
    ];
    await delivery.topics([source, target, letters]);
    await delivery.feed(source, 0, 30);
    await delivery.broker.produce([bad(source)]);
    await delivery.feed(source, 30, 60);
    const skip = delivery.start(from(source, { 'on-error': 'skip' }) + to(target, guarantee) + COPY);
    expect([await skip.ended, skip.codes]).toEqual([3, ['TSQL_RUN_RECORD_DIVERTED']]);
    expect(skip.summaries).toMatchObject([
      { recordsIn: 61, recordsOut: 60, recordsSkippedOnError: 1, recordsDeadLettered: 0 },
    ]);
    expect(await delivery.settled(target, 60)).toEqual(numbers(0, 60));
    const options = { 'on-error': 'dead-letter', 'on-error.dead-letter-topic': delivery.topic(letters) };
    const divert = delivery.start(from(source, options) + to(target, guarantee) + COPY);
    expect(await divert.ended).toBe(3);
    await delivery.settledRecords(letters, 1);
    const [letter] = await delivery.broker.read(delivery.topic(letters));
    expect([text(letter?.key ?? null), text(letter?.value ?? null), letter?.timestamp]).toEqual([
      'k',
      'no JSON',
      1_600_000_000_000,
    ]);
    const headers = Object.fromEntries((letter?.headers ?? []).map(([name, value]) => [name, text(value)]));
    expect(headers).toMatchObject({
      own: 'x',
      'tsql.error.code': expect.stringMatching(/^TSQL_FORMAT/),
      'tsql.error.part': 'value',
      'tsql.error.topic': delivery.topic(source),
      'tsql.error.partition': '1',
      'tsql.error.offset': '10',
    });
  });
}

test('one record more than the limit fails the job, and its transaction with the letters in it', async () => {
  await delivery.topics(['limit-in', 'limit-out', 'limit-dlq']);
  await delivery.broker.produce([bad('limit-in'), bad('limit-in'), bad('limit-in')]);
  const run = delivery.start(
    from('limit-in', {
      'on-error': 'dead-letter',
      'on-error.max-records': '2',
      'on-error.dead-letter-topic': delivery.topic('limit-dlq'),
    }) +
      to('limit-out', 'exactly-once') +
      COPY,
  );
  expect(await run.ended).toBe(1);
  expect(run.codes).toEqual(['TSQL_RUN_RECORD_DIVERTED', 'TSQL_RUN_RECORD_DIVERTED', 'TSQL_RUN_TOO_MANY_ERRORS']);
  expect(await delivery.broker.read(delivery.topic('limit-dlq'))).toEqual([]);
});

test('a missing dead letter topic is found before anything is read', async () => {
  await delivery.topics(['none-in', 'none-out']);
  const run = delivery.start(
    from('none-in', { 'on-error': 'dead-letter', 'on-error.dead-letter-topic': delivery.topic('none-dlq') }) +
      to('none-out', 'at-least-once') +
      COPY,
  );
  expect([await run.ended, run.codes]).toEqual([2, ['TSQL_KAFKA_SINK_TOPIC_MISSING']]);
});

test('a row that cannot be written is diverted, and what its record had brought before is taken back', async () => {
  await delivery.topics(['write-in', 'write-out']);
  const records = ['{"ids":[1,2]}', '{"ids":[3,null,4]}', '{"ids":[5]}'].map((value) => ({
    topic: delivery.topic('write-in'),
    partition: 0,
    key: null,
    value: Buffer.from(value),
    headers: [],
    timestamp: 0,
  }));
  await delivery.broker.produce(records);
  const source = from('write-in').replace('(id INT)', '(ids ARRAY<INT>)');
  const target = to('write-out', 'exactly-once', { 'on-error': 'skip' }).replace('(id INT)', '(id INT NOT NULL)');
  const run = delivery.start(`${source}${target}INSERT INTO dst SELECT e FROM src CROSS JOIN UNNEST(ids) AS t (e);`);
  expect([await run.ended, run.codes]).toEqual([3, ['TSQL_RUN_RECORD_DIVERTED']]);
  expect(await delivery.settled('write-out', 3)).toEqual([1, 2, 5]);
});

for (const guarantee of ['none', 'at-least-once', 'exactly-once']) {
  for (const limit of ['properties.max.request.size', 'max.message.bytes']) {
    test(`${guarantee}: one record of 100,000 that is too large by ${limit} is diverted, all others are written`, async () => {
      const name = `large-${guarantee}-${limit.length}`;
      const [source, target, letters] = [`${name}-in`, `${name}-out`, `${name}-dlq`];
      await delivery.topics([source, letters]);
      const isClients = limit.startsWith('properties');
      await delivery.broker.createTopics(
        new Map([[delivery.topic(target), 3]]),
        new Map([[delivery.topic(target), isClients ? {} : { 'max.message.bytes': '100000' }]]),
      );
      const COUNT = 100_000;
      const large = 61_234;
      const value = (id: number) => `{"id":${id},"filler":"${id === large ? 'x'.repeat(50_000) : 'y'}"}`;
      await delivery.fill(source, COUNT, value);
      const source2 = from(source).replace('(id INT)', '(id INT, filler STRING)');
      const target2 = to(target, guarantee, {
        'on-error': 'dead-letter',
        'on-error.dead-letter-topic': delivery.topic(letters),
        'properties.batch.size': '60000',
        ...(isClients ? { [limit]: '100000' } : {}),
      }).replace('(id INT)', '(id INT, filler STRING)');
      const run = delivery.start(`${source2}${target2}INSERT INTO dst SELECT id, REPEAT(filler, 4) FROM src;`);
      expect(await run.ended).toBe(3);
      // An aborted transaction may be noticed before what it was aborted for.
      expect(run.codes.filter((code) => code !== 'TSQL_RUN_REPLAY')).toEqual(['TSQL_RUN_RECORD_DIVERTED']);
      expect(run.summaries).toMatchObject([{ recordsIn: COUNT, recordsOut: COUNT - 1, recordsDeadLettered: 1 }]);
      const ids = await delivery.settled(target, COUNT - 1);
      if (guarantee === 'exactly-once') expect(ids.length).toBe(COUNT - 1);
      expect(new Set(ids)).toEqual(new Set(numbers(0, COUNT).filter((id) => id !== large)));
      await delivery.settledRecords(letters, 1);
      const [letter] = await delivery.broker.read(delivery.topic(letters));
      expect(text(letter?.value ?? null)).toBe(value(large));
      const headers = Object.fromEntries((letter?.headers ?? []).map(([key, bytes]) => [key, text(bytes)]));
      expect(headers).toMatchObject({
        'tsql.error.code': 'TSQL_KAFKA_RECORD_REJECTED',
        'tsql.error.part': 'record',
        'tsql.error.topic': delivery.topic(source),
      });
    }, 120_000);
  }
}
