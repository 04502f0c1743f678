import { array, BOOLEAN, INT, STRING } from '@tsql/core';
import { any, bigint, int, text } from '../parameters.js';
import type { ScalarFunction } from '../scalar-function.js';
import { declareFunction, type FunctionDeclaration } from '../signature.js';
import { isInteger, isNumeric } from '../types/type-families.js';
import { codePointCount } from './code-points.js';
import { reverse } from './substring.js';

/** The first byte in UTF-8, signed; 0 for an empty text. */
function ascii(value: string): number {
  const byte = value === '' ? 0 : (Buffer.from(String.fromCodePoint(value.codePointAt(0) ?? 0))[0] ?? 0);
  return (byte << 24) >> 24;
}

const chr = (code: bigint): string => (code < 0n ? '' : String.fromCharCode(Number(code & 0xffn)));

function splitIndex(value: string, separator: string, index: number): string | null {
  if (index < 0 || value === '') return null;
  return value.split(separator === '' ? /\s/ : separator)[index] ?? null;
}

const splitAtCode = (value: string, code: number, index: number): string | null =>
  code > 255 || code < 1 ? null : splitIndex(value, String.fromCharCode(code), index);

type Entry = Omit<FunctionDeclaration, 'group'>;

const TEXT: readonly Entry[] = [
  {
    name: 'CHAR_LENGTH',
    aliases: ['CHARACTER_LENGTH'],
    syntax: 'CHAR_LENGTH(text)',
    doc: 'The number of characters (code points).',
    expected: 'one text',
    overloads: [{ parameters: [text], returns: INT, evaluate: (value) => codePointCount(value as string) }],
  },
  {
    name: 'ASCII',
    syntax: 'ASCII(text)',
    doc: 'The first byte of the text in UTF-8, from -128 to 127; 0 for an empty text.',
    expected: 'one text',
    overloads: [{ parameters: [text], returns: INT, evaluate: (value) => ascii(value as string) }],
  },
  {
    name: 'CHR',
    syntax: 'CHR(code)',
    doc: 'The character of a code modulo 256; an empty text for a negative one.',
    expected: 'a whole number',
    overloads: [{ parameters: [bigint], returns: STRING, nullable: 'always', evaluate: (code) => chr(code as bigint) }],
  },
  {
    name: 'REPLACE',
    syntax: 'REPLACE(text, search, replacement)',
    doc: 'The text with every occurrence of a part replaced.',
    expected: 'three texts',
    overloads: [
      {
        parameters: [text, text, text],
        returns: STRING,
        evaluate: (value, search, replacement) =>
          (value as string).replaceAll(search as string, () => replacement as string),
      },
    ],
  },
  {
    name: 'REVERSE',
    syntax: 'REVERSE(text)',
    doc: 'The text backwards.',
    expected: 'one text',
    overloads: [
      { parameters: [text], returns: STRING, nullable: 'always', evaluate: (value) => reverse(value as string) },
    ],
  },
  {
    name: 'REPEAT',
    syntax: 'REPEAT(text, times)',
    doc: 'The text several times, one behind the other.',
    expected: 'a text and a count',
    overloads: [
      {
        parameters: [text, int],
        returns: STRING,
        evaluate: (value, times) => (value as string).repeat(Math.max(0, times as number)),
      },
    ],
  },
  {
    name: 'SPLIT_INDEX',
    syntax: 'SPLIT_INDEX(text, separator, index)',
    doc: 'A piece of the text between separators, counted from 0; NULL where there is none.',
    expected: 'a text, a separator (a text, or the code of a character) and an index',
    overloads: [
      {
        parameters: [text, int, int],
        returns: STRING,
        nullable: 'always',
        evaluate: (value, code, index) => splitAtCode(value as string, code as number, index as number),
      },
      {
        parameters: [text, text, int],
        returns: STRING,
        nullable: 'always',
        evaluate: (value, separator, index) => splitIndex(value as string, separator as string, index as number),
      },
    ],
  },
  {
    name: 'SPLIT',
    syntax: 'SPLIT(text, separator)',
    doc: 'The pieces of the text between separators; its characters where the separator is empty.',
    expected: 'two texts',
    overloads: [
      {
        parameters: [text, text],
        returns: array(STRING),
        evaluate: (value, separator) =>
          separator === '' ? [...(value as string)] : (value as string).split(separator as string),
      },
    ],
  },
  {
    name: 'IS_ALPHA',
    syntax: 'IS_ALPHA(text)',
    doc: 'Whether the text consists of letters, one at least.',
    expected: 'one value',
    overloads: [
      {
        parameters: [any],
        returns: BOOLEAN,
        evaluate: (value) => typeof value === 'string' && /^\p{L}+$/u.test(value),
      },
    ],
  },
  {
    name: 'IS_DIGIT',
    syntax: 'IS_DIGIT(text)',
    doc: 'Whether the text consists of digits, one at least.',
    expected: 'one value',
    overloads: [
      {
        parameters: [any],
        returns: BOOLEAN,
        create: ({ argumentTypes: [type] }) =>
          type !== undefined && isInteger(type)
            ? () => true
            : (value) => typeof value === 'string' && /^\p{Nd}+$/u.test(value),
      },
    ],
  },
  {
    name: 'IS_DECIMAL',
    syntax: 'IS_DECIMAL(text)',
    doc: 'Whether the text can be read as a number.',
    expected: 'one value',
    overloads: [
      {
        parameters: [any],
        returns: BOOLEAN,
        create: ({ argumentTypes: [type] }) =>
          type !== undefined && isNumeric(type) ? () => true : (value) => typeof value === 'string' && isNumber(value),
      },
    ],
  },
];

const isNumber = (value: string): boolean =>
  /^\s*[+-]?(NaN|Infinity|(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[fFdD]?)\s*$/.test(value);

export const TEXT_FUNCTIONS: readonly ScalarFunction[] = TEXT.map((entry) =>
  declareFunction({ ...entry, group: 'string' }),
);
