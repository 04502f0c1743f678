import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { createConsumer, createMockCluster, createProducer } from '../src/index.js';
import { addonPath } from '../src/load.js';
import { runScript } from './support/child.js';
import { mockClients, NOWHERE } from './support/clients.js';
import { batchOf, numbered, pollRecords, send, values } from './support/records.js';

const CLOSED = /the Kafka client is closed/;
const LONG_MS = 600_000;

test('closing rejects what waits and what comes later', async () => {
  const { consumer, producer } = mockClients();
  const reader = consumer();
  const writer = producer();
  // A poll gives way to the next call, so that one or two of them may be through before the end comes.
  const waiting = Array.from({ length: 100 }, () => reader.poll(1, LONG_MS).catch((error: Error) => error.message));
  await reader.close();
  expect((await Promise.all(waiting)).at(-1)).toMatch(CLOSED);
  await writer.close();
  for (const call of [
    () => reader.poll(1, 1),
    () => reader.assign([]),
    () => reader.commit([]),
    () => reader.metadata(null, 1),
    () => writer.flush(1),
    () => writer.beginTransaction(),
    () => writer.createTopics([], 1),
  ]) {
    await expect(call()).rejects.toThrow(CLOSED);
  }
  expect(() => writer.produce('t', batchOf([]), 0)).toThrow(CLOSED);
  expect(() => reader.groupMetadata()).toThrow(CLOSED);
  expect(reader.takeEvents()).toBeInstanceOf(Array);
  await reader.close();
  await Promise.all([writer.close(), writer.close()]);
});

test('closing twice at once resolves both', async () => {
  const { producer } = mockClients();
  const writer = producer();
  await Promise.all([writer.close(), writer.close(), writer.close()]);
});

test('closing ends in time although no broker answers and calls wait for minutes', async () => {
  const reader = createConsumer({ 'bootstrap.servers': NOWHERE, 'group.id': 'g' });
  const writer = createProducer({ 'bootstrap.servers': NOWHERE, 'transactional.id': 'tx' });
  await reader.subscribe(['t']);
  const partitions = [{ topic: 't', partition: 0 }];
  const calls = [
    reader.poll(1, LONG_MS),
    reader.committed(partitions, LONG_MS),
    reader.commit([{ topic: 't', partition: 0, offset: 1 }]),
    writer.initTransactions(LONG_MS),
    writer.flush(LONG_MS),
    writer.createTopics([{ topic: 't' }], LONG_MS),
  ].map((call: Promise<unknown>) =>
    call.then(
      () => 'resolved',
      () => 'rejected',
    ),
  );
  const outcome = Promise.race([
    Promise.all([reader.close(), writer.close()]).then(() => 'closed'),
    new Promise((resolve) => setTimeout(resolve, 12_000, 'still open')),
  ]);
  expect(await outcome).toBe('closed');
  const [poll, ...others] = await Promise.all(calls);
  expect(['resolved', 'rejected']).toContain(poll);
  expect(others).toEqual(others.map(() => 'rejected'));
}, 20_000);

test('a flush of records that nobody takes does not hold up the closing', async () => {
  const { cluster, producer } = mockClients();
  cluster.setBrokerDown(1, true);
  const writer = producer();
  writer.produce('t', batchOf(numbered(0, 10)), 0);
  const flush = writer.flush(LONG_MS).catch(() => 0);
  await writer.close();
  await flush;
  expect(writer.counters()).toMatchObject({ acknowledged: 0, failed: 10 });
});

test('the number of clients that come and go does not matter', async () => {
  const { servers, producer } = mockClients();
  await send(producer(), 't', numbered(0, 3));
  for (let i = 0; i < 15; i++) {
    const reader = createConsumer({ 'bootstrap.servers': servers, 'group.id': `g${i}` });
    await reader.assign([{ topic: 't', partition: 0, offset: 0 }]);
    expect(values(await pollRecords(reader, 3))).toEqual(['0', '1', '2']);
    await reader.close();
  }
});

const OPEN_HANDLES = `
  const cluster = new addon.MockCluster(1);
  cluster.createTopic('t', 1);
  const servers = { 'bootstrap.servers': cluster.bootstrapServers() };
  const consumer = new addon.Consumer({ ...servers, 'group.id': 'g' });
  const producer = new addon.Producer(servers);
  const dead = new addon.Consumer({ 'bootstrap.servers': '127.0.0.1:1', 'group.id': 'g' });
`;

