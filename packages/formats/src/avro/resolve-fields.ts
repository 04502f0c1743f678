import type { LogicalType, RowType, Value } from '@tsql/core';
import { defaultValue } from './default-value.js';
import type { AvroObject, AvroSchema } from './schema.js';

/** A field as it was written, and the field of the row that it becomes. */
export interface ResolvedField {
  readonly written: AvroSchema;
  /** Undefined for one that the row does not have. */
  readonly wanted:
    | { readonly index: number; readonly schema: AvroSchema; readonly type: LogicalType; readonly place: string }
    | undefined;
}

export interface ResolvedFields {
  /** In the order in which they were written. */
  readonly fields: readonly ResolvedField[];
  /** By the row's fields: what those are that were not written. */
  readonly defaults: readonly Value[];
}

interface WrittenField {
  readonly name: string;
  readonly type: AvroSchema;
}

interface ReadField extends WrittenField {
  readonly aliases?: readonly string[];
  readonly default?: unknown;
}

/** Finds the fields of a written record in the one that is wanted; throws an Error for one without a default that is missing. */
export function resolveFields(writer: AvroObject, reader: AvroObject, type: RowType, place: string): ResolvedFields {
  const readFields = reader.fields as readonly ReadField[];
  const missing = new Set(readFields.keys());
  // As in Java, aliases of fields count in records of one name only.
  const hasAliases = [fullName(reader), ...((reader.aliases ?? []) as readonly string[])].includes(fullName(writer));
  const fields = (writer.fields as readonly WrittenField[]).map(({ name, type: written }): ResolvedField => {
    const index = readFields.findIndex((field) => field.name === name || (hasAliases && field.aliases?.includes(name)));
    const field = type.fields[index];
    if (field === undefined) return { written, wanted: undefined };
    missing.delete(index);
    const schema = (readFields[index] as ReadField).type;
    return { written, wanted: { index, schema, type: field.type, place: `field '${field.name}'` } };
  });
  const defaults: Value[] = new Array(readFields.length).fill(null);
  for (const index of missing) {
    const field = readFields[index] as ReadField;
    if (field.default === undefined) {
      throw new Error(`${place}: the writer's schema has no field '${field.name}', which has no default`);
    }
    defaults[index] = defaultValue(field.default, type.fields[index]?.type as LogicalType);
  }
  return { fields, defaults };
}

function fullName({ name, namespace }: AvroObject): string {
  return String(name).includes('.') || !namespace ? String(name) : `${String(namespace)}.${String(name)}`;
}
