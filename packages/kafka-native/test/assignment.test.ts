import { expect, test } from 'vitest';
import { mockClients } from './support/clients.js';
import { numbered, pollExactly, pollRecords, send, values } from './support/records.js';

const at = (partition: number, offset = 0) => ({ topic: 't', partition, offset });

test('partitions are added and taken away one by one', async () => {
  const { producer, consumer } = mockClients('t', 2);
  const writer = producer();
  await send(writer, 't', [...numbered(0, 3, { partition: 0 }), ...numbered(10, 13, { partition: 1 })]);
  const reader = consumer();
  await reader.incrementalAssign([at(0, 1)]);
  expect(values(await pollRecords(reader, 2))).toEqual(['1', '2']);
  await reader.incrementalAssign([at(1)]);
  expect(values(await pollRecords(reader, 3))).toEqual(['10', '11', '12']);
  await reader.incrementalUnassign([{ topic: 't', partition: 0 }]);
  await send(writer, 't', [...numbered(3, 4, { partition: 0 }), ...numbered(13, 14, { partition: 1 })]);
  expect(values(await pollRecords(reader, 1))).toEqual(['13']);
  await expect(reader.incrementalAssign([at(1)])).rejects.toMatchObject({ errorName: '_CONFLICT' });
});

test('an assignment takes the place of the former one, and what was fetched for it does not come any more', async () => {
  const { producer, consumer } = mockClients('t', 2);
  await send(producer(), 't', [...numbered(0, 100, { partition: 0 }), ...numbered(100, 103, { partition: 1 })]);
  const reader = consumer();
  await reader.assign([at(0)]);
  expect(values(await pollExactly(reader, 1))).toEqual(['0']);
  await reader.assign([at(1)]);
  expect(values(await pollRecords(reader, 3))).toEqual(['100', '101', '102']);
});

test('a poll that waits ends early for a change', async () => {
  const { consumer } = mockClients();
  const reader = consumer();
  const poll = reader.poll(10, 2 ** 31 - 1);
  await reader.assign([at(0)]);
  expect((await poll).count).toBe(0);
});

test('a paused partition rests, a resumed one goes on where it was', async () => {
  const { producer, consumer } = mockClients('t', 2);
  const writer = producer();
  await send(writer, 't', numbered(0, 2, { partition: 0 }));
  const reader = consumer();
  await reader.assign([at(0), at(1)]);
  expect(values(await pollRecords(reader, 2))).toEqual(['0', '1']);
  await reader.pause([{ topic: 't', partition: 0 }]);
  await send(writer, 't', [...numbered(2, 4, { partition: 0 }), ...numbered(10, 12, { partition: 1 })]);
  expect(values(await pollRecords(reader, 2))).toEqual(['10', '11']);
  expect((await reader.poll(10, 300)).count).toBe(0);
  await reader.resume([{ topic: 't', partition: 0 }]);
  expect(values(await pollRecords(reader, 2))).toEqual(['2', '3']);
  await expect(reader.pause([{ topic: 'other', partition: 0 }])).rejects.toMatchObject({
    errorName: '_UNKNOWN_PARTITION',
  });
});

test('a seek goes back and forth; nothing fetched before it comes after it', async () => {
  const { producer, consumer } = mockClients();
  await send(producer(), 't', numbered(0, 100));
  const reader = consumer();
  await reader.assign([at(0)]);
  expect(values(await pollExactly(reader, 2))).toEqual(['0', '1']);
  await reader.seek([at(0, 97)], 5000);
  expect(values(await pollRecords(reader, 3))).toEqual(['97', '98', '99']);
  await reader.seek([at(0, -2)], 5000);
  expect(values(await pollExactly(reader, 2))).toEqual(['0', '1']);
  await expect(reader.seek([{ topic: 'other', partition: 3, offset: 0 }], 5000)).rejects.toMatchObject({
    errorName: expect.stringMatching(/^_/),
  });
});

test('the position follows the batches', async () => {
  const { producer, consumer } = mockClients();
  await send(producer(), 't', numbered(0, 10));
  const reader = consumer();
  await reader.assign([at(0, 4)]);
  const where = async () => (await reader.position([{ topic: 't', partition: 0 }]))[0]?.offset;
  expect(await where()).toBe(-1001);
  await pollExactly(reader, 2);
  expect(await where()).toBe(6);
});

test('watermarks come from the broker, to consumers and producers', async () => {
  const { producer, consumer } = mockClients('t', 2);
  const writer = producer();
  await send(writer, 't', numbered(0, 7, { partition: 1 }));
  const partitions = [0, 1].map((partition) => ({ topic: 't', partition }));
  const expected = [
    { topic: 't', partition: 0, low: 0, high: 0 },
    { topic: 't', partition: 1, low: 0, high: 7 },
  ];
  expect(await consumer().watermarks(partitions, 5000)).toEqual(expected);
  expect(await writer.watermarks(partitions, 5000)).toEqual(expected);
});

test('metadata names brokers, topics and partitions', async () => {
  const { consumer, servers } = mockClients('t', 3);
  const { brokers, topics } = await consumer().metadata(null, 5000);
  expect(brokers.map(({ host, port }) => `${host}:${port}`)).toEqual([servers]);
  expect(topics).toEqual([{ name: 't', partitions: [0, 1, 2].map((id) => ({ id, leader: 1 })) }]);
});
