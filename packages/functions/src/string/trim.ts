import type { LogicalType } from '@tsql/core';
import { symbol, text } from '../parameters.js';
import type { ScalarFunction } from '../scalar-function.js';
import { declareFunction } from '../signature.js';
import { varyingText } from '../types/text-types.js';

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

const ofLast = (types: readonly LogicalType[]): LogicalType => varyingText(types.at(-1));
const ofFirst = (types: readonly LogicalType[]): LogicalType => varyingText(types[0]);

const trimFunction = declareFunction({
  name: 'TRIM',
  syntax: 'TRIM([BOTH | LEADING | TRAILING] [characters FROM] text)',
  doc: 'The text without the given characters (blanks if none are given) at its ends.',
  group: 'string',
  expected: 'a text, and the characters to take off',
  overloads: [
    { parameters: [text], returns: ofLast, evaluate: (value) => trim(value as string, ' ', 'BOTH') },
    {
      parameters: [symbol, text, text],
      returns: ofLast,
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
        returns: ofFirst,
        evaluate: (value, characters) => trim(value as string, (characters ?? ' ') as string, side),
      },
    ],
  }),
);

export const TRIM_FUNCTIONS: readonly ScalarFunction[] = [trimFunction, ...sides];
