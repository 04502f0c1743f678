import { INT, STRING, type Value } from '@tsql/core';
import { int, text } from '../parameters.js';
import type { ScalarFunction } from '../scalar-function.js';
import { declareFunction, type FunctionDeclaration } from '../signature.js';
import { varyingText } from '../types/text-types.js';
import { codePointCount, indexOfCodePoints, sliceCodePoints } from './code-points.js';

/** SUBSTRING by code points: from 1, negative starts count from the end, 0 is 1; a negative length gives NULL. */
export function substring(value: string, start: number, length = 2_147_483_647): string | null {
  if (length < 0) return null;
  if (start >= 0) return sliceCodePoints(value, Math.max(0, start - 1), length);
  const from = codePointCount(value) + start;
  return from < 0 ? '' : sliceCodePoints(value, from, length);
}

function right(value: string, length: number): string {
  if (length <= 0) return '';
  return sliceCodePoints(value, Math.max(0, codePointCount(value) - length));
}

/** Pads or cuts to `length` UTF-16 units. */
function pad(value: string, length: number, padding: string, atStart: boolean): string | null {
  if (length < 0 || padding === '') return null;
  if (value.length >= length) return value.slice(0, length);
  return atStart ? value.padStart(length, padding) : value.padEnd(length, padding);
}

/** OVERLAY by UTF-16 units, with Flink's own rule for what is kept behind the replacement. */
function overlay(value: string, replacement: string, start: number, length = replacement.length): string {
  if (start <= 0 || start > value.length) return value;
  const keepsRest = start + length <= value.length && length > 0;
  return value.slice(0, start - 1) + replacement + (keepsRest ? value.slice(start - 1 + length) : '');
}

/** INSTR by code points; a negative start searches backwards. */
function instr(value: string, needle: string, start = 1, nth = 1): number {
  if (start === 0) return 0;
  if (start < 0) {
    const position = instr(reverse(value), reverse(needle), -start, nth);
    return position === 0 ? 0 : codePointCount(value) + 2 - position - codePointCount(needle);
  }
  let from = start;
  let position = 0;
  for (let i = 0; i < nth; i++) {
    position = indexOfCodePoints(value, needle, from - 1) + 1;
    if (position === 0) return 0;
    from = position + 1;
  }
  return position;
}

export const reverse = (value: string): string => [...value].reverse().join('');

const position = (needle: string, value: string, from = 1): number => indexOfCodePoints(value, needle, from - 1) + 1;

type Part = Pick<FunctionDeclaration, 'name' | 'syntax' | 'doc' | 'expected' | 'overloads' | 'aliases'>;

const PARTS: readonly Part[] = [
  {
    name: 'SUBSTRING',
    aliases: ['SUBSTR'],
    syntax: 'SUBSTRING(text FROM start [FOR length]), SUBSTRING(text, start[, length])',
    doc: 'A part of the text; the first character is 1, a negative start counts from the end.',
    expected: 'a text, a start and a length',
    overloads: [
      {
        parameters: [text, int, int],
        optional: 1,
        returns: ([type]) => varyingText(type),
        nullable: 'always',
        evaluate: (value, start, length) => substring(value as string, start as number, length as number | undefined),
      },
    ],
  },
  {
    name: 'LEFT',
    syntax: 'LEFT(text, length)',
    doc: 'The first characters.',
    expected: 'a text and a length',
    overloads: [
      {
        parameters: [text, int],
        returns: STRING,
        nullable: 'always',
        evaluate: (value, length) => sliceCodePoints(value as string, 0, Math.max(0, length as number)),
      },
    ],
  },
  {
    name: 'RIGHT',
    syntax: 'RIGHT(text, length)',
    doc: 'The last characters.',
    expected: 'a text and a length',
    overloads: [
      {
        parameters: [text, int],
        returns: STRING,
        nullable: 'always',
        evaluate: (value, length) => right(value as string, length as number),
      },
    ],
  },
  {
    name: 'LPAD',
    syntax: 'LPAD(text, length, padding)',
    doc: 'The text filled up at its start, or cut, to a length; NULL for a negative length or empty padding.',
    expected: 'a text, a length and a padding',
    overloads: [padding(true)],
  },
  {
    name: 'RPAD',
    syntax: 'RPAD(text, length, padding)',
    doc: 'The text filled up at its end, or cut, to a length; NULL for a negative length or empty padding.',
    expected: 'a text, a length and a padding',
    overloads: [padding(false)],
  },
  {
    name: 'OVERLAY',
    syntax: 'OVERLAY(text PLACING replacement FROM start [FOR length])',
    doc: 'The text with a part replaced.',
    expected: 'two texts, a start and a length',
    overloads: [
      {
        parameters: [text, text, int, int],
        optional: 1,
        returns: STRING,
        evaluate: (value, replacement, start, length) =>
          overlay(value as string, replacement as string, start as number, length as number | undefined),
      },
    ],
  },
  {
    name: 'POSITION',
    aliases: ['LOCATE'],
    syntax: 'POSITION(part IN text), LOCATE(part, text[, start])',
    doc: 'Where the part stands in the text, from 1; 0 where it does not.',
    expected: 'two texts, and a start',
    overloads: [
      {
        parameters: [text, text, int],
        optional: 1,
        returns: INT,
        evaluate: (needle, value, from) => position(needle as string, value as string, from as number | undefined),
      },
    ],
  },
  {
    name: 'INSTR',
    syntax: 'INSTR(text, part[, start[, nth]])',
    doc: 'Where the nth occurrence of the part stands in the text, from 1; 0 where there is none.',
    expected: 'two texts, a start and a count',
    overloads: [
      {
        parameters: [text, text, int, int],
        optional: 2,
        returns: INT,
        evaluate: (value, needle, start, nth) =>
          instr(value as string, needle as string, start as number | undefined, nth as number | undefined),
      },
    ],
  },
];

function padding(atStart: boolean): FunctionDeclaration['overloads'][number] {
  return {
    parameters: [text, int, text],
    returns: STRING,
    evaluate: (value: Value | undefined, length: Value | undefined, fill: Value | undefined) =>
      pad(value as string, length as number, fill as string, atStart),
  } as FunctionDeclaration['overloads'][number];
}

export const SUBSTRING_FUNCTIONS: readonly ScalarFunction[] = PARTS.map((part) =>
  declareFunction({ ...part, group: 'string' }),
);
