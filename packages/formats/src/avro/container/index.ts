import type { FileFraming } from '@tsql/core';
import { ContainerReader } from './container-reader.js';
import { ContainerWriter } from './container-writer.js';

/** Avro's files: records in compressed blocks behind a header with their schema. */
export const AVRO_CONTAINER: FileFraming = {
  createReader: (plan) => new ContainerReader(plan),
  createWriter: (plan) => new ContainerWriter(plan),
};
