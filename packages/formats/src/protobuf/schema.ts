import { diagnostic, type FormatContext, type LogicalType, nearest, printType, type RowType } from '@tsql/core';
import { ProtobufSchema } from './load-schema.js';
import { type ElementType, type FieldType, javaType, type MessageType } from './message-type.js';
import type { ProtobufOptions } from './options.js';

/** The message of a table; reports why there is none, and columns that do not fit it. */
export function resolveMessage(context: FormatContext, options: ProtobufOptions): MessageType | undefined {
  const entry = context.entries.get(`${context.keyPrefix}message-class-name`);
  const refuse = (allowed: string, hint?: string): undefined => {
    const args = { name: `${context.keyPrefix}message-class-name`, value: options.messageClassName, allowed };
    context.accept(diagnostic('TSQL_OPTION_VALUE', args, { span: entry?.valueSpan ?? context.span, hint }));
    return undefined;
  };
  if (options.messageClassName === '') return undefined;
  if (options.schemaFiles.length === 0) {
    return refuse('no .proto file is known', "name the files: SET 'protobuf.schema-files' = 'a.proto;b.proto'");
  }
  let schema: ProtobufSchema;
  try {
    schema = ProtobufSchema.load(options.schemaFiles);
  } catch (error) {
    return refuse(`the .proto files cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const message = schema.find(options.messageClassName);
  if (message === undefined) {
    const close =
      schema.classNameOf(options.messageClassName) ?? nearest(options.messageClassName, schema.classNames());
    return refuse(
      `the Java class of a message of ${options.schemaFiles.join(', ')}`,
      close === undefined ? undefined : `did you mean '${close}'?`,
    );
  }
  return checkRow(context, context.rowType, message) ? message : undefined;
}

function checkRow(context: FormatContext, type: RowType, message: MessageType): boolean {
  const reasons = type.fields.flatMap(({ name, type: column }) => {
    const field = message.fields.find((candidate) => candidate.name === name);
    if (field !== undefined) return mismatches(field, column, name);
    const close = nearest(
      name,
      message.fields.map((each) => each.name),
    );
    return [
      `message ${message.fullName} has no field '${name}'${close === undefined ? '' : `; did you mean '${close}'?`}`,
    ];
  });
  for (const reason of reasons) context.accept(diagnostic('TSQL_PLAN_INVALID', { reason }, { span: context.span }));
  return reasons.length === 0;
}

function mismatches(field: FieldType, column: LogicalType, place: string): string[] {
  if (field.map !== undefined) {
    if (column.kind !== 'MAP') return [mismatch(place, 'a map', column)];
    return [
      ...elementMismatches(field.map.key, column.key, `${place}.key`),
      ...elementMismatches(field.map.value, column.value, `${place}.value`),
    ];
  }
  if (!field.isRepeated) return elementMismatches(field, column, place);
  return column.kind === 'ARRAY'
    ? elementMismatches(field, column.element, `${place}.element`)
    : [mismatch(place, 'repeated', column)];
}

const mismatch = (place: string, found: string, column: LogicalType): string =>
  `field '${place}' is ${found} in the message, which is no ${printType({ ...column, nullable: true } as LogicalType)}`;

/** The column types that Flink takes for a Java type. */
const COLUMN_KINDS: Readonly<Record<string, readonly LogicalType['kind'][]>> = {
  INT: ['INTEGER'],
  LONG: ['BIGINT'],
  BOOLEAN: ['BOOLEAN'],
  FLOAT: ['FLOAT'],
  DOUBLE: ['DOUBLE'],
  STRING: ['VARCHAR', 'CHAR'],
  BYTE_STRING: ['VARBINARY', 'BINARY'],
  // Flink's validation takes TINYINT and SMALLINT too, its code generator then fails on them.
  ENUM: ['VARCHAR', 'CHAR', 'INTEGER', 'BIGINT'],
  MESSAGE: ['ROW'],
};

function elementMismatches(element: ElementType, column: LogicalType, place: string): string[] {
  if (!COLUMN_KINDS[javaType(element)]?.includes(column.kind)) return [mismatch(place, element.kind, column)];
  if (column.kind !== 'ROW') return [];
  const { message } = element;
  if (message === undefined) return [];
  return column.fields.flatMap(({ name, type }) => {
    const field = message.fields.find((candidate) => candidate.name === name);
    return field === undefined
      ? [`message ${message.fullName} has no field '${name}'`]
      : mismatches(field, type, `${place}.${name}`);
  });
}
