import { registryOptions } from '../avro-confluent/options.js';

/** Those of `avro-confluent`. */
export const DEBEZIUM_AVRO_OPTIONS = registryOptions('debezium-avro-confluent');
