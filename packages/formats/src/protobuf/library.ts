import { createRequire } from 'node:module';
import type protobuf from 'protobufjs';

/** protobufjs takes 28 ms to load: only jobs with Protobuf pay them. In the bundle `require` is the bundler's. */
export function library(): typeof protobuf {
  return typeof require === 'function' ? require('protobufjs') : createRequire(import.meta.url)('protobufjs');
}

/** Its reading of descriptor sets. */
export function descriptorLibrary(): { readonly FileDescriptorSet: protobuf.Type } {
  return typeof require === 'function'
    ? require('protobufjs/ext/descriptor')
    : createRequire(import.meta.url)('protobufjs/ext/descriptor');
}
