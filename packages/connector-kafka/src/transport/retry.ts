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
  'NOT_COORDINATOR',
  // The broker that was asked is no longer one of the cluster.
  '_DESTROY_BROKER',
  // A broker that is starting or stopping knows none.
  '_UNKNOWN_PARTITION',
]);
/** The connection was lost, or nothing came over it: for calls that may be made again. */
export const LOST_CONNECTION = [
  '_TRANSPORT',
  '_ALL_BROKERS_DOWN',
  '_TIMED_OUT',
  '_TIMED_OUT_QUEUE',
  '_WAIT_COORD',
  'NETWORK_EXCEPTION',
  'REQUEST_TIMED_OUT',
];
/**
 * How long a job that runs goes on asking brokers that do not answer, unless `properties.default.api.timeout.ms` says: as long as
 * records wait for their acknowledgement (`delivery.timeout.ms`). Milliseconds.
 */
export const PATIENCE_MS = 120_000;
const FIRST_PAUSE_MS = 50;
const LAST_PAUSE_MS = 1_000;

/** Asks again while the answer is one that passes, or one of `also`, until `timeoutMs` are over. */
export async function retryPassing<T>(
  ask: () => Promise<T>,
  timeoutMs: number,
  also: readonly string[] = [],
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LAST_PAUSE_MS, 2 * pause)) {
    try {
      return await ask();
    } catch (error) {
      const name = (error as Partial<KafkaError>).errorName ?? '';
      if (!(PASSING.has(name) || also.includes(name)) || Date.now() > deadline) throw error;
      await delay(pause);
    }
  }
}
