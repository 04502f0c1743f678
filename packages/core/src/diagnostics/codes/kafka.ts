import type { CodeEntry } from '../code-entry.js';

/** The brokers' and the client's answers. */
export const KAFKA_CODES = {
  TSQL_KAFKA_UNREACHABLE: {
    message: 'no broker of {servers} answered within {timeoutMs} ms: {reason}',
    severity: 'error',
    exitStatus: 1,
    retryable: true,
  },
  TSQL_KAFKA_TOPIC_MISSING: {
    message: 'topic {topic} does not exist on {servers}',
    severity: 'error',
    exitStatus: 1,
  },
  TSQL_KAFKA_CLIENT: {
    message: 'the Kafka client failed: {reason}',
    severity: 'error',
    exitStatus: 1,
  },
} as const satisfies Record<string, CodeEntry>;
