import { diagnostic, type FormatContext, type LogicalType, printType, type RowType } from '@tsql/core';

/** The record that Flink derives for a table. */
export const RECORD_NAME = 'org.apache.flink.avro.generated.record';

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
      return { type: 'map', values: 'int' };
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

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Reports names and types that Avro has no form for. */
export function checkTypes(context: FormatContext, format: string, isLegacy: boolean): boolean {
  let isFine = true;
  const refuse = (type: LogicalType): void => {
    isFine = false;
    const args = { format, type: printType({ ...type, nullable: true } as LogicalType) };
    context.accept(diagnostic('TSQL_FORMAT_TYPE', args, { span: context.span }));
  };
  const check = (type: LogicalType): void => {
    switch (type.kind) {
      case 'TIMESTAMP':
        if (type.precision > (isLegacy ? 3 : 6)) refuse(type);
        return;
      case 'TIMESTAMP_LTZ':
        if (isLegacy || type.precision > 6) refuse(type);
        return;
      case 'ARRAY':
        check(type.element);
        return;
      case 'MAP':
        if (type.key.kind !== 'CHAR' && type.key.kind !== 'VARCHAR') refuse(type);
        check(type.value);
        return;
      case 'MULTISET':
        if (type.element.kind !== 'CHAR' && type.element.kind !== 'VARCHAR') refuse(type);
        return;
      case 'ROW':
        for (const { name } of type.fields.filter((field) => !NAME.test(field.name))) {
          isFine = false;
          const reason = `'${name}' is no name in Avro: letters, digits and _ only, no digit first`;
          context.accept(diagnostic('TSQL_PLAN_INVALID', { reason }, { span: context.span }));
        }
        for (const field of type.fields) check(field.type);
        return;
      case 'RAW':
      case 'NULL':
      case 'INTERVAL_DAY_TIME':
      case 'INTERVAL_YEAR_MONTH':
        refuse(type);
    }
  };
  check(context.rowType);
  return isFine;
}

/** Whether two schemas describe the same data: names of records, namespaces, documentation and defaults aside. */
export function hasSameStructure(a: AvroSchema, b: AvroSchema): boolean {
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((branch, i) => hasSameStructure(branch, b[i] as AvroSchema))
    );
  }
  const left = asObject(a as string | AvroObject);
  const right = asObject(b as string | AvroObject);
  if (left.type !== right.type || left.logicalType !== right.logicalType) return false;
  if (left.precision !== right.precision || left.scale !== right.scale) return false;
  switch (left.type) {
    case 'record': {
      const fields = [left.fields, right.fields] as readonly (readonly {
        readonly name: string;
        readonly type: AvroSchema;
      }[])[];
      const [own = [], other = []] = fields;
      return (
        own.length === other.length &&
        own.every(({ name, type }, i) => other[i]?.name === name && hasSameStructure(type, other[i].type))
      );
    }
    case 'array':
      return hasSameStructure(left.items as AvroSchema, right.items as AvroSchema);
    case 'map':
      return hasSameStructure(left.values as AvroSchema, right.values as AvroSchema);
    default:
      return true;
  }
}

function asObject(schema: string | AvroObject): AvroObject {
  return typeof schema === 'string' ? { type: schema } : schema;
}
