import { expect, test } from 'vitest';
import { type ConsumedBatch, type Consumer, createConsumer } from '../src/index.js';
import { mockClients, NOWHERE } from './support/clients.js';
import { numbered, recordsOf, send, values } from './support/records.js';

async function pollSome(reader: Consumer, records: number, withHeaders?: boolean): Promise<ConsumedBatch> {
  for (;;) {
    const batch = await reader.poll(records, 1000, undefined, withHeaders);
    if (batch.count > 0) return batch;
  }
}

async function reading(records: Parameters<typeof send>[2]): Promise<Consumer> {
  const { producer, consumer } = mockClients();
  await send(producer({ 'message.max.bytes': '4000000' }), 't', records);
  const reader = consumer();
  await reader.assign([{ topic: 't', partition: 0, offset: 0 }]);
  return reader;
}

test('a batch that is recycled lends its memory to a later one, others keep theirs', async () => {
  const reader = await reading(numbered(10, 70));
  const first = await pollSome(reader, 20);
  const kept = values(recordsOf(first));
  const second = await pollSome(reader, 20);
  expect(second.slab.buffer).not.toBe(first.slab.buffer);
  expect(values(recordsOf(first))).toEqual(kept);
  reader.recycle(first);
  const third = await pollSome(reader, 20);
  expect(third.slab.buffer).toBe(first.slab.buffer);
  const all = [...kept, ...values(recordsOf(second)), ...values(recordsOf(third))];
  expect(all).toEqual(numbered(10, 70).map(({ value }) => value));
});

test('a batch that does not fit into the memory gets more, and records stay whole', async () => {
  const sizes = [10, 500_000, 20, 3_000_000, 30];
  const reader = await reading(
    sizes.map((size, i) => ({ value: String(i).repeat(size), headers: [['n', String(i)]] })),
  );
  const buffers = [];
  for (const [i, size] of sizes.entries()) {
    const batch = await pollSome(reader, 1);
    const [record] = recordsOf(batch);
    expect(record?.value === String(i).repeat(size)).toBe(true);
    expect(record?.headers).toEqual([['n', String(i)]]);
    buffers.push(batch.slab.buffer);
    reader.recycle(batch);
  }
  // A small batch uses what a larger one had.
  expect(buffers[1]).not.toBe(buffers[0]);
  expect(buffers[2]).toBe(buffers[1]);
  expect(buffers[4]).toBe(buffers[3]);
});

test('a batch is recycled once; what is none is refused', async () => {
  const reader = await reading(numbered(0, 9));
  const first = await pollSome(reader, 3);
  reader.recycle(first);
  reader.recycle(first);
  const second = await pollSome(reader, 3);
  const third = await pollSome(reader, 3);
  expect(third.slab.buffer).not.toBe(second.slab.buffer);
  expect([...values(recordsOf(second)), ...values(recordsOf(third))]).toEqual(['3', '4', '5', '6', '7', '8']);
  for (const wrong of [{ ...second }, null, 1, [], new Uint8Array(8)]) {
    expect(() => reader.recycle(wrong as ConsumedBatch)).toThrow(TypeError);
  }
});

test('records come without headers where nobody wants them', async () => {
  const reader = await reading(numbered(0, 4, { key: 'k', headers: [['a', '1']] }));
  const [bare, whole] = [await pollSome(reader, 2, false), await pollSome(reader, 2)];
  expect(recordsOf(bare)).toMatchObject([
    { key: 'k', value: '0', headers: [] },
    { value: '1', headers: [] },
  ]);
  expect(bare.headerNameStart.length).toBe(0);
  expect(recordsOf(whole)).toMatchObject([
    { value: '2', headers: [['a', '1']] },
    { value: '3', headers: [['a', '1']] },
  ]);
});

test('an empty batch has its columns, and can be recycled', async () => {
  const reader = createConsumer({ 'bootstrap.servers': NOWHERE, 'group.id': 'g' });
  const batch = await reader.poll(10, 0);
  expect(batch).toMatchObject({ count: 0, slab: new Uint8Array(), headerIndex: Int32Array.of(0) });
  reader.recycle(batch);
  expect((await reader.poll(10, 0)).count).toBe(0);
  await reader.close();
});
