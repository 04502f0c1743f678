export { kafkaConnector, upsertKafkaConnector } from './factory.js';
export { topicRegExp } from './options/topic-pattern.js';
export type { KafkaSinkTransport, KafkaSourceTransport } from './plan/transport-plan.js';
export { PROPERTY_VERDICTS, type Verdict } from './properties/property-verdicts.js';
export { dryRun } from './transport/dry-run.js';
export { KafkaBroker } from './transport/kafka-broker.js';
export { missingSinkTopic, missingTopic } from './transport/kafka-error.js';
export type { PlainRecord } from './transport/output-slab.js';
