import { type Secret, TsqlError } from '@tsql/core';
import type { TopicPartition } from '@tsql/kafka-native';
import { clientConfig } from '../properties/client-properties.js';
import { kafkaError, LOOKUP_TIMEOUT_MS, missingTopic } from './kafka-error.js';
import { retryPassing } from './retry.js';

/** A partition, its first offset, and that behind its last record. */
export interface PartitionEnds extends TopicPartition {
  readonly low: number;
  readonly high: number;
}

/** Asks for the ends of topics' partitions. Fails with a `TsqlError` where a topic is not there. */
export async function partitionEnds(
  properties: Readonly<Record<string, string | Secret>>,
  topics: readonly string[],
): Promise<PartitionEnds[]> {
  const { createConsumer } = await import('@tsql/kafka-native');
  const servers = String(properties['bootstrap.servers'] ?? '');
  const consumer = createConsumer({ ...clientConfig(properties, 'consumer'), 'group.id': 'tsql-record' });
  try {
    const metadata = await consumer.metadata(null, LOOKUP_TIMEOUT_MS);
    const partitions = topics.flatMap((topic) => {
      const found = metadata.topics.find(({ name }) => name === topic);
      if (found === undefined || found.partitions.length === 0) throw missingTopic(topic, servers);
      return found.partitions.map(({ id }) => ({ topic, partition: id })).sort((a, b) => a.partition - b.partition);
    });
    return await retryPassing(() => consumer.watermarks(partitions, LOOKUP_TIMEOUT_MS), LOOKUP_TIMEOUT_MS);
  } catch (error) {
    throw error instanceof TsqlError ? error : kafkaError(error, { servers, timeoutMs: LOOKUP_TIMEOUT_MS });
  } finally {
    await consumer.close();
  }
}
