import type { LogicalType, RowType } from '@tsql/core';

/** The record that Flink derives for a table. */
export const RECORD_NAME = 'org.apache.flink.avro.generated.record';

/** The number of times that an element is there: Flink takes it for nullable. */
export const MULTISET_COUNT: LogicalType = { kind: 'INTEGER', nullable: true };

/** A schema as Avro's specification writes it in JSON. */
export type AvroSchema = string | readonly AvroSchema[] | AvroObject;

export interface AvroObject {
  readonly type: AvroSchema;
  readonly [attribute: string]: unknown;
}

/** The schema of a type, as Flink's `AvroSchemaConverter.convertToSchema`: nullable types are unions with null first. */
export function deriveSchema(type: LogicalType, name: string = RECORD_NAME): AvroSchema {
  const schema = notNullSchema(type, name);
  return type.nullable ? ['null', schema] : schema;
}

/** The table's record itself is never a union. */
export const recordSchema = (type: RowType): AvroSchema => notNullSchema(type, RECORD_NAME);

function notNullSchema(type: LogicalType, name: string): AvroSchema {
  switch (type.kind) {
    case 'BOOLEAN':
      return 'boolean';
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
      return 'int';
    case 'BIGINT':
      return 'long';
    case 'FLOAT':
      return 'float';
    case 'DOUBLE':
      return 'double';
    case 'CHAR':
    case 'VARCHAR':
      return 'string';
    case 'BINARY':
    case 'VARBINARY':
      return 'bytes';
    case 'DECIMAL':
      return { type: 'bytes', logicalType: 'decimal', precision: type.precision, scale: type.scale };
    case 'DATE':
      return { type: 'int', logicalType: 'date' };
    case 'TIME':
      return { type: 'int', logicalType: 'time-millis' };
    case 'TIMESTAMP':
      return { type: 'long', logicalType: type.precision <= 3 ? 'timestamp-millis' : 'timestamp-micros' };
    case 'TIMESTAMP_LTZ':
      return { type: 'long', logicalType: type.precision <= 3 ? 'timestamp-millis' : 'timestamp-micros' };
    case 'ARRAY':
      return { type: 'array', items: deriveSchema(type.element, name) };
    case 'MAP':
      return { type: 'map', values: deriveSchema(type.value, name) };
    case 'MULTISET':
      return { type: 'map', values: deriveSchema(MULTISET_COUNT, name) };
    case 'ROW': {
      const dot = name.lastIndexOf('.');
      const fields = type.fields.map((field) => {
        const schema = deriveSchema(field.type, `${name}_${field.name}`);
        return field.type.nullable
          ? { name: field.name, type: schema, default: null }
          : { name: field.name, type: schema };
      });
      // A nested record is in the namespace of the record around it.
      return name === RECORD_NAME
        ? { type: 'record', name: name.slice(dot + 1), namespace: name.slice(0, dot), fields }
        : { type: 'record', name: name.slice(dot + 1), fields };
    }
    default:
      throw new Error(`Avro cannot hold ${type.kind}`);
  }
}
