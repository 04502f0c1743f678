import { INT, type LogicalType, MAX_LENGTH, STRING, type Value, varchar } from '@tsql/core';
import { textOf } from '../cast/text-conversion.js';
import { define, strictBinding, takes } from '../define.js';
import type { ScalarFunction } from '../scalar-function.js';
import { isInteger, isNumeric, isText } from '../types/type-family.js';

const text = (value: unknown): string => value as string;
const int = (value: unknown): number => Number(value as number);
const points = (value: unknown): string[] => [...(value as string)];

/** A function of texts and integers that gives a STRING. */
function simple(
  name: string,
  syntax: string,
  doc: string,
  parameters: string,
  evaluate: (...values: Value[]) => Value,
  options: {
    readonly optional?: number;
    readonly returns?: LogicalType;
    readonly nullable?: boolean;
    readonly aliases?: string[];
  } = {},
): ScalarFunction {
  const kinds = [...parameters].map((kind) => (kind === 'i' ? isInteger : isText));
  return define({
    name,
    ...(options.aliases === undefined ? {} : { aliases: options.aliases }),
    syntax,
    doc,
    group: 'string',
    expected: [...parameters].map((kind) => (kind === 'i' ? 'an integer' : 'a text')).join(', '),
    bind: takes(kinds, () => options.returns ?? STRING, {
      optional: options.optional ?? 0,
      alwaysNullable: options.nullable ?? false,
    }),
    create: () => evaluate,
  });
}

/** SUBSTRING counts code points from 1; a start of 0 is 1, a negative one counts from the end (BinaryStringDataUtil). */
function substring(value: Value, start: Value, length?: Value): Value {
  const all = points(value);
  const count = length === undefined ? MAX_LENGTH : int(length);
  if (count < 0) return null;
  const from = int(start) > 0 ? int(start) - 1 : int(start) < 0 ? all.length + int(start) : 0;
  if (from < 0 || from >= all.length) return '';
  return all.slice(from, from + count).join('');
}

function pad(value: Value, length: Value, filling: Value, isLeft: boolean): Value {
  const all = points(value);
  const count = int(length);
  const fill = points(filling);
  if (count < 0 || fill.length === 0) return null;
  if (all.length >= count) return all.slice(0, count).join('');
  const missing = count - all.length;
  const padding = Array.from({ length: missing }, (_, index) => fill[index % fill.length]).join('');
  return isLeft ? padding + text(value) : text(value) + padding;
}

function trim(side: string, characters: string, value: string): string {
  const set = new Set(characters);
  const all = [...value];
  let start = 0;
  let end = all.length;
  if (side !== 'TRAILING') while (start < end && set.has(all[start] ?? '')) start++;
  if (side !== 'LEADING') while (end > start && set.has(all[end - 1] ?? '')) end--;
  return all.slice(start, end).join('');
}

