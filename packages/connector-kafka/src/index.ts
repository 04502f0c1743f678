export { kafkaConnector, upsertKafkaConnector } from './factory.js';
export type { KafkaSinkTransport, KafkaSourceTransport } from './plan/transport-plan.js';
