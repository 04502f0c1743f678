import { afterAll, beforeAll, expect, test } from 'vitest';
import { createConsumer, createProducer } from '../packages/kafka-native/src/index.js';
import { Delivery, numbers, until } from './support/delivery.js';

let delivery: Delivery;

beforeAll(async () => {
  delivery = await Delivery.connect('exactly-once');
});

afterAll(() => delivery.close());

const from = (topic: string, group: string, options: Record<string, string> = {}) =>
  delivery.table('src', topic, {
    'properties.group.id': `${delivery.prefix}-${group}`,
    'scan.startup.mode': 'group-offsets',
    'properties.auto.offset.reset': 'earliest',
    ...options,
  });
const to = (topic: string, options: Record<string, string> = {}) =>
  delivery.table('dst', topic, {
    'sink.delivery-guarantee': 'exactly-once',
    'sink.transactional-id-prefix': delivery.topic(topic),
    ...options,
  });
const COPY = 'INSERT INTO dst SELECT id FROM src;';

/** The group's positions by partition, once no transaction is about to change them. */
async function positions(group: string, topic: string): Promise<number[]> {
  const consumer = createConsumer({
    'bootstrap.servers': delivery.broker.servers,
    'group.id': `${delivery.prefix}-${group}`,
    'isolation.level': 'read_committed',
  });
  const partitions = [0, 1, 2].map((partition) => ({ topic: delivery.topic(topic), partition }));
  const found = await consumer.committed(partitions, 10_000);
  await consumer.close();
  return found.map(({ offset }) => offset);
}

test('a batch job writes every record once and its positions with it, in several transactions', async () => {
  await delivery.topics(['a-in', 'a-out']);
  await delivery.feed('a-in', 0, 3_000);
  const sql =
    `SET 'execution.runtime-mode' = 'batch';\n` +
    from('a-in', 'a', { 'scan.bounded.mode': 'latest-offset' }) +
    to('a-out') +
    COPY;
  const first = delivery.start(sql);
  expect([await first.ended, first.problems]).toEqual([0, []]);
  expect(await delivery.settled('a-out', 3_000)).toEqual(numbers(0, 3_000));
  expect(await positions('a', 'a-in')).toEqual([1_000, 1_000, 1_000]);
  await delivery.feed('a-in', 3_000, 3_300);
  const second = delivery.start(sql);
  expect([await second.ended, second.problems]).toEqual([0, []]);
  expect(await delivery.settled('a-out', 3_300)).toEqual(numbers(0, 3_300));
});

test('a streaming job commits records and positions together, and goes on where it stopped', async () => {
  await delivery.topics(['b-in', 'b-out']);
  const sql = `SET 'execution.checkpointing.interval' = '300 ms';\n${from('b-in', 'b')}${to('b-out')}${COPY}`;
  const first = delivery.start(sql);
  for (let round = 0; round < 5; round++) {
    await delivery.feed('b-in', round * 30, (round + 1) * 30);
    await until(async () => (await delivery.ids('b-out')).length === (round + 1) * 30);
    await until(async () => (await positions('b', 'b-in')).join() === new Array(3).fill((round + 1) * 10).join());
  }
  expect([await first.stop(), first.problems]).toEqual([130, []]);
  await delivery.feed('b-in', 150, 180);
  const second = delivery.start(sql);
  await until(async () => (await delivery.ids('b-out')).length >= 180);
  expect([await second.stop(), second.problems]).toEqual([130, []]);
  expect(await delivery.settled('b-out', 180)).toEqual(numbers(0, 180));
});

test('sinks of one statement set commit together, and the table is read once for all of them', async () => {
  await delivery.topics(['c-in', 'c-even', 'c-odd']);
  await delivery.feed('c-in', 0, 300);
  const sink = (name: string, topic: string) =>
    delivery.table(name, topic, {
      'sink.delivery-guarantee': 'exactly-once',
      'sink.transactional-id-prefix': delivery.topic(topic),
    });
  const sql =
    from('c-in', 'c', { 'scan.bounded.mode': 'latest-offset' }) +
    sink('evens', 'c-even') +
    sink('odds', 'c-odd') +
    `EXECUTE STATEMENT SET BEGIN INSERT INTO evens SELECT id FROM src WHERE MOD(id, 2) = 0;
     INSERT INTO odds SELECT id FROM src WHERE MOD(id, 2) = 1; END;`;
  const run = delivery.start(sql);
  expect([await run.ended, run.problems]).toEqual([0, []]);
  expect(await delivery.settled('c-even', 150)).toEqual(numbers(0, 300).filter((id) => id % 2 === 0));
  expect(await delivery.settled('c-odd', 150)).toEqual(numbers(0, 300).filter((id) => id % 2 === 1));
  expect(await positions('c', 'c-in')).toEqual([100, 100, 100]);
  expect(run.summaries).toMatchObject([{ recordsIn: 300, recordsOut: 300 }]);
});

