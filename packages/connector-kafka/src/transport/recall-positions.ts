import type { Position } from '@tsql/core';
import type { TopicPartitionOffset } from '@tsql/kafka-native';
import type { KafkaSourceTransport } from '../plan/transport-plan.js';
import { clientConfig } from '../properties/client-properties.js';
import { kafkaError, LOOKUP_TIMEOUT_MS } from './kafka-error.js';
import { partitionName } from './kafka-splits.js';
import { LOST_CONNECTION, PATIENCE_MS, retryPassing } from './retry.js';
import type { Recalled } from './storing-source.js';

/** Asks for the table's group's positions; with `isSettled` once no transaction is about to change them (KIP-447). */
export async function recallPositions(
  { properties, groupId = '' }: KafkaSourceTransport,
  last: readonly Position[],
  next: readonly Position[] | undefined,
  isSettled: boolean,
): Promise<Recalled> {
  const { createConsumer } = await import('@tsql/kafka-native');
  const reader = createConsumer({
    ...clientConfig(properties, 'consumer'),
    'group.id': groupId,
    'isolation.level': isSettled ? 'read_committed' : 'read_uncommitted',
  });
  const timeoutMs = Number(properties['default.api.timeout.ms'] ?? PATIENCE_MS);
  try {
    const partitions = [...last, ...(next ?? [])].map(({ topic, partition }) => ({ topic, partition }));
    const stored = await retryPassing(
      () => reader.committed(distinct(partitions), LOOKUP_TIMEOUT_MS),
      timeoutMs,
      LOST_CONNECTION,
    );
    return compare(stored, last, next);
  } catch (error) {
    throw kafkaError(error, { servers: String(properties['bootstrap.servers'] ?? ''), timeoutMs });
  } finally {
    await reader.close();
  }
}

/** Which of the positions a group has. */
export function compare(
  stored: readonly TopicPartitionOffset[],
  last: readonly Position[],
  next: readonly Position[] | undefined,
): Recalled {
  const offsets = new Map(stored.map((each) => [partitionName(each.topic, each.partition), each.offset]));
  const has = (positions: readonly Position[]) =>
    positions.every(
      ({ topic, partition, offset }) => offset < 0 || offsets.get(partitionName(topic, partition)) === offset,
    );
  const [isLast, isNext] = [has(last), next !== undefined && has(next)];
  if (isLast && isNext) return 'same';
  if (isNext) return 'next';
  return isLast ? 'last' : 'other';
}

function distinct<T extends { readonly topic: string; readonly partition: number }>(partitions: readonly T[]): T[] {
  return [...new Map(partitions.map((each) => [partitionName(each.topic, each.partition), each])).values()];
}