test('a process ends by itself with clients left open', async () => {
  expect(await runScript(`${OPEN_HANDLES} consumer.subscribe(['t']).then(() => console.log('end'));`)).toEqual({
    status: 0,
    signal: null,
    output: 'end\n',
  });
});

test('a process that waits for a poll lives until it ends', async () => {
  const script = `${OPEN_HANDLES} consumer.poll(1, 300).then((batch) => console.log(batch.count));`;
  expect(await runScript(script)).toEqual({ status: 0, signal: null, output: '0\n' });
});

test('a process can exit in the middle of calls', async () => {
  const script = `${OPEN_HANDLES}
    consumer.poll(1, 600000); dead.committed([{ topic: 't', partition: 0 }], 600000); producer.flush(1000);
    setTimeout(() => process.exit(7), 200);`;
  expect(await runScript(script)).toEqual({ status: 7, signal: null, output: '' });
});

test('an exception ends a process with clients left open', async () => {
  const ended = await runScript(
    `${OPEN_HANDLES} consumer.poll(1, 600000); setTimeout(() => { throw new Error('oh'); }, 100);`,
  );
  expect(ended).toMatchObject({ status: 1, signal: null, output: expect.stringContaining('oh') });
});

test('clients that nobody holds are collected, their calls still answered', async () => {
  const script = `
    const v8 = require('node:v8'); v8.setFlagsFromString('--expose-gc'); const gc = require('node:vm').runInNewContext('gc');
    ${OPEN_HANDLES}
    (async () => {
      for (let i = 0; i < 10; i++) {
        new addon.Producer(servers);
        new addon.Consumer({ ...servers, 'group.id': 'x' });
        const poll = new addon.Consumer({ ...servers, 'group.id': 'x' }).poll(1, 100);
        gc();
        await poll;
        gc();
      }
      console.log('end');
    })();`;
  expect(await runScript(script)).toEqual({ status: 0, signal: null, output: 'end\n' });
});

const WORKER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const addon = require(workerData.addon);
  const reader = new addon.Consumer({ 'bootstrap.servers': workerData.servers, 'group.id': 'g' + workerData.partition });
  (async () => {
    await reader.assign([{ topic: 't', partition: workerData.partition, offset: 0 }]);
    let count = 0;
    while (count < workerData.count) count += (await reader.poll(100, 1000)).count;
    parentPort.postMessage(count);
    if (workerData.hangs) await reader.poll(1, 600000);
    else if (workerData.closes) await reader.close();
  })();
`;

test('two worker threads read at the same time', async () => {
  const { servers, producer } = mockClients('t', 2);
  await send(
    producer(),
    't',
    [0, 1].flatMap((partition) => numbered(0, 1000, { partition })),
  );
  const workers = [0, 1].map(
    (partition) =>
      new Worker(WORKER, {
        eval: true,
        workerData: { addon: addonPath(), servers, partition, count: 1000, closes: partition === 0 },
      }),
  );
  const exits = workers.map((worker) => once(worker, 'exit'));
  const counts = await Promise.all(workers.map(async (worker) => (await once(worker, 'message'))[0]));
  expect(counts).toEqual([1000, 1000]);
  expect(await Promise.all(exits)).toEqual([[0], [0]]);
});

test('a worker thread can be ended while it waits; the others go on', async () => {
  const { servers, producer, consumer } = mockClients('t', 1);
  await send(producer(), 't', numbered(0, 10));
  for (let i = 0; i < 3; i++) {
    const worker = new Worker(WORKER, {
      eval: true,
      workerData: { addon: addonPath(), servers, partition: 0, count: 10, hangs: true },
    });
    await once(worker, 'message');
    expect(await worker.terminate()).toBe(1);
  }
  const reader = consumer();
  await reader.assign([{ topic: 't', partition: 0, offset: 0 }]);
  expect((await pollRecords(reader, 10)).length).toBe(10);
});

test('a closed cluster is closed', async () => {
  const cluster = createMockCluster(3);
  expect(cluster.bootstrapServers().split(',').length).toBe(3);
  await cluster.close();
  await cluster.close();
  expect(() => cluster.bootstrapServers()).toThrow(CLOSED);
  expect(() => cluster.createTopic('t', 1)).toThrow(CLOSED);
});
