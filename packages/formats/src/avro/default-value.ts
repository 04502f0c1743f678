import { type LogicalType, MapValue, Timestamp, type Value } from '@tsql/core';
import { decimalOf } from './binary.js';

/** A field's default, as a schema gives it in JSON (for a union: of its first branch), as a value of the column's type. */
export function defaultValue(json: unknown, type: LogicalType): Value {
  if (json === null) return null;
  switch (type.kind) {
    case 'BIGINT':
      return BigInt(exact(json));
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return new Timestamp(exact(json));
    case 'BINARY':
    case 'VARBINARY':
      return bytes(json);
    case 'DECIMAL':
      return decimalOf(bytes(json));
    case 'ARRAY':
      return (json as readonly unknown[]).map((element) => defaultValue(element, type.element));
    case 'MAP': {
      const entries = Object.entries(json as object);
      return new MapValue(
        entries.map(([key]) => key),
        entries.map(([, value]) => defaultValue(value, type.value)),
      );
    }
    case 'ROW':
      return type.fields.map(({ name, type: field }) =>
        defaultValue((json as Record<string, unknown>)[name] ?? null, field),
      );
    default:
      return json as Value;
  }
}

const bytes = (json: unknown): Uint8Array => new Uint8Array(Buffer.from(String(json), 'latin1'));

/** JSON has been read through doubles: beyond their exact range nothing is made up. */
function exact(json: unknown): number {
  if (!Number.isSafeInteger(json)) throw new Error(`the default ${String(json)} cannot be read exactly`);
  return json as number;
}
