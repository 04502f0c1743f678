import type { RecordViewer } from '@tsql/core';
import { BinaryReader } from '../avro/binary.js';
import { viewValue } from '../avro/view-value.js';
import type { RegistryClient } from '../registry/client.js';
import { FRAME_SIZE } from './decode.js';

/** Shows framed records by the schemas that they were written under. */
export function registryViewer(registry: RegistryClient): RecordViewer {
  const reader = new BinaryReader();
  return {
    async view(bytes) {
      if (bytes.length < FRAME_SIZE || bytes[0] !== 0) return undefined;
      const id = Buffer.from(bytes.buffer, bytes.byteOffset, FRAME_SIZE).readInt32BE(1);
      if (!registry.isKnown(id)) await registry.lookUp(id);
      const schema = registry.known(id);
      if (schema === undefined) return undefined;
      reader.reset(bytes, FRAME_SIZE, bytes.length);
      return viewValue(schema, reader);
    },
  };
}
