import { MapValue, Timestamp, type Value } from '@tsql/core';

/** A text that is the same for equal values only: the key of a state's map. */
export function valueKey(value: Value): string {
  if (value === null) return 'n';
  switch (typeof value) {
    case 'string':
      return `s${value.length}:${value}`;
    case 'bigint':
      return `b${value}`;
    case 'number':
      return Object.is(value, -0) ? 'd-0' : `d${value}`;
    case 'boolean':
      return value ? 't' : 'f';
  }
  if (value instanceof Timestamp) return `T${value.millis}.${value.nanoOfMilli}`;
  if (value instanceof Uint8Array)
    return `x${Buffer.from(value.buffer, value.byteOffset, value.length).toString('latin1')}`;
  if (value instanceof MapValue) {
    const entries = value.keys.map((key, index) => `${valueKey(key)}=${valueKey(value.values[index] ?? null)}`);
    return `{${entries.sort().join(',')}}`;
  }
  return `[${(value as readonly Value[]).map(valueKey).join(',')}]`;
}