function initcap(value: string): string {
  return value.replace(/[A-Za-z0-9]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
}

/** Turns a LIKE pattern into an expression: % any text, _ one character. */
export function likeExpression(pattern: string, escapeCharacter: string | undefined): RegExp {
  let source = '';
  const all = [...pattern];
  for (let i = 0; i < all.length; i++) {
    const character = all[i] ?? '';
    if (character === escapeCharacter) source += quote(all[++i] ?? '');
    else source += character === '%' ? '.*' : character === '_' ? '.' : quote(character);
  }
  return new RegExp(`^${source}$`, 'su');
}

function quote(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

const like = define({
  name: 'LIKE',
  syntax: "text LIKE pattern [ESCAPE 'c']",
  doc: 'TRUE if the text matches: % stands for any text, _ for one character.',
  group: 'comparison',
  expected: 'texts',
  bind: takes([isText, isText, isText], () => ({ kind: 'BOOLEAN', nullable: true }), { optional: 1 }),
  create(_, args) {
    const constant = args[1]?.constant;
    const escapeCharacter = args[2]?.constant as string | undefined;
    if (typeof constant === 'string') {
      const expression = likeExpression(constant, escapeCharacter);
      return (value) => expression.test(text(value));
    }
    return (value, pattern, given) =>
      likeExpression(text(pattern), given === undefined ? undefined : text(given)).test(text(value));
  },
});

const concatenation = define({
  name: '||',
  syntax: 'a || b',
  doc: 'The texts joined.',
  group: 'string',
  expected: 'two texts',
  bind(args) {
    const binding = takes([isText, isText], () => STRING)(args);
    if (binding === undefined) return undefined;
    const lengths = binding.argumentTypes.map((type) => ('length' in type ? type.length : 0));
    const total = Math.min(
      MAX_LENGTH,
      lengths.reduce((sum, length) => sum + length, 0),
    );
    return strictBinding(binding.argumentTypes, varchar(total));
  },
  create: () => (a, b) => text(a) + text(b),
});

/** CONCAT and CONCAT_WS take values of any type as their texts. */
const concat = define({
  name: 'CONCAT',
  syntax: 'CONCAT(a, b, …)',
  doc: 'The texts joined; NULL if one is NULL.',
  group: 'string',
  expected: 'one or more texts',
  bind: (args) =>
    args.length > 0
      ? strictBinding(
          args.map((argument) => argument.type),
          STRING,
        )
      : undefined,
  create({ argumentTypes }, _, context) {
    const texts = argumentTypes.map((type) => textOf(type, context.localTimeZone));
    return (...values) => values.map((value, index) => texts[index]?.(value)).join('');
  },
});

const concatWs = define({
  name: 'CONCAT_WS',
  syntax: 'CONCAT_WS(separator, a, b, …)',
  doc: 'The texts joined with a separator between them, without the NULLs.',
  group: 'string',
  nullPolicy: 'own',
  expected: 'texts',
  bind: (args) =>
    args.length > 1 && args.every(({ type }) => isText(type) || type.kind === 'NULL')
      ? { argumentTypes: args.map(({ type }) => type), returnType: STRING }
      : undefined,
  create:
    () =>
    (separator, ...values) =>
      separator === null ? null : values.filter((value) => value !== null).join(text(separator)),
});

const trimFunction = define({
  name: 'TRIM',
  syntax: "TRIM([BOTH | LEADING | TRAILING] ['characters'] FROM text)",
  doc: 'The text without the characters at its ends.',
  group: 'string',
  expected: 'texts',
  bind: takes([isText, isText, isText], () => STRING),
  create: () => (side, characters, value) => trim(text(side), text(characters), text(value)),
});

const replaceRegexp = (value: Value, pattern: Value, replacement: Value): Value => {
  try {
    return text(value).replace(new RegExp(text(pattern), 'gu'), () => text(replacement));
  } catch {
    return null;
  }
};

const extractRegexp = (value: Value, pattern: Value, group?: Value): Value => {
  try {
    return new RegExp(text(pattern), 'u').exec(text(value))?.[group === undefined ? 0 : int(group)] ?? null;
  } catch {
    return null;
  }
};

function splitIndex(value: Value, separator: Value, index: Value): Value {
  if (int(index) < 0 || value === '') return null;
  const by = typeof separator === 'number' ? String.fromCharCode(separator) : text(separator);
  const parts = by === '' ? [text(value)] : text(value).split(by);
  return parts[int(index)] ?? null;
}

export const STRING_FUNCTIONS: readonly ScalarFunction[] = [
  like,
  concatenation,
  concat,
  concatWs,
  trimFunction,
  simple('UPPER', 'UPPER(text)', 'In capitals.', 't', (value) => text(value).toUpperCase(), { aliases: ['UCASE'] }),
  simple('LOWER', 'LOWER(text)', 'In small letters.', 't', (value) => text(value).toLowerCase(), {
    aliases: ['LCASE'],
  }),
  simple('INITCAP', 'INITCAP(text)', 'Each word with a capital.', 't', (value) => initcap(text(value))),
  simple('CHAR_LENGTH', 'CHAR_LENGTH(text)', 'Its length in code points.', 't', (value) => points(value).length, {
    returns: INT,
    aliases: ['CHARACTER_LENGTH', 'LENGTH'],
  }),
  simple(
    'SUBSTRING',
    'SUBSTRING(text FROM start [FOR length])',
    'A part of the text, counted from 1.',
    'tii',
    substring,
    {
      optional: 1,
      nullable: true,
      aliases: ['SUBSTR'],
    },
  ),
  simple(
    'POSITION',
    'POSITION(part IN text)',
    'Where the part begins, from 1; 0 if it is not there.',
    'tt',
    (part, value) => text(value).indexOf(text(part)) + 1,
    { returns: INT },
  ),
  simple(
    'LOCATE',
    'LOCATE(part, text)',
    'Where the part begins, from 1; 0 if it is not there.',
    'tt',
    (part, value) => text(value).indexOf(text(part)) + 1,
    { returns: INT },
  ),
  simple(
    'INSTR',
    'INSTR(text, part)',
    'Where the part begins, from 1; 0 if it is not there.',
    'tt',
    (value, part) => text(value).indexOf(text(part)) + 1,
    { returns: INT },
  ),
  simple('LTRIM', 'LTRIM(text)', 'Without blanks at its start.', 't', (value) => trim('LEADING', ' ', text(value))),
  simple('RTRIM', 'RTRIM(text)', 'Without blanks at its end.', 't', (value) => trim('TRAILING', ' ', text(value))),
  simple(
    'LPAD',
    'LPAD(text, length, filling)',
    'Filled up at its start, or cut.',
    'tit',
    (value, length, fill) => pad(value, length, fill, true),
    { nullable: true },
  ),
  simple(
    'RPAD',
    'RPAD(text, length, filling)',
    'Filled up at its end, or cut.',
    'tit',
    (value, length, fill) => pad(value, length, fill, false),
    { nullable: true },
  ),
  simple('LEFT', 'LEFT(text, length)', 'Its first characters.', 'ti', (value, length) =>
    points(value)
      .slice(0, Math.max(0, int(length)))
      .join(''),
  ),
  simple('RIGHT', 'RIGHT(text, length)', 'Its last characters.', 'ti', (value, length) =>
    int(length) <= 0 ? '' : points(value).slice(-int(length)).join(''),
  ),
  simple('REPLACE', 'REPLACE(text, search, replacement)', 'Each search text replaced.', 'ttt', (value, search, by) =>
    text(value).replaceAll(text(search), () => text(by)),
  ),
  simple('REVERSE', 'REVERSE(text)', 'Its characters from last to first.', 't', (value) =>
    points(value).reverse().join(''),
  ),
  simple('REPEAT', 'REPEAT(text, times)', 'The text again and again.', 'ti', (value, times) =>
    text(value).repeat(Math.max(0, int(times))),
  ),
  simple(
    'REGEXP_REPLACE',
    'REGEXP_REPLACE(text, pattern, replacement)',
    'Each match replaced by the literal text.',
    'ttt',
    replaceRegexp,
    { nullable: true },
  ),
  simple(
    'REGEXP_EXTRACT',
    'REGEXP_EXTRACT(text, pattern[, group])',
    'The first match, or a group of it.',
    'tti',
    extractRegexp,
    { optional: 1, nullable: true },
  ),
  simple(
    'REGEXP',
    'REGEXP(text, pattern)',
    'TRUE if a part of the text matches.',
    'tt',
    (value, pattern) => text(pattern) !== '' && new RegExp(text(pattern), 'u').test(text(value)),
    {
      returns: { kind: 'BOOLEAN', nullable: true },
    },
  ),
  define({
    name: 'SPLIT_INDEX',
    syntax: 'SPLIT_INDEX(text, separator, index)',
    doc: 'The part at the index, from 0.',
    group: 'string',
    expected: 'a text, a text or a character code, an integer',
    bind: takes([isText, (type) => isText(type) || isNumeric(type), isInteger], () => STRING, { alwaysNullable: true }),
    create: () => splitIndex as never,
  }),
];
