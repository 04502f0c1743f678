import type { BinaryReader } from './binary.js';
import { decimalOf } from './binary.js';
import { type NamedTypes, resolveNames } from './named-types.js';
import type { AvroObject, AvroSchema } from './schema.js';

/** Reads a value of any schema and returns it as JSON text: numbers with all their digits, days and times as ISO 8601. */
export function viewValue(schema: AvroSchema, reader: BinaryReader): string {
  return view(schema, reader, resolveNames(schema));
}

function view(given: AvroSchema, reader: BinaryReader, names: NamedTypes): string {
  const schema = names.schemaOf(given);
  if (Array.isArray(schema)) {
    const branch = (schema as readonly AvroSchema[])[Number(reader.readLong())];
    if (branch === undefined) throw new Error('a union has no such branch');
    return view(branch, reader, names);
  }
  const object = typeof schema === 'string' ? ({ type: schema } as AvroObject) : (schema as AvroObject);
  switch (object.type) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(reader.readBoolean());
    case 'int':
      return viewWhole(object, BigInt(reader.readInt()));
    case 'long':
      return viewWhole(object, reader.readLong());
    case 'float':
      return viewDouble(reader.readFloat());
    case 'double':
      return viewDouble(reader.readDouble());
    case 'string':
      return JSON.stringify(Buffer.from(reader.readBytes()).toString());
    case 'bytes':
      return viewBytes(object, reader.readBytes());
    case 'fixed':
      return viewBytes(object, reader.readFixed(Number(object.size)));
    case 'enum':
      return JSON.stringify((object.symbols as readonly string[])[reader.readInt()] ?? null);
    case 'record': {
      const fields = object.fields as readonly { readonly name: string; readonly type: AvroSchema }[];
      return `{${fields.map((field) => `${JSON.stringify(field.name)}:${view(field.type, reader, names)}`).join(',')}}`;
    }
    case 'array': {
      const items: string[] = [];
      reader.readBlocks(() => items.push(view(object.items as AvroSchema, reader, names)));
      return `[${items.join(',')}]`;
    }
    case 'map': {
      const entries: string[] = [];
      reader.readBlocks(() => {
        const key = JSON.stringify(Buffer.from(reader.readBytes()).toString());
        entries.push(`${key}:${view(object.values as AvroSchema, reader, names)}`);
      });
      return `{${entries.join(',')}}`;
    }
    default:
      throw new Error(`a value of type ${JSON.stringify(object.type)} cannot be shown`);
  }
}

const DAY_MS = 86_400_000n;
/** What a Date can hold. */
const MAX_MS = 8_640_000_000_000_000n;

function viewWhole({ logicalType }: AvroObject, value: bigint): string {
  const millis =
    logicalType === 'date' ? value * DAY_MS : String(logicalType).endsWith('-micros') ? value / 1000n : value;
  const isInRange = millis <= MAX_MS && millis >= -MAX_MS;
  if (!isInRange || typeof logicalType !== 'string') return String(value);
  const iso = new Date(Number(millis)).toISOString();
  if (logicalType === 'date') return JSON.stringify(iso.slice(0, iso.indexOf('T')));
  if (logicalType.startsWith('time-')) return JSON.stringify(iso.slice(iso.indexOf('T') + 1, -1));
  if (logicalType.startsWith('timestamp-')) return JSON.stringify(iso);
  return logicalType.startsWith('local-timestamp-') ? JSON.stringify(iso.slice(0, -1)) : String(value);
}

const viewDouble = (value: number): string => (Number.isFinite(value) ? String(value) : JSON.stringify(String(value)));

function viewBytes({ logicalType, scale = 0 }: AvroObject, bytes: Uint8Array): string {
  if (logicalType !== 'decimal') return JSON.stringify(`x'${Buffer.from(bytes).toString('hex')}'`);
  const unscaled = decimalOf(bytes);
  const places = Number(scale);
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(places + 1, '0');
  const whole = `${unscaled < 0n ? '-' : ''}${digits.slice(0, digits.length - places)}`;
  return places === 0 ? whole : `${whole}.${digits.slice(-places)}`;
}
