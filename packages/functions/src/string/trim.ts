import { type LogicalType, STRING } from '@tsql/core';
import { symbol, text } from '../parameters.js';
import type { ScalarFunction } from '../scalar-function.js';
import { declareFunction } from '../signature.js';
import { isCharacter } from '../types/type-families.js';

type Side = 'BOTH' | 'LEADING' | 'TRAILING';

/** Takes the characters of a set off the ends of a text. */
export function trim(value: string, characters: string, side: Side): string {
  const set = new Set(characters);
  let start = 0;
  let end = value.length;
  if (side !== 'TRAILING')
    while (start < end && set.has(characterAt(value, start))) start += characterAt(value, start).length;
  if (side !== 'LEADING')
    while (end > start && set.has(characterBefore(value, end))) end -= characterBefore(value, end).length;
  return value.slice(start, end);
}

const characterAt = (value: string, index: number): string => String.fromCodePoint(value.codePointAt(index) ?? 0);

function characterBefore(value: string, end: number): string {
  const pair = end >= 2 ? (value.codePointAt(end - 2) ?? 0) : 0;
  return pair > 0xffff ? String.fromCodePoint(pair) : (value[end - 1] ?? '');
}

function varyingText(types: readonly LogicalType[]): LogicalType {
  const type = types.at(-1);
  if (type === undefined || !isCharacter(type)) return STRING;
  return { kind: 'VARCHAR', length: Math.max(1, type.length), nullable: true };
}

const trimFunction = declareFunction({
  name: 'TRIM',
  syntax: 'TRIM([BOTH | LEADING | TRAILING] [characters FROM] text)',
  doc: 'The text without the given characters (blanks if none are given) at its ends.',
  group: 'string',
  expected: 'a text, and the characters to take off',
  overloads: [
    { parameters: [text], returns: varyingText, evaluate: (value) => trim(value as string, ' ', 'BOTH') },
    {
      parameters: [symbol, text, text],
      returns: varyingText,
      evaluate: (side, characters, value) => trim(value as string, characters as string, side as Side),
    },
  ],
});

const sides = (
  [
    ['LTRIM', 'LEADING', 'start'],
    ['RTRIM', 'TRAILING', 'end'],
  ] as const
).map(([name, side, end]) =>
  declareFunction({
    name,
    syntax: `${name}(text[, characters])`,
    doc: `The text without the given characters (blanks if none are given) at its ${end}.`,
    group: 'string',
    expected: 'a text, and the characters to take off',
    overloads: [
      {
        parameters: [text, text],
        optional: 1,
        returns: STRING,
        evaluate: (value, characters) => trim(value as string, (characters ?? ' ') as string, side),
      },
    ],
  }),
);

export const TRIM_FUNCTIONS: readonly ScalarFunction[] = [trimFunction, ...sides];
