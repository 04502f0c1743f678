import { binaryStringHash, hashMapOrder, MapValue, type Value } from '@tsql/core';

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

/** A map that was read: the last of equal keys counts, the order is that of a HashMap over Flink's strings. */
export function mapOf(entries: ReadonlyMap<string, Value>): MapValue {
  const keys = [...entries.keys()];
  const order = hashMapOrder(keys, (key) => binaryStringHash(key as string));
  return new MapValue(
    order.map((index) => keys[index] ?? null),
    order.map((index) => entries.get(keys[index] ?? '') ?? null),
  );
}