test('a failing record takes back what its transaction held, positions too', async () => {
  await delivery.topics(['d-in', 'd-out']);
  await delivery.feed('d-in', 0, 30);
  await delivery.broker.produce([
    {
      topic: delivery.topic('d-in'),
      partition: 0,
      key: null,
      value: Buffer.from('no JSON'),
      headers: [],
      timestamp: 0,
    },
  ]);
  const run = delivery.start(from('d-in', 'd', { 'scan.bounded.mode': 'latest-offset' }) + to('d-out') + COPY);
  expect(await run.ended).toBe(1);
  expect(await delivery.ids('d-out')).toEqual([]);
  expect(await positions('d', 'd-in')).toEqual([-1001, -1001, -1001]);
});

test('a start aborts what a dead job left open, and fences it if it lives', async () => {
  await delivery.topics(['e-in', 'e-out']);
  await delivery.feed('e-in', 0, 30);
  const zombie = createProducer({
    'bootstrap.servers': delivery.broker.servers,
    'transactional.id': `${delivery.topic('e-out')}-${delivery.prefix}-e-0-0`,
  });
  await zombie.initTransactions(10_000);
  await zombie.beginTransaction();
  const header = Int32Array.of(0, 0);
  const none = Int32Array.of();
  const value = Buffer.from('{"id":-1}');
  zombie.produce(
    delivery.topic('e-out'),
    {
      count: 1,
      slab: value,
      partition: Int32Array.of(0),
      keyStart: Int32Array.of(-1),
      keyEnd: Int32Array.of(-1),
      valueStart: Int32Array.of(0),
      valueEnd: Int32Array.of(value.length),
      timestamp: Float64Array.of(Number.NaN),
      headerIndex: header,
      headerNameStart: none,
      headerNameEnd: none,
      headerValueStart: none,
      headerValueEnd: none,
    },
    0,
  );
  expect(await zombie.flush(10_000)).toBe(0);
  const run = delivery.start(from('e-in', 'e', { 'scan.bounded.mode': 'latest-offset' }) + to('e-out') + COPY, {
    name: 'e',
  });
  expect([await run.ended, run.problems]).toEqual([0, []]);
  expect(await delivery.settled('e-out', 30)).toEqual(numbers(0, 30));
  await expect(zombie.commitTransaction(10_000)).rejects.toMatchObject({ fatal: true });
  await zombie.close();
});

test('the older of two jobs of one name is fenced, and says so', async () => {
  await delivery.topics(['f-in', 'f-out']);
  const sql = `SET 'execution.checkpointing.interval' = '200 ms';\n${from('f-in', 'f')}${to('f-out')}${COPY}`;
  const older = delivery.start(sql);
  await delivery.feed('f-in', 0, 30);
  await until(async () => (await delivery.ids('f-out')).length === 30);
  const newer = delivery.start(sql);
  await until(async () => {
    const count = (await delivery.ids('f-out')).length;
    await delivery.feed('f-in', count, count + 3);
    return older.codes.length > 0;
  });
  expect(await older.ended).toBe(1);
  expect(older.codes).toEqual(['TSQL_TXN_FENCED']);
  expect(await newer.stop()).toBe(130);
});

test('a transaction timeout beyond what the broker allows is said before anything is read', async () => {
  await delivery.topics(['g-in', 'g-out']);
  await delivery.feed('g-in', 0, 3);
  const run = delivery.start(
    from('g-in', 'g') + to('g-out', { 'properties.transaction.timeout.ms': '2000000000' }) + COPY,
  );
  expect(await run.ended).toBe(1);
  expect(run.codes).toEqual(['TSQL_TXN_TIMEOUT_TOO_LARGE']);
  expect(await positions('g', 'g-in')).toEqual([-1001, -1001, -1001]);
});

test('settings that contradict each other are refused with both places', async () => {
  await delivery.topics(['h-in', 'h-one', 'h-two']);
  const sink = (name: string, topic: string, linger: string) =>
    delivery.table(name, topic, {
      'sink.delivery-guarantee': 'exactly-once',
      'sink.transactional-id-prefix': delivery.topic(topic),
      'properties.linger.ms': linger,
    });
  const sql =
    from('h-in', 'h') +
    sink('first_sink', 'h-one', '5') +
    sink('second_sink', 'h-two', '6') +
    `EXECUTE STATEMENT SET BEGIN INSERT INTO first_sink SELECT id FROM src; INSERT INTO second_sink SELECT id FROM src; END;`;
  const run = delivery.start(sql);
  expect([await run.ended, run.codes]).toEqual([2, ['TSQL_OPTION_CONFLICT']]);
  expect(run.problems[0]).toMatch(/second_sink and .*first_sink .*'properties.linger.ms' has to be the same/);
});

test('a transaction that is over before the next commit is refused', async () => {
  const run = delivery.start(
    `SET 'execution.checkpointing.interval' = '10 s';\n` +
      from('i-in', 'i') +
      to('i-out', { 'properties.transaction.timeout.ms': '10000' }) +
      COPY,
  );
  expect([await run.ended, run.codes]).toEqual([2, ['TSQL_OPTION_CONFLICT']]);
});
