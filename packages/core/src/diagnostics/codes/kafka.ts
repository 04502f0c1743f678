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
    message: 'topic {topic}, to be read, does not exist on {servers}',
    severity: 'error',
    exitStatus: 1,
  },
  TSQL_KAFKA_SINK_TOPIC_MISSING: {
    message: 'topic {topic}, to be written, does not exist on {servers}',
    hint: 'create it, or run with --create-topics',
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_KAFKA_NO_TOPIC_MATCHES: {
    message: "no topic on {servers} matches the pattern '{pattern}'; the job would wait for one",
    severity: 'warning',
    exitStatus: 0,
  },
  TSQL_KAFKA_RECORD_REJECTED: {
    message: '{count} not written to topic {topic}: {reason}',
    severity: 'error',
    exitStatus: 1,
  },
  TSQL_KAFKA_PARTITIONS_LOST: {
    message: 'group {group} has taken its partitions from instance {instance}: {reason}',
    hint: "nothing is lost: what was not committed is read again by whoever has them now. Where this happens often, raise 'properties.session.timeout.ms' or 'properties.max.poll.interval.ms'",
    severity: 'error',
    exitStatus: 1,
    retryable: true,
  },
  TSQL_KAFKA_CLIENT: {
    message: 'the Kafka client failed: {reason}',
    severity: 'error',
    exitStatus: 1,
  },
} as const satisfies Record<string, CodeEntry>;
