import type { Value } from '@tsql/core';

export type ScalarKind =
  | 'double'
  | 'float'
  | 'int32'
  | 'int64'
  | 'uint32'
  | 'uint64'
  | 'sint32'
  | 'sint64'
  | 'fixed32'
  | 'fixed64'
  | 'sfixed32'
  | 'sfixed64'
  | 'bool'
  | 'string'
  | 'bytes';

/** What a field holds: one value, or the elements of a list. */
export interface ElementType {
  readonly kind: ScalarKind | 'enum' | 'message';
  readonly message?: MessageType;
  readonly enumeration?: EnumType;
}

export interface EnumType {
  readonly numbers: ReadonlyMap<string, number>;
  readonly names: ReadonlyMap<number, string>;
  /** The number that stands first: what an unknown name or number is written as. */
  readonly first: number;
}

/** Of several names of one number the first counts. */
export function enumOf(values: readonly (readonly [name: string, number: number])[]): EnumType {
  const names = new Map<number, string>();
  for (const [name, number] of values) if (!names.has(number)) names.set(number, name);
  return { numbers: new Map(values), names, first: values[0]?.[1] ?? 0 };
}

/** Messages by their Java classes. */
export type MessageSource = Map<string, () => MessageType>;

export interface FieldType extends ElementType {
  readonly name: string;
  readonly number: number;
  readonly isRepeated: boolean;
  readonly isPacked: boolean;
  readonly isRequired: boolean;
  /** Of a map: its key, and its value as a field. */
  readonly map?: { readonly key: ElementType; readonly value: ElementType };
  readonly oneof: string | undefined;
  /** Written even with its default value: proto2, `optional`, members of a oneof, messages. */
  readonly hasPresence: boolean;
  /** A default that proto2 declares: an enum's as its number. */
  readonly declaredDefault: Value | undefined;
}

/** A message as its .proto file defines it. */
export interface MessageType {
  readonly fullName: string;
  readonly isProto3: boolean;
  /** In the order of their numbers. */
  readonly fields: readonly FieldType[];
}

const INTEGERS: ReadonlySet<string> = new Set(['int32', 'uint32', 'sint32', 'fixed32', 'sfixed32']);
const LONGS: ReadonlySet<string> = new Set(['int64', 'uint64', 'sint64', 'fixed64', 'sfixed64']);

/** The Java type of a field, by which Flink maps it. */
export function javaType({
  kind,
}: ElementType): 'INT' | 'LONG' | 'BOOLEAN' | 'FLOAT' | 'DOUBLE' | 'STRING' | 'BYTE_STRING' | 'ENUM' | 'MESSAGE' {
  if (INTEGERS.has(kind)) return 'INT';
  if (LONGS.has(kind)) return 'LONG';
  switch (kind) {
    case 'bool':
      return 'BOOLEAN';
    case 'float':
      return 'FLOAT';
    case 'double':
      return 'DOUBLE';
    case 'string':
      return 'STRING';
    case 'bytes':
      return 'BYTE_STRING';
    case 'enum':
      return 'ENUM';
    default:
      return 'MESSAGE';
  }
}
