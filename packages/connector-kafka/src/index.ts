export { kafkaConnector, upsertKafkaConnector } from './factory.js';
export type { KafkaSinkTransport, KafkaSourceTransport } from './plan/transport-plan.js';
export { dryRun } from './transport/dry-run.js';
export { KafkaBroker } from './transport/kafka-broker.js';
export type { PlainRecord } from './transport/output-slab.js';
