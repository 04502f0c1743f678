import { diagnostic, TsqlError } from '@tsql/core';
import type { KafkaError } from '@tsql/kafka-native';
import type { KafkaSourceTransport } from '../plan/transport-plan.js';

/** How long look-ups before reading and writing may take, in milliseconds, unless `properties.default.api.timeout.ms` says. */
export const LOOKUP_TIMEOUT_MS = 10_000;

/** What the client recovers from by itself: events of the connection. */
export const HEALED_ERRORS = new Set([
  '_TRANSPORT',
  '_ALL_BROKERS_DOWN',
  '_RESOLVE',
  '_DESTROY_BROKER',
  // A broker that is starting or stopping knows no partitions; they are looked for again.
  '_UNKNOWN_PARTITION',
]);

/** The client's failure with a code of ours. */
export function kafkaError(
  error: unknown,
  place: { readonly servers: string; readonly timeoutMs: number; readonly topic?: string; readonly instance?: string },
): TsqlError {
  if (error instanceof TsqlError) return error;
  const found = error as Partial<KafkaError>;
  const reason = shortReason(error instanceof Error ? error.message : String(error));
  if (
    found.errorName === '_TRANSPORT' ||
    found.errorName === '_TIMED_OUT' ||
    found.errorName === '_ALL_BROKERS_DOWN' ||
    found.errorName === '_RESOLVE'
  ) {
    return new TsqlError(
      diagnostic('TSQL_KAFKA_UNREACHABLE', { servers: place.servers, timeoutMs: place.timeoutMs, reason }),
      { cause: error },
    );
  }
  if (
    place.topic !== undefined &&
    (found.errorName === 'UNKNOWN_TOPIC_OR_PART' || found.errorName === '_UNKNOWN_TOPIC')
  ) {
    return missingTopic(place.topic, place.servers);
  }
  if (found.errorName === 'FENCED_INSTANCE_ID' || (found.errorName === '_FENCED' && place.instance !== undefined)) {
    return new TsqlError(diagnostic('TSQL_RUN_FENCED', { instance: place.instance ?? '', reason }), { cause: error });
  }
  return new TsqlError(diagnostic('TSQL_KAFKA_CLIENT', { reason }), { cause: error });
}

export function missingTopic(topic: string, servers: string): TsqlError {
  return new TsqlError(diagnostic('TSQL_KAFKA_TOPIC_MISSING', { topic, servers }));
}

/** Refused before anything is read: a job that cannot write does not begin. */
export function missingSinkTopic(topic: string, servers: string): TsqlError {
  return new TsqlError(diagnostic('TSQL_KAFKA_SINK_TOPIC_MISSING', { topic, servers }));
}

/** What the client says of a lost connection without the state it was in: how long, how often, whether others are down too. */
function shortReason(message: string): string {
  return message
    .replace(/: \d+\/\d+ brokers are down$/, '')
    .replace(/ \(after \d+ms in state .*\)$/, '')
    .replace(/^Local: Broker transport failure: (?=.)/, '');
}

/** Where a read by time begins, in milliseconds. Flink's job fails for what lies before 1970. */
export function startTimestamp({ startup }: KafkaSourceTransport): number {
  const { timestamp = 0 } = startup;
  if (timestamp >= 0) return timestamp;
  const found = { name: 'scan.startup.timestamp-millis', value: timestamp, allowed: 'milliseconds from 0 on' };
  throw new TsqlError(diagnostic('TSQL_OPTION_VALUE', found));
}

/** A read up to the group's position of a partition that has none. */
export function undefinedEnd(
  { topic, partition }: { readonly topic: string; readonly partition: number },
  group: string | undefined,
): TsqlError {
  const reason = `topic ${topic}, partition ${partition}: no offset to end at: group '${group}' has no committed position`;
  const hint = "set 'scan.bounded.mode' = 'latest-offset', or commit a position for each partition of the topic";
  return new TsqlError(diagnostic('TSQL_KAFKA_CLIENT', { reason }, { hint }));
}

/** A partition that is to be read from a position that nobody has stored. */
export function undefinedOffset(
  { topic, partition }: { readonly topic: string; readonly partition: number },
  group: string | undefined,
): TsqlError {
  const reason =
    group === undefined ? "the table has no 'properties.group.id'" : `group '${group}' has no committed position`;
  return new TsqlError(
    diagnostic(
      'TSQL_KAFKA_CLIENT',
      { reason: `topic ${topic}, partition ${partition}: no offset to start from: ${reason}` },
      { hint: "set 'scan.startup.mode' = 'earliest-offset', or 'properties.auto.offset.reset'" },
    ),
  );
}
