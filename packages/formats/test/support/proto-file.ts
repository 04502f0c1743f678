import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogicalType, RowType } from '@tsql/core';

/** What Flink's `protobuf` has no form for: it takes only those types whose Java class a message's field has. */
export const NOT_IN_PROTOBUF: Readonly<Partial<Record<LogicalType['kind'], string>>> = {
  TINYINT: "Flink's generated code converts no int32 to a byte",
  SMALLINT: "Flink's generated code converts no int32 to a short",
  DECIMAL: 'messages have no decimal numbers',
  DATE: 'messages have no dates',
  TIME: 'messages have no times',
  TIMESTAMP: "google.protobuf.Timestamp is a message with two fields: Flink's column for it is a ROW",
  TIMESTAMP_LTZ: "google.protobuf.Timestamp is a message with two fields: Flink's column for it is a ROW",
  MULTISET: 'Flink takes a map of counts for a MAP only',
};

/** The scalars of messages; where there is none, one that is refused. */
const SCALARS: Readonly<Partial<Record<LogicalType['kind'], string>>> = {
  BOOLEAN: 'bool',
  TINYINT: 'int32',
  SMALLINT: 'int32',
  INTEGER: 'sint32',
  BIGINT: 'int64',
  FLOAT: 'float',
  DOUBLE: 'double',
  CHAR: 'string',
  VARCHAR: 'string',
  BINARY: 'bytes',
  VARBINARY: 'bytes',
  DATE: 'int32',
  TIME: 'int32',
  TIMESTAMP: 'int64',
  TIMESTAMP_LTZ: 'int64',
  DECIMAL: 'string',
};

/** True where a message can hold the type. */
export function isProtobufType(type: LogicalType): boolean {
  switch (type.kind) {
    case 'ARRAY':
      return isProtobufType(type.element);
    case 'MAP':
      return isProtobufType(type.key) && isProtobufType(type.value);
    case 'ROW':
      return type.fields.every((field) => isProtobufType(field.type));
    default:
      return !(type.kind in NOT_IN_PROTOBUF);
  }
}

/** Writes a .proto file for a row type into a folder, and returns the format's options for it. */
export function protobufOptions(folder: string, syntax: 'proto2' | 'proto3', rowType: RowType): Record<string, string> {
  const file = join(folder, `${syntax}.proto`);
  const head = `syntax = "${syntax}"; package sample; option java_package = "org.example"; option java_multiple_files = true;`;
  writeFileSync(file, `${head}\nmessage Sample { ${bodyOf(rowType)} }\n`);
  return { 'message-class-name': 'org.example.Sample', 'schema-files': file };
}

function bodyOf({ fields }: RowType): string {
  return fields
    .map(({ name, type }, index) => {
      const number = index + 1;
      if (type.kind === 'MAP' || type.kind === 'MULTISET') {
        const key = type.kind === 'MAP' ? type.key : type.element;
        const value = type.kind === 'MAP' ? typeName(type.value, number) : 'int32';
        return `${messageOf(type, number)} map<${typeName(key, number)}, ${value}> ${name} = ${number};`;
      }
      const [label, element] = type.kind === 'ARRAY' ? ['repeated', type.element] : ['optional', type];
      return `${messageOf(element, number)} ${label} ${typeName(element, number)} ${name} = ${number};`;
    })
    .join(' ');
}

const messageOf = (type: LogicalType, number: number): string => {
  const inner = type.kind === 'MAP' ? type.value : type;
  return inner.kind === 'ROW' ? `message M${number} { ${bodyOf(inner)} }` : '';
};

function typeName(type: LogicalType, number: number): string {
  const name = type.kind === 'ROW' ? `M${number}` : SCALARS[type.kind];
  if (name === undefined) throw new Error(`no field of a message holds ${type.kind}`);
  return name;
}
