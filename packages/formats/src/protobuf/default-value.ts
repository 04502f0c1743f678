import { decodeJavaUtf8, type Value } from '@tsql/core';
import { floatOf, integerOf, type Literal } from './literal.js';
import type { ElementType } from './message-type.js';

/** What a scalar of this kind is where it is absent. */
export function zeroOf({ kind }: ElementType): Value {
  switch (kind) {
    case 'bool':
      return false;
    case 'string':
      return '';
    case 'bytes':
      return new Uint8Array();
    case 'int64':
    case 'uint64':
    case 'sint64':
    case 'fixed64':
    case 'sfixed64':
      return 0n;
    default:
      return 0;
  }
}

/** The default that a field of proto2 declares: enums as their numbers, unsigned numbers as Java's signed ones. */
export function declaredDefault(element: ElementType, literal: Literal): Value {
  if (literal.kind === 'text') return element.kind === 'bytes' ? literal.bytes : decodeJavaUtf8(literal.bytes);
  const { text } = literal;
  switch (element.kind) {
    case 'enum':
      return element.enumeration?.numbers.get(text) ?? 0;
    case 'bool':
      return text === 'true';
    case 'float':
      return Math.fround(floatOf(text));
    case 'double':
      return floatOf(text);
    default: {
      const value = integerOf(text) ?? 0n;
      return typeof zeroOf(element) === 'bigint' ? BigInt.asIntN(64, value) : Number(BigInt.asIntN(32, value));
    }
  }
}
