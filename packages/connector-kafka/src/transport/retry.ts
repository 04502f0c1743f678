import { setTimeout as delay } from 'node:timers/promises';
import type { KafkaError } from '@tsql/kafka-native';

/** What brokers answer for a moment while a topic is new or a leader changes. */
const PASSING = new Set([
  'NOT_LEADER_FOR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
]);
const PAUSE_MS = 50;

/** Asks again while the answer is one that passes, for at most `timeoutMs`. */
export async function retryPassing<T>(ask: () => Promise<T>, timeoutMs: number): Promise<T> {
  for (const deadline = Date.now() + timeoutMs; ; ) {
    try {
      return await ask();
    } catch (error) {
      if (!PASSING.has((error as Partial<KafkaError>).errorName ?? '') || Date.now() > deadline) throw error;
      await delay(PAUSE_MS);
    }
  }
}
