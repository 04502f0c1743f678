import {
  type KafkaSourceTransport,
  type SpecificOffset,
  specificOffset,
  startTimestamp,
  undefinedEnd,
  undefinedOffset,
} from '@tsql/connector-kafka';
import { reveal } from '@tsql/core';
import type { MemoryBroker } from './memory-broker.js';
import type { MemoryTopic } from './memory-topic.js';

/** The first offset to read of a partition: what `scan.startup.mode` says. Fails where a group has no position. */
export function startOffset(
  transport: KafkaSourceTransport,
  broker: MemoryBroker,
  topic: MemoryTopic,
  partition: number,
): number {
  const { startup } = transport;
  switch (startup.mode) {
    case 'earliest-offset':
      return 0;
    case 'latest-offset':
      return topic.end(partition);
    case 'timestamp':
      return topic.offsetForTime(partition, startTimestamp(transport)) ?? topic.end(partition);
    case 'specific-offsets':
      return specific(startup.offsets ?? [], transport, broker, topic, partition);
    case 'group-offsets':
      return groupOffset(transport, broker, topic, partition);
  }
}

/** The offset behind the last record to read, or undefined for an unbounded read: what `scan.bounded.mode` says. */
export function endOffset(
  transport: KafkaSourceTransport,
  broker: MemoryBroker,
  topic: MemoryTopic,
  partition: number,
): number | undefined {
  const { bounded, groupId } = transport;
  const end = topic.end(partition);
  switch (bounded.mode) {
    case 'unbounded':
      return undefined;
    case 'latest-offset':
      return end;
    case 'timestamp':
      return topic.offsetForTime(partition, bounded.timestamp ?? 0) ?? end;
    case 'specific-offsets':
      return Math.min(specific(bounded.offsets ?? [], transport, broker, topic, partition), end);
    case 'group-offsets': {
      const committed = groupId === undefined ? undefined : broker.committedOffset(groupId, topic.name, partition);
      if (committed === undefined) throw undefinedEnd({ topic: topic.name, partition }, groupId);
      return committed;
    }
  }
}

function specific(
  offsets: readonly SpecificOffset[],
  { groupId }: KafkaSourceTransport,
  broker: MemoryBroker,
  topic: MemoryTopic,
  partition: number,
): number {
  const committed = groupId === undefined ? undefined : broker.committedOffset(groupId, topic.name, partition);
  const marks = { low: 0, high: topic.end(partition), committed };
  const offset = specificOffset(offsets, partition, marks, groupId !== undefined);
  if (offset === undefined) throw undefinedOffset({ topic: topic.name, partition }, groupId);
  return offset;
}

/** The group's position; where it has none, what `auto.offset.reset` says, and failing without it. */
function groupOffset(
  { groupId, properties }: KafkaSourceTransport,
  broker: MemoryBroker,
  topic: MemoryTopic,
  partition: number,
): number {
  const committed = groupId === undefined ? undefined : broker.committedOffset(groupId, topic.name, partition);
  if (committed !== undefined) return committed;
  const reset = reveal(properties['auto.offset.reset'] ?? 'none').toLowerCase();
  if (reset === 'earliest') return 0;
  if (reset === 'latest') return topic.end(partition);
  throw undefinedOffset({ topic: topic.name, partition }, groupId);
}
