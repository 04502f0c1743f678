import {
  durationType,
  enumType,
  intType,
  longType,
  type OptionSet,
  type OptionType,
  option,
  stringListType,
  stringType,
} from '@tsql/core';
import { SPECIFIC_OFFSETS_FORM, type SpecificOffset } from './specific-offsets.js';

export type StartupMode = 'earliest-offset' | 'latest-offset' | 'group-offsets' | 'timestamp' | 'specific-offsets';
export type BoundedMode = 'unbounded' | 'latest-offset' | 'group-offsets' | 'timestamp' | 'specific-offsets';
export type DeliveryGuarantee = 'none' | 'at-least-once' | 'exactly-once';

export const topic = option('topic', stringListType, {
  doc: "The topics to read, separated by ';', or the one topic to write.",
  example: 'orders',
});
export const topicPattern = option('topic-pattern', stringType, {
  scope: 'source',
  doc: 'A regular expression: all topics whose whole name matches are read.',
  example: 'orders-[0-9]+',
});
export const bootstrapServers = option('properties.bootstrap.servers', stringType, {
  required: true,
  elsewhere: "--brokers HOST:PORT, or SET 'tsql.brokers' = 'HOST:PORT', gives it to all tables that have none",
  doc: "Kafka's brokers, HOST:PORT separated by commas.",
});
export const groupId = option('properties.group.id', stringType, {
  scope: 'source',
  doc: 'The consumer group to which positions are committed.',
});
export const format = option('format', stringType, { doc: "The value's format; the same as 'value.format'." });
export const valueFormat = option('value.format', stringType, { doc: "The value's format." });
export const keyFormat = option('key.format', stringType, { doc: "The key's format." });
export const keyFields = option('key.fields', stringListType, {
  doc: "The columns of the key, in its order, separated by ';'.",
});
export const keyFieldsPrefix = option('key.fields-prefix', stringType, {
  defaultValue: '',
  doc: 'Stands before the names of the key columns in the table, and is left out in the key itself.',
});
export const valueFieldsInclude = option<'ALL' | 'EXCEPT_KEY'>(
  'value.fields-include',
  enumType<'ALL' | 'EXCEPT_KEY'>([
    { text: 'ALL', doc: 'the value holds all columns' },
    { text: 'EXCEPT_KEY', doc: 'the value holds the columns that the key does not' },
  ]),
  { defaultValue: 'ALL', doc: 'Whether the value holds the key columns too.' },
);
export const startupMode = option<StartupMode>(
  'scan.startup.mode',
  enumType<StartupMode>([
    { text: 'earliest-offset', doc: 'from the first record' },
    { text: 'latest-offset', doc: 'from behind the last record' },
    { text: 'group-offsets', doc: "from the group's committed positions" },
    { text: 'timestamp', doc: "from 'scan.startup.timestamp-millis'" },
    { text: 'specific-offsets', doc: "from 'scan.startup.specific-offsets'" },
  ]),
  { scope: 'source', defaultValue: 'group-offsets', doc: 'Where reading begins.' },
);
export const startupOffsets = option('scan.startup.specific-offsets', stringType, {
  scope: 'source',
  doc: `The first offset of each partition: ${SPECIFIC_OFFSETS_FORM}.`,
  example: 'partition:0,offset:42;partition:1,offset:300',
});
export const startupTimestamp = option('scan.startup.timestamp-millis', longType(), {
  scope: 'source',
  doc: 'The time of the first record, in milliseconds.',
});
export const boundedMode = option<BoundedMode>(
  'scan.bounded.mode',
  enumType<BoundedMode>([
    { text: 'unbounded', doc: 'reading goes on until the job is stopped' },
    { text: 'latest-offset', doc: 'up to the end found at the start' },
    { text: 'group-offsets', doc: "up to the group's committed positions" },
    { text: 'timestamp', doc: "up to 'scan.bounded.timestamp-millis'" },
    { text: 'specific-offsets', doc: "up to 'scan.bounded.specific-offsets'" },
  ]),
  { scope: 'source', defaultValue: 'unbounded', doc: 'Where reading ends.' },
);
export const boundedOffsets = option('scan.bounded.specific-offsets', stringType, {
  scope: 'source',
  doc: 'The offset behind the last one of each partition.',
});
export const boundedTimestamp = option('scan.bounded.timestamp-millis', longType(), {
  scope: 'source',
  doc: 'The time at which reading ends, in milliseconds.',
});
export const discoveryInterval = option('scan.topic-partition-discovery.interval', durationType, {
  scope: 'source',
  defaultValue: 300_000,
  doc: 'How often new topics and partitions are looked for.',
});
export const partitioner = option('sink.partitioner', stringType, {
  scope: 'sink',
  defaultValue: 'default',
  doc: "'default' (Kafka's), 'fixed', or 'round-robin'.",
});
export const deliveryGuarantee = option<DeliveryGuarantee>(
  'sink.delivery-guarantee',
  enumType<DeliveryGuarantee>([
    { text: 'exactly-once', doc: 'written in transactions' },
    { text: 'at-least-once', doc: 'every record is acknowledged before positions are committed' },
    { text: 'none', doc: 'nothing is waited for' },
  ]),
  { scope: 'sink', defaultValue: 'at-least-once', doc: 'What a failure may do to records.' },
);
/** Read by `DeliveryGuarantee.valueOf`, once hyphens are underscores. */
const semanticType: OptionType<DeliveryGuarantee> = {
  ...deliveryGuarantee.type,
  parse: (text) => deliveryGuarantee.type.parse(text.replaceAll('_', '-')),
};
export const sinkSemantic = option<DeliveryGuarantee>('sink.semantic', semanticType, {
  scope: 'sink',
  doc: "The older name of 'sink.delivery-guarantee'.",
});
export const transactionalIdPrefix = option('sink.transactional-id-prefix', stringType, {
  scope: 'sink',
  doc: 'Begins the ids of the transactions.',
});
export const sinkParallelism = option('sink.parallelism', intType(1), {
  scope: 'sink',
  doc: 'How many tasks write.',
});
export const bufferFlushMaxRows = option('sink.buffer-flush.max-rows', intType(0), {
  scope: 'sink',
  defaultValue: 0,
  doc: 'How many rows are held back so that one key is written once; 0 for none.',
});
export const bufferFlushInterval = option('sink.buffer-flush.interval', durationType, {
  scope: 'sink',
  defaultValue: 0,
  doc: 'How long rows are held back so that one key is written once; 0 for not at all.',
});

