import {
  conflict,
  diagnostic,
  type RecordSinkPlan,
  type ResolvedOptions,
  resolveOptions,
  type TableContext,
} from '@tsql/core';
import { KAFKA_METADATA } from '../metadata.js';
import {
  bufferFlushInterval,
  bufferFlushMaxRows,
  deliveryGuarantee,
  KAFKA_OPTIONS,
  keyFields,
  partitioner,
  sinkParallelism,
  sinkSemantic,
  topic,
  topicPattern,
  transactionalIdPrefix,
  UPSERT_KAFKA_OPTIONS,
} from '../options/kafka-options.js';
import { planProperties } from '../properties/client-properties.js';
import { checkTransactions } from './check-transactions.js';
import { planOnError } from './plan-on-error.js';
import { isFormatKey, physicalFields, planParts } from './plan-parts.js';
import { checkPrimaryKey, checkUpsert, countFaults } from './plan-source.js';
import type { KafkaSinkTransport } from './transport-plan.js';

/** Plans writing a `kafka` or `upsert-kafka` table. */
export function planSink(context: TableContext, isUpsert: boolean): RecordSinkPlan | undefined {
  const faults = countFaults(context);
  const options = resolveOptions({
    set: isUpsert ? UPSERT_KAFKA_OPTIONS : KAFKA_OPTIONS,
    entries: context.entries,
    role: 'sink',
    span: context.span,
    isForeign: isFormatKey(faults.context),
    accept: faults.context.accept,
  });
  const target = planTopic(faults.context, options);
  const chosen = planPartitioner(faults.context, options);
  const guarantee = planGuarantee(faults.context, options);
  const failing = planOnError(faults.context, options);
  checkIdempotence(faults.context);
  if (isUpsert) checkUpsert(faults.context, 'sink');
  else checkPrimaryKey(faults.context);
  const parts = planParts(
    faults.context,
    options,
    'sink',
    isUpsert ? (context.schema.primaryKey?.columns ?? []) : undefined,
  );
  if (parts === undefined || target === undefined || faults.count() > 0) return undefined;
  const transport: KafkaSinkTransport = {
    topic: target,
    properties: planProperties(context.entries, context.accept),
    deliveryGuarantee: guarantee,
    transactionalIdPrefix: options.get(transactionalIdPrefix),
    ...failing.transport,
    ...(failing.plan.onError === undefined ? {} : { tellsFailures: true }),
  };
  checkTransactions(faults.context, transport);
  if (faults.count() > 0) return undefined;
  return {
    kind: 'record-sink',
    connector: isUpsert ? 'upsert-kafka' : 'kafka',
    table: context.tableName,
    physical: physicalFields(context),
    transport,
    changelogMode: isUpsert
      ? 'upsert'
      : (context.formats.get(parts.value.format.identifier)?.encodingChangelogMode ?? 'insert-only'),
    ...parts,
    ...failing.plan,
    metadata: context.metadata.map((key) => ({
      key,
      type: KAFKA_METADATA.find((descriptor) => descriptor.key === key)?.type ?? unknownMetadata(key),
    })),
    isUpsert,
    partitioner: chosen,
    parallelism: options.get(sinkParallelism),
    primaryKey: context.schema.primaryKey?.columns ?? [],
    ...planBufferFlush(options),
  };
}

/** Flink holds rows back only where both limits are set. */
function planBufferFlush(options: ResolvedOptions): Pick<RecordSinkPlan, 'bufferFlush'> {
  const maxRows = options.get(bufferFlushMaxRows) ?? 0;
  const intervalMs = options.get(bufferFlushInterval) ?? 0;
  return maxRows > 0 && intervalMs > 0 ? { bufferFlush: { maxRows, intervalMs } } : {};
}

/** Java's producer refuses idempotence that is asked for together with fewer acknowledgements. */
function checkIdempotence({ entries, accept }: TableContext): void {
  const acks = entries.get('properties.acks');
  const idempotence = entries.get('properties.enable.idempotence');
  if (acks === undefined || idempotence === undefined) return;
  if (idempotence.value.toLowerCase() !== 'true' || acks.value === 'all' || acks.value === '-1') return;
  accept(conflict(acks, idempotence, "an idempotent producer needs 'all'"));
}

function unknownMetadata(key: string): never {
  throw new Error(`metadata '${key}' is to be written, which Kafka does not take`);
}

function planTopic(context: TableContext, options: ResolvedOptions): string | undefined {
  const pattern = options.entry(topicPattern);
  if (pattern !== undefined) {
    context.accept(
      diagnostic(
        'TSQL_OPTION_VALUE',
        { name: pattern.key, value: pattern.shownValue, allowed: "a sink writes one topic, given by 'topic'" },
        { span: pattern.keySpan },
      ),
    );
    return undefined;
  }
  const topics = options.get(topic) ?? [];
  const entry = options.entry(topic);
  if (entry === undefined) {
    context.accept(diagnostic('TSQL_OPTION_MISSING', { name: 'topic', owner: 'a Kafka sink' }, { span: context.span }));
  } else if (topics.length !== 1) {
    context.accept(
      diagnostic(
        'TSQL_OPTION_VALUE',
        { name: 'topic', value: entry.shownValue, allowed: 'a sink writes one topic' },
        { span: entry.valueSpan },
      ),
    );
  }
  return topics[0];
}

function planPartitioner(context: TableContext, options: ResolvedOptions): RecordSinkPlan['partitioner'] {
  const entry = options.entry(partitioner);
  // Flink takes any other spelling for the name of a class.
  const value = options.get(partitioner) ?? 'default';
  if (value === 'round-robin' && options.has(keyFields) && entry !== undefined) {
    context.accept(
      diagnostic(
        'TSQL_OPTION_CONFLICT',
        { name: entry.key, other: keyFields.key, reason: "'round-robin' is for records without a key" },
        { span: entry.valueSpan, related: relatedKey(options) },
      ),
    );
  }
  if (value === 'default' || value === 'fixed' || value === 'round-robin') return value;
  context.accept(
    diagnostic(
      'TSQL_OPTION_VALUE',
      {
        name: 'sink.partitioner',
        value: entry?.shownValue,
        allowed: 'default, fixed, or round-robin (classes of Java are not run)',
      },
      { span: entry?.valueSpan },
    ),
  );
  return 'default';
}

function relatedKey(options: ResolvedOptions) {
  const span = options.entry(keyFields)?.keySpan;
  return span === undefined ? [] : [{ message: "'key.fields' is given here", span }];
}

/** `sink.delivery-guarantee`, or the older `sink.semantic`; only the newer one asks for a transactional id for exactly-once. */
function planGuarantee(context: TableContext, options: ResolvedOptions): KafkaSinkTransport['deliveryGuarantee'] {
  const guarantee = options.get(deliveryGuarantee) ?? 'at-least-once';
  const entry = options.entry(deliveryGuarantee);
  if (entry !== undefined && guarantee === 'exactly-once' && !options.has(transactionalIdPrefix)) {
    context.accept(
      diagnostic(
        'TSQL_OPTION_MISSING',
        { name: 'sink.transactional-id-prefix', owner: "'sink.delivery-guarantee' = 'exactly-once'" },
        { span: entry.valueSpan },
      ),
    );
  }
  return entry === undefined ? (options.get(sinkSemantic) ?? guarantee) : guarantee;
}
