import type { Value } from './value.js';

const encoder = new TextEncoder();

/** Murmur3 with seed 42 over whole words, then byte by byte: Flink's `MurmurHashUtils.hashBytes` over a BinaryString. */
export function binaryStringHash(text: string): number {
  const bytes = encoder.encode(text);
  let hash = 42;
  const aligned = bytes.length - (bytes.length % 4);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let i = 0; i < aligned; i += 4) hash = mixHash(hash, mixKey(view.getInt32(i, true)));
  for (let i = aligned; i < bytes.length; i++) hash = mixHash(hash, mixKey(view.getInt8(i)));
  return finish(hash ^ bytes.length);
}

function mixKey(key: number): number {
  const mixed = Math.imul(key, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}

function mixHash(hash: number, key: number): number {
  const mixed = hash ^ key;
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/**
 * The order in which a java.util.HashMap iterates over keys put into it one after the other: indexes into `keys`. Keys
 * are distinct. Buckets are kept in insertion order, as long as none has become a tree (eight keys in one).
 */
export function hashMapOrder(keys: readonly Value[], hash: (key: Value) => number, initialCapacity = 16): number[] {
  let capacity = initialCapacity;
  while (keys.length > capacity * 0.75) capacity *= 2;
  const spread = (key: Value) => {
    const code = key === null ? 0 : hash(key);
    return (code ^ (code >>> 16)) & (capacity - 1);
  };
  return keys
    .map((key, index) => ({ bucket: spread(key), index }))
    .sort((a, b) => a.bucket - b.bucket || a.index - b.index)
    .map((entry) => entry.index);
}
