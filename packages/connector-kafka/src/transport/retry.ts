import { setTimeout as delay } from 'node:timers/promises';
import type { KafkaError } from '@tsql/kafka-native';

/** What brokers answer for a moment while a topic is new or a leader changes. */
const PASSING = new Set([
  'NOT_LEADER_FOR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'COORDINATOR_NOT_AVAILABLE',
]);
const PAUSE_MS = 50;

/** Asks again while the answer is one that passes, or one of `also`, for at most `timeoutMs`. */
export async function retryPassing<T>(
  ask: () => Promise<T>,
  timeoutMs: number,
  also: readonly string[] = [],
): Promise<T> {
  for (const deadline = Date.now() + timeoutMs; ; ) {
    try {
      return await ask();
    } catch (error) {
      const name = (error as Partial<KafkaError>).errorName ?? '';
      if (!(PASSING.has(name) || also.includes(name)) || Date.now() > deadline) throw error;
      await delay(PAUSE_MS);
    }
  }
}
