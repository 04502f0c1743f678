import { expect, test } from 'vitest';
import type { BatchEvent, Consumer } from '../src/index.js';
import { brokerClients } from './support/clients.js';
import { numbered, pollUntil, recordsOf, send, until } from './support/records.js';

const FAST = { 'session.timeout.ms': '6000', 'heartbeat.interval.ms': '200' };
const kinds = (events: readonly BatchEvent[]) => events.map((event) => event.kind);
const partitionsOf = (events: readonly BatchEvent[], kind: string) =>
  events
    .flatMap((event) => (event.kind === kind && 'partitions' in event ? event.partitions : []))
    .map((p) => p.partition);

// Polls one record at a time until the first partitions are revoked.
async function pollEventsOnly(reader: Consumer) {
  const events: BatchEvent[] = [];
  await until(async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    events.push(...(await reader.poll(1, 0)).events);
    return kinds(events).includes('revoked') || undefined;
  });
  return { events };
}

async function restOf(reader: Consumer) {
  const rest = [];
  for (let empty = 0; empty < 10; ) {
    const records = recordsOf(await reader.poll(1000, 100));
    rest.push(...records);
    empty = records.length === 0 && rest.length > 0 ? empty + 1 : 0;
  }
  return rest;
}

for (const strategy of ['range', 'cooperative-sticky']) {
  test(`${strategy}: a second member takes over, what was fetched before does not come any more`, async () => {
    const { name, producer, consumer } = brokerClients();
    const writer = producer();
    await writer.createTopics([{ topic: name, partitions: 2 }], 10_000);
    const config = { ...FAST, 'group.id': name, 'partition.assignment.strategy': strategy };
    await send(
      writer,
      name,
      [0, 1].flatMap((partition) => numbered(0, 200, { partition })),
    );
    const first = consumer(config);
    await first.subscribe([name]);
    await pollUntil(first, (_, events) => kinds(events).includes('assigned'));
    expect((await first.poll(1, 5000)).count).toBe(1);

    const second = consumer(config);
    await second.subscribe([name]);
    const gained = pollUntil(second, (all) => all.length >= 193);
    // The first one does not read on, so that most of its records are waiting for it when the partition goes.
    const { events } = await pollEventsOnly(first);
    const revoked = partitionsOf(events, 'revoked');
    expect(revoked.length).toBeGreaterThan(0);
    // Still its own until the next poll.
    await first.commit(revoked.map((partition) => ({ topic: name, partition, offset: 7 })));

    // From here on both read.
    const [{ events: secondEvents, records: secondRecords }, rest] = await Promise.all([gained, restOf(first)]);
    const theirs = partitionsOf(secondEvents, 'assigned');
    expect(theirs.length).toBe(1);
    expect(new Set(rest.map((record) => record.partition))).toEqual(new Set([1 - (theirs[0] ?? 0)]));
    expect(secondRecords[0]?.offset).toBe(7);
    expect(new Set(secondRecords.map((record) => record.partition))).toEqual(new Set(theirs));
  }, 40_000);
}

test('a member that closes leaves at once', async () => {
  const { name, producer, consumer } = brokerClients();
  await producer().createTopics([{ topic: name, partitions: 2 }], 10_000);
  const config = { ...FAST, 'group.id': name, 'session.timeout.ms': '30000' };
  const [first, second] = [consumer(config), consumer(config)];
  await first.subscribe([name]);
  await pollUntil(first, (_, events) => kinds(events).includes('assigned'));
  await second.subscribe([name]);
  const both = Promise.all([
    pollUntil(first, (_, events) => kinds(events).includes('assigned')),
    pollUntil(second, (_, events) => kinds(events).includes('assigned')),
  ]);
  await both;
  await first.close();
  const { events } = await pollUntil(second, (_, all) => partitionsOf(all, 'assigned').length === 2);
  expect(partitionsOf(events, 'assigned').sort()).toEqual([0, 1]);
}, 40_000);

test('a member with a lasting name is told of with it, and leaves at once too', async () => {
  const { name, producer, consumer } = brokerClients();
  const writer = producer();
  await writer.createTopics([{ topic: name, partitions: 1 }], 10_000);
  expect(await writer.groupMembers(name, 10_000)).toEqual([]);
  const config = { 'group.id': name, 'session.timeout.ms': '300000', 'group.instance.id': 'one', 'client.id': 'c' };
  const reader = consumer(config);
  await reader.subscribe([name]);
  await pollUntil(reader, (_, events) => kinds(events).includes('assigned'));
  const [member, ...others] = await writer.groupMembers(name, 10_000);
  expect(others).toEqual([]);
  expect(member).toMatchObject({
    groupInstanceId: 'one',
    clientId: 'c',
    memberId: reader.groupMetadata()?.memberId,
  });
  expect(member?.host).toMatch(/127\.0\.0\.1|::1/);
  await reader.close();
  await until(async () => (await writer.groupMembers(name, 10_000)).length === 0 || undefined);
});
