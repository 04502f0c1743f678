import { kafkaConnector, upsertKafkaConnector } from '@tsql/connector-kafka';
import { blackholeConnector, datagenConnector, filesystemConnector, printConnector } from '@tsql/connectors';
import type { DynamicTableFactory, FormatFactory } from '@tsql/core';
import {
  avroConfluentFormat,
  avroFormat,
  canalJsonFormat,
  csvFormat,
  debeziumAvroConfluentFormat,
  debeziumJsonFormat,
  jsonFormat,
  maxwellJsonFormat,
  oggJsonFormat,
  protobufFormat,
  rawFormat,
} from '@tsql/formats';

/** The connectors that tables can name. */
export const CONNECTORS: readonly DynamicTableFactory[] = [
  kafkaConnector,
  upsertKafkaConnector,
  printConnector,
  blackholeConnector,
  datagenConnector,
  filesystemConnector,
];

/** The formats that tables can name. */
export const FORMATS: readonly FormatFactory[] = [
  csvFormat,
  avroFormat,
  avroConfluentFormat,
  jsonFormat,
  rawFormat,
  protobufFormat,
  debeziumJsonFormat,
  debeziumAvroConfluentFormat,
  canalJsonFormat,
  maxwellJsonFormat,
  oggJsonFormat,
];

export const connectorsByIdentifier = (): Map<string, DynamicTableFactory> =>
  new Map(CONNECTORS.map((connector) => [connector.identifier, connector]));

export const formatsByIdentifier = (): Map<string, FormatFactory> =>
  new Map(FORMATS.map((format) => [format.identifier, format]));
