import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createConsumer, createMockCluster, createProducer, type ProducedBatch } from '../src/index.js';
import { batchOf, recordsOf } from './support/records.js';

const SEED = 20_240_229;
const RUNS = 1000;

const number = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, -2, -1000, -1001, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 53, 1e308, Number.NaN, 0.5),
  fc.integer(),
  fc.double(),
);
const anything = fc.oneof(
  number,
  fc.string(),
  fc.constantFrom(undefined, null, true, 't', '^t', '\0', Symbol('s'), 10n, new Date(0)),
  fc.constant(() => 1),
  fc.constant(new Proxy({}, { get: () => -1 })),
  fc.array(fc.oneof(number, fc.string(), fc.constant(null)), { maxLength: 4 }),
  fc.array(fc.record({ topic: fc.constantFrom('t', '', 1), partition: number, offset: number }, { requiredKeys: [] }), {
    maxLength: 3,
  }),
  fc.dictionary(fc.string(), fc.oneof(fc.string(), number), { maxKeys: 3 }),
  fc.uint8Array({ maxLength: 8 }),
);

const PRODUCER = [
  'produce',
  'flush',
  'takeFailures',
  'counters',
  'purge',
  'initTransactions',
  'beginTransaction',
  'sendOffsetsToTransaction',
  'commitTransaction',
  'abortTransaction',
  'createTopics',
  'createPartitions',
  'deleteTopics',
  'deleteRecords',
  'describeConfigs',
  'alterConfigs',
  'listGroups',
  'groupMembers',
  'groupOffsets',
  'alterGroupOffsets',
  'metadata',
  'watermarks',
  'takeEvents',
  'lastError',
  'setOauthBearerToken',
  'oauthBearerTokenFailure',
] as const;
const CONSUMER = [
  'poll',
  'recycle',
  'assign',
  'incrementalAssign',
  'incrementalUnassign',
  'subscribe',
  'unsubscribe',
  'pause',
  'resume',
  'seek',
  'position',
  'knownEnds',
  'commit',
  'committed',
  'groupMetadata',
  'metadata',
  'watermarks',
  'offsetsForTimes',
  'takeEvents',
  'lastError',
  'setOauthBearerToken',
  'oauthBearerTokenFailure',
] as const;
const CLUSTER = ['bootstrapServers', 'createTopic', 'failRequests', 'setRoundTrip'] as const;

type Methods = Record<string, (...args: unknown[]) => unknown>;

/** Waits are cut short, so that nothing but the arguments decides how long a call takes. */
const shortened = (args: unknown[]) =>
  args.map((arg) => (typeof arg === 'number' && arg > 3 && arg < 2 ** 31 ? 3 : arg));

async function call(target: object, name: string, args: unknown[]): Promise<void> {
  try {
    const method = (target as Methods)[name];
    if (method === undefined) throw new TypeError(`${name} is missing`);
    await method.apply(target, shortened(args));
  } catch (error) {
    // A refusal: an error that says something, no crash.
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).not.toBe('');
  }
}

/** The surface is listed above: what is new has to be added there. */
test('every method is tried', async () => {
  const cluster = createMockCluster();
  const servers = { 'bootstrap.servers': cluster.bootstrapServers() };
  const clients = [createProducer(servers), createConsumer({ ...servers, 'group.id': 'g' })];
  const methods = (object: object) =>
    Object.getOwnPropertyNames(Object.getPrototypeOf(object)).filter((n) => n !== 'constructor');
  expect(methods(clients[0] as object).sort()).toEqual([...PRODUCER, 'close'].sort());
  expect(methods(clients[1] as object).sort()).toEqual([...CONSUMER, 'close'].sort());
  expect(methods(cluster).sort()).toEqual([...CLUSTER, 'setBrokerDown', 'close'].sort());
  await Promise.all([...clients, cluster].map((client) => client.close()));
});