export const onError = option<'fail' | 'skip' | 'dead-letter'>(
  'on-error',
  enumType<'fail' | 'skip' | 'dead-letter'>([
    { text: 'fail', doc: 'the job ends, as in Flink' },
    { text: 'skip', doc: 'the record is left out and counted' },
    { text: 'dead-letter', doc: "the record goes to 'on-error.dead-letter-topic' as it was read" },
  ]),
  {
    defaultValue: 'fail',
    doc: "What becomes of a record that cannot be read (a table that is read) or written (one that is written). tsql's own.",
  },
);
export const onErrorMaxRecords = option('on-error.max-records', longType(0), {
  doc: 'How many records of a run may be skipped or dead-lettered: the job fails with the next one. Any number by default.',
});
export const onErrorDeadLetterTopic = option('on-error.dead-letter-topic', stringType, {
  doc: 'Takes the records that fail: key, value, headers and timestamp as they were, with headers that tell of the fault.',
});

export const alignmentGroup = option('scan.watermark.alignment.group', stringType, {
  scope: 'source',
  doc: 'No effect here.',
});
export const alignmentMaxDrift = option('scan.watermark.alignment.max-drift', durationType, {
  scope: 'source',
  doc: 'No effect here.',
});

/** Accepted as Flink accepts them; event time needs no settings in a stateless job. */
const watermarkOptions = [
  option('scan.watermark.emit.strategy', stringType, {
    scope: 'source',
    doc: 'When watermarks are emitted: no effect here.',
  }),
  option('scan.watermark.emit-on-event.gap', intType(1), { scope: 'source', doc: 'No effect here.' }),
  alignmentGroup,
  alignmentMaxDrift,
  option('scan.watermark.alignment.update-interval', durationType, { scope: 'source', doc: 'No effect here.' }),
  option('scan.watermark.idle-timeout', durationType, { scope: 'source', doc: 'No effect here.' }),
];

const connector = option('connector', stringType, { required: true, doc: "The connector: 'kafka' or 'upsert-kafka'." });

const propertyVersion = option('property-version', intType(1), { doc: "The version of the options: '1'." });

export const KAFKA_OPTIONS: OptionSet = {
  owner: "connector 'kafka'",
  options: [
    connector,
    propertyVersion,
    topic,
    topicPattern,
    bootstrapServers,
    format,
    valueFormat,
    keyFormat,
    keyFields,
    keyFieldsPrefix,
    valueFieldsInclude,
    groupId,
    startupMode,
    startupOffsets,
    startupTimestamp,
    boundedMode,
    boundedOffsets,
    boundedTimestamp,
    discoveryInterval,
    partitioner,
    deliveryGuarantee,
    sinkSemantic,
    transactionalIdPrefix,
    sinkParallelism,
    onError,
    onErrorMaxRecords,
    onErrorDeadLetterTopic,
    ...watermarkOptions,
  ] as OptionSet['options'],
  openPrefixes: ['properties.'],
};

export const UPSERT_KAFKA_OPTIONS: OptionSet = {
  owner: "connector 'upsert-kafka'",
  options: [
    connector,
    propertyVersion,
    topic,
    topicPattern,
    bootstrapServers,
    { ...keyFormat, required: true },
    { ...valueFormat, required: true },
    keyFieldsPrefix,
    valueFieldsInclude,
    boundedMode,
    boundedOffsets,
    boundedTimestamp,
    deliveryGuarantee,
    transactionalIdPrefix,
    sinkParallelism,
    onError,
    onErrorMaxRecords,
    onErrorDeadLetterTopic,
    bufferFlushMaxRows,
    bufferFlushInterval,
    ...watermarkOptions,
  ] as OptionSet['options'],
  openPrefixes: ['properties.'],
};

export type { SpecificOffset };
