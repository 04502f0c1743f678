import type {
  ConnectorRuntimeContext,
  DynamicTableFactory,
  RecordSinkPlan,
  RecordSourcePlan,
  SplitEnumerator,
} from '@tsql/core';
import { KAFKA_METADATA } from './metadata.js';
import { KAFKA_OPTIONS, UPSERT_KAFKA_OPTIONS } from './options/kafka-options.js';
import { withDefaultBrokers } from './plan/default-brokers.js';
import { planSink } from './plan/plan-sink.js';
import { planSource } from './plan/plan-source.js';
import type { KafkaSinkTransport, KafkaSourceTransport } from './plan/transport-plan.js';
import { KafkaGroupSource } from './transport/kafka-group-source.js';
import { KafkaSink } from './transport/kafka-sink.js';
import { KafkaSource } from './transport/kafka-source.js';
import { KafkaSplitEnumerator } from './transport/kafka-split-enumerator.js';
import { transactionKey } from './transport/kafka-transaction.js';
import { probe } from './transport/probe.js';

/** Dead letters are a part of the task's transaction where there is one on their cluster. */
function deadLetters(transport: unknown, { shared }: ConnectorRuntimeContext): KafkaSinkTransport {
  const { deadLetterTopic, properties } = transport as KafkaSinkTransport | KafkaSourceTransport;
  if (deadLetterTopic === undefined) throw new Error('a table without a dead letter topic');
  return {
    topic: deadLetterTopic,
    properties,
    deliveryGuarantee: shared.has(transactionKey(properties)) ? 'exactly-once' : 'at-least-once',
    transactionalIdPrefix: undefined,
  };
}

/** The job's group shares the partitions. */
const WITHOUT_SPLITS: SplitEnumerator = {
  discoveryIntervalMs: 0,
  open: async () => [],
  discover: async () => [],
  close: async () => {},
};

function factory(identifier: 'kafka' | 'upsert-kafka'): DynamicTableFactory {
  const isUpsert = identifier === 'upsert-kafka';
  return {
    identifier,
    options: isUpsert ? UPSERT_KAFKA_OPTIONS : KAFKA_OPTIONS,
    metadata: KAFKA_METADATA,
    canResume: true,
    planSource: (context) => planSource(withDefaultBrokers(context), isUpsert),
    planSink: (context) => planSink(withDefaultBrokers(context), isUpsert),
    probe,
    openSplitEnumerator: async (plan: RecordSourcePlan, { resumes }) =>
      resumes ? WITHOUT_SPLITS : new KafkaSplitEnumerator(plan.transport as KafkaSourceTransport),
    openRecordSource: async (plan: RecordSourcePlan, context) =>
      context.resumes
        ? new KafkaGroupSource(plan.transport as KafkaSourceTransport, context)
        : new KafkaSource(plan.transport as KafkaSourceTransport, context),
    openDeadLetterSink: async ({ transport }, context) => new KafkaSink(deadLetters(transport, context), context),
    openRecordSink: async (plan: RecordSinkPlan, context) =>
      new KafkaSink(plan.transport as KafkaSinkTransport, context),
  };
}

/** Flink's `kafka` connector: appends and reads records. */
export const kafkaConnector = factory('kafka');

/** Flink's `upsert-kafka` connector: the last record of a key counts, a null value deletes. */
export const upsertKafkaConnector = factory('upsert-kafka');