for (const [kind, methods] of [
  ['producer', PRODUCER],
  ['consumer', CONSUMER],
  ['cluster', CLUSTER],
] as const) {
  test(`whatever a ${kind} is called with, it answers or refuses`, async () => {
    const cluster = createMockCluster();
    cluster.createTopic('t', 2);
    const servers = { 'bootstrap.servers': cluster.bootstrapServers() };
    const target = {
      cluster: () => cluster,
      producer: () => createProducer(servers),
      consumer: () => createConsumer({ ...servers, 'group.id': 'g' }),
    }[kind]();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom<string>(...methods), fc.array(anything, { maxLength: 4 }), (name, args) =>
        call(target, name, args),
      ),
      { seed: SEED, numRuns: RUNS },
    );
    await target.close();
    await cluster.close();
  }, 60_000);
}

test('whatever a client is made with, it is made or refused', async () => {
  const settings = fc.dictionary(
    fc.constantFrom(
      'linger.ms',
      'debug',
      'acks',
      'group.id',
      'log_cb',
      'opaque',
      'security.protocol',
      'compression.codec',
      'x',
    ),
    fc.oneof(fc.string(), fc.constantFrom('0', '-1', '1e99', 'all', 'ssl', 'gzip', '\0'), number),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(createProducer, createConsumer),
      fc.oneof(settings, anything),
      async (make, config) => {
        try {
          await (make as (given: unknown) => { close(): Promise<void> })(config).close();
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      },
    ),
    { seed: SEED, numRuns: 150 },
  );
}, 60_000);

/** A good batch with some of its numbers changed. */
const spoiled = fc.record({
  changes: fc.array(
    fc.record({
      column: fc.constantFrom<keyof ProducedBatch>(
        'partition',
        'keyStart',
        'keyEnd',
        'valueStart',
        'valueEnd',
        'timestamp',
        'headerIndex',
        'headerNameStart',
        'headerNameEnd',
        'headerValueStart',
        'headerValueEnd',
      ),
      at: fc.nat({ max: 4 }),
      to: fc.oneof(number, fc.integer({ min: -2, max: 40 })),
    }),
    { maxLength: 3 },
  ),
  replaced: fc.option(
    fc.tuple(fc.constantFrom<keyof ProducedBatch>('slab', 'count', 'keyEnd', 'headerIndex', 'timestamp'), anything),
  ),
  from: fc.oneof(fc.nat({ max: 5 }), number),
});

test('a batch is sent as it was meant or refused, never read beyond its slab', async () => {
  const cluster = createMockCluster();
  cluster.createTopic('t', 1);
  const servers = { 'bootstrap.servers': cluster.bootstrapServers() };
  const writer = createProducer(servers);
  await fc.assert(
    fc.property(spoiled, ({ changes, replaced, from }) => {
      const batch = batchOf([
        {
          key: 'key',
          value: 'value',
          headers: [
            ['name', 'header'],
            ['empty', null],
          ],
        },
        { value: 'second' },
        { key: 'k', headers: [['x', 'y']] },
      ]);
      for (const { column, at, to } of changes) (batch[column] as Int32Array)[at] = to;
      const given = replaced === null ? batch : { ...batch, [replaced[0]]: replaced[1] };
      try {
        const taken = writer.produce('t', given as ProducedBatch, from);
        expect(taken).toBe(batch.count - from);
      } catch (error) {
        expect(error instanceof TypeError || error instanceof RangeError).toBe(true);
      }
    }),
    { seed: SEED, numRuns: 2000 },
  );
  await writer.flush(10_000);
  writer.takeFailures();
  const { acknowledged } = writer.counters();
  const reader = createConsumer({ ...servers, 'group.id': 'g' });
  await reader.assign([{ topic: 't', partition: 0, offset: 0 }]);
  // Every byte that arrived was in a slab.
  for (let count = 0; count < acknowledged; ) {
    const records = recordsOf(await reader.poll(1000, 1000));
    count += records.length;
    for (const { key, value } of records) expect(`${key}${value}`).toMatch(/^[a-z]*$/);
  }
  await Promise.all([reader.close(), writer.close()]);
  await cluster.close();
}, 60_000);
