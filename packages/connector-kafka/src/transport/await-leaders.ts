import type { Client } from '@tsql/kafka-native';
import { retryPassing } from './retry.js';

/**
 * Waits until the leaders of a topic's partitions answer for them. A topic that was just made is in the metadata a moment before its
 * leaders know of it. A producer's first batch is refused then and sent again, while the second one may have been taken meanwhile:
 * the broker takes the first one for a repetition, and the client for written. It would be lost.
 *
 * Waits at most `timeoutMs`; partitions without a leader show when they are written.
 */
export async function awaitLeaders(
  client: Client,
  topic: string,
  partitionCount: number,
  timeoutMs: number,
): Promise<void> {
  const partitions = Array.from({ length: partitionCount }, (_, partition) => ({ topic, partition }));
  await retryPassing(() => client.watermarks(partitions, timeoutMs), timeoutMs, ['UNKNOWN_TOPIC_OR_PART']).catch(
    () => {},
  );
}
