import { BIGINT, BYTES, INT, type MetadataDescriptor, map, notNull, STRING, timestampLtz } from '@tsql/core';

/** The metadata of a Kafka record, as Flink's connector offers it. */
export const KAFKA_METADATA: readonly MetadataDescriptor[] = [
  { key: 'topic', type: notNull(STRING), isWritable: false, doc: "The topic's name." },
  { key: 'partition', type: notNull(INT), isWritable: false, doc: "The partition's number." },
  {
    key: 'headers',
    type: notNull(map(notNull(STRING), notNull(BYTES))),
    isWritable: true,
    doc: 'The headers, by name.',
  },
  { key: 'leader-epoch', type: INT, isWritable: false, doc: "The leader's epoch, if known." },
  { key: 'offset', type: notNull(BIGINT), isWritable: false, doc: "The record's offset in its partition." },
  { key: 'timestamp', type: notNull(timestampLtz(3)), isWritable: true, doc: "The record's timestamp." },
  {
    key: 'timestamp-type',
    type: notNull(STRING),
    isWritable: false,
    doc: 'NoTimestampType, CreateTime or LogAppendTime.',
  },
];
