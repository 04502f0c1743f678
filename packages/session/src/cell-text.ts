import {
  formatDate,
  formatTime,
  formatTimestamp,
  type LogicalType,
  MapValue,
  type Row,
  Timestamp,
  type Value,
} from '@tsql/core';
import { createCast, timeZone, toLocal } from '@tsql/functions';

/** How a value that is not NULL is shown in a result, by its type: as Flink's `RowDataToStringConverterImpl`. */
export function cellText(type: LogicalType, localTimeZone: string): (value: Value) => string {
  const part = (inner: LogicalType) => {
    const text = cellText(inner, localTimeZone);
    return (value: Value) => (value === null ? 'NULL' : text(value));
  };
  switch (type.kind) {
    case 'BINARY':
    case 'VARBINARY':
      return (value) => `x'${Buffer.from(value as Uint8Array).toString('hex')}'`;
    case 'DATE':
      return (value) => formatDate(value as number);
    case 'TIME':
      return (value) => formatTime(value as number);
    case 'TIMESTAMP':
      return (value) => formatTimestamp(value as Timestamp, type.precision);
    case 'TIMESTAMP_LTZ':
      return (value) => {
        const { millis, nanoOfMilli } = value as Timestamp;
        return formatTimestamp(new Timestamp(toLocal(timeZone(localTimeZone), millis), nanoOfMilli), type.precision);
      };
    case 'ARRAY': {
      const element = part(type.element);
      return (value) => `[${(value as Row).map(element).join(', ')}]`;
    }
    case 'MAP':
    case 'MULTISET': {
      const key = part(type.kind === 'MAP' ? type.key : type.element);
      const inner = type.kind === 'MAP' ? part(type.value) : String;
      return (value) =>
        value instanceof MapValue
          ? `{${value.keys.map((name, index) => `${key(name)}=${inner(value.values[index] ?? null)}`).join(', ')}}`
          : '{}';
    }
    case 'ROW': {
      const fields = type.fields.map((field) => part(field.type));
      return (value) => `(${fields.map((field, index) => field((value as Row)[index] ?? null)).join(', ')})`;
    }
    default: {
      const context = { localTimeZone, now: Date.now, random: Math.random };
      const cast = createCast(
        type,
        { kind: 'VARCHAR', length: 2_147_483_647, nullable: true },
        { isTry: false, context },
      );
      return (value) => cast(value) as string;
    }
  }
}
