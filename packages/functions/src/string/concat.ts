import { type LogicalType, STRING } from '@tsql/core';
import { bytes, text, textOnly } from '../parameters.js';
import type { ScalarFunction } from '../scalar-function.js';
import { declareFunction } from '../signature.js';
import { addLengths } from '../types/common-type.js';

/** CHAR(2) || CHAR(3) is CHAR(5); with VARCHAR it is VARCHAR. Lengths stay within the largest. */
function joinedType([a, b]: readonly LogicalType[]): LogicalType {
  if (a === undefined || b === undefined || !('length' in a) || !('length' in b)) return STRING;
  const fixed = a.kind === b.kind && (a.kind === 'CHAR' || a.kind === 'BINARY');
  const varying = a.kind === 'BINARY' || a.kind === 'VARBINARY' ? 'VARBINARY' : 'VARCHAR';
  return { kind: fixed ? a.kind : varying, length: addLengths(a.length, b.length), nullable: true } as LogicalType;
}

const concatenation = declareFunction({
  name: '||',
  syntax: 'text || text',
  doc: 'Both texts, one behind the other.',
  group: 'string',
  expected: 'two texts, or two binary values',
  overloads: [
    { parameters: [textOnly, textOnly], returns: joinedType, evaluate: (a, b) => (a as string) + (b as string) },
    {
      parameters: [bytes, bytes],
      returns: joinedType,
      evaluate: (a, b) => new Uint8Array(Buffer.concat([a as Uint8Array, b as Uint8Array])),
    },
  ],
});

const concat = declareFunction({
  name: 'CONCAT',
  syntax: 'CONCAT(text, …)',
  doc: 'All texts, one behind the other; NULL if one is NULL.',
  group: 'string',
  expected: 'one or more texts',
  overloads: [{ parameters: [text], rest: text, returns: STRING, evaluate: (...texts) => texts.join('') }],
});

const concatWs = declareFunction({
  name: 'CONCAT_WS',
  syntax: 'CONCAT_WS(separator, text, …)',
  doc: 'The texts that are not NULL, with the separator between them; NULL if the separator is NULL.',
  group: 'string',
  nullPolicy: 'own',
  expected: 'a separator and one or more texts',
  overloads: [
    {
      parameters: [text],
      rest: text,
      returns: STRING,
      evaluate: (separator, ...texts) =>
        separator === null ? null : texts.filter((part) => part !== null).join(separator as string),
    },
  ],
});

export const CONCAT_FUNCTIONS: readonly ScalarFunction[] = [concatenation, concat, concatWs];
