import { binaryStringHash, hashMapOrder, MapValue, type Value } from '@tsql/core';

/** A map that was read: the last of equal keys counts, the order is that of a HashMap over Flink's strings; a NULL key's hash is 0. */
export function mapOf(entries: ReadonlyMap<Value, Value>): MapValue {
  const keys = [...entries.keys()];
  const order = hashMapOrder(keys, (key) => (key === null ? 0 : binaryStringHash(key as string)));
  return new MapValue(
    order.map((index) => keys[index] ?? null),
    order.map((index) => entries.get(keys[index] ?? null) ?? null),
  );
}
