import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Codec } from '../options.js';
import { compressSnappy, uncompressSnappy } from './snappy.js';

interface BlockCodec {
  compress(block: Uint8Array): Uint8Array;
  /** Throws an Error for a block that is damaged. */
  uncompress(block: Uint8Array): Uint8Array;
}

/** The codecs of Avro's specification that need no library. */
export const CODECS: Readonly<Record<Codec, BlockCodec>> = {
  null: { compress: (block) => block, uncompress: (block) => block },
  deflate: { compress: (block) => deflateRawSync(block), uncompress: (block) => inflateRawSync(block) },
  // The checksum of what is inside stands behind each block.
  snappy: {
    compress(block) {
      const checksum = Buffer.alloc(4);
      checksum.writeUInt32BE(crc32(block));
      return Buffer.concat([compressSnappy(block), checksum]);
    },
    uncompress(block) {
      const end = block.length - 4;
      const content = uncompressSnappy(block.subarray(0, Math.max(0, end)));
      if (crc32(content) !== Buffer.from(block.buffer, block.byteOffset + end, 4).readUInt32BE())
        throw new Error('the checksum of a block is another');
      return content;
    },
  },
};
