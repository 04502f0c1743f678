export { kafkaConnector, upsertKafkaConnector } from './factory.js';
export { abortTransaction } from './jobs/abort-transaction.js';
export { type JobListing, type JobPosition, JobRegistry, type ResetTarget } from './jobs/job-registry.js';
export { type SpecificOffset, specificOffset } from './options/specific-offsets.js';
export { topicRegExp } from './options/topic-pattern.js';
export type { KafkaSinkTransport, KafkaSourceTransport } from './plan/transport-plan.js';
export { prefixTopics } from './prefix-topics.js';
export { checkProperties } from './properties/property-values.js';
export { PROPERTY_VERDICTS, type Verdict } from './properties/property-verdicts.js';
export { dryRun } from './transport/dry-run.js';
export { KafkaBroker } from './transport/kafka-broker.js';
export {
  missingSinkTopic,
  missingTopic,
  startTimestamp,
  undefinedEnd,
  undefinedOffset,
} from './transport/kafka-error.js';
export type { PlainRecord } from './transport/output-slab.js';
export { type PartitionEnds, partitionEnds } from './transport/partition-ends.js';
export { TopicWriter } from './transport/topic-writer.js';
