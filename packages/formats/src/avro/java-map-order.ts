import { hashMapOrder } from '@tsql/core';

/** `String.hashCode`. */
function stringHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/** The order in which Flink writes a map: that of a HashMap of Strings, made for so many entries unless a capacity is given. */
export function writingOrder(keys: readonly string[], capacity = capacityFor(keys.length)): number[] {
  return hashMapOrder(keys, (key) => stringHash(key as string), capacity);
}

/** `CollectionUtil.newHashMapWithExpectedSize`. */
function capacityFor(size: number): number {
  const wanted = size <= 2 ? size + 1 : Math.ceil(size / 0.75);
  let capacity = 1;
  while (capacity < wanted) capacity *= 2;
  return capacity;
}
