import { BOOLEAN, type LogicalType, notNull, STRING, type Value } from '@tsql/core';
import { textOnly } from '../parameters.js';
import type { ScalarFunction } from '../scalar-function.js';
import { declareFunction } from '../signature.js';
import { isCharacter } from '../types/type-families.js';
import { isScalar, type Json, parseJson } from './json-parser.js';
import { hasJson, JSON_TEXT, jsonOf, objectJson } from './json-values.js';

const jsonStringFunction = declareFunction({
  name: 'JSON_STRING',
  takesUntypedNull: true,
  syntax: 'JSON_STRING(value)',
  doc: 'The value as JSON; NULL for NULL.',
  group: 'json',
  expected: 'a value other than a date, time or interval',
  overloads: [
    {
      parameters: [(type) => (hasJson(type) ? type : undefined)],
      returns: STRING,
      create: ({ argumentTypes: [type] }) => jsonOf(type as LogicalType) as (value?: Value) => Value,
    },
  ],
});

const everySecond = <T>(values: readonly T[], from: number): T[] => values.filter((_, index) => index % 2 === from);

/** JSON_OBJECT('NULL' | 'ABSENT', key, value, …). */
const object: ScalarFunction = {
  name: 'JSON_OBJECT',
  syntax: 'JSON_OBJECT([KEY] key VALUE value, … [{NULL | ABSENT} ON NULL])',
  doc: 'A JSON object; its keys are written in order.',
  group: 'json',
  isDeterministic: true,
  nullPolicy: 'own',
  expected: 'texts as keys, and values other than dates, times and intervals',
  bind(args) {
    const [mode, ...entries] = args.map((argument) => argument.type);
    if (mode === undefined || !isCharacter(mode) || entries.length % 2 !== 0) return undefined;
    if (!everySecond(entries, 0).every(isCharacter) || !everySecond(entries, 1).every(hasJson)) return undefined;
    return { argumentTypes: [mode, ...entries], returnType: JSON_TEXT };
  },
  create({ argumentTypes }, [mode]) {
    const isAbsent = mode?.constant === 'ABSENT';
    const writers = everySecond(argumentTypes.slice(1), 1).map(jsonOf);
    return (...values) => {
      const entries: (readonly [string, string])[] = [];
      for (const [index, write] of writers.entries()) {
        const value = values[2 * index + 2] ?? null;
        if (value !== null || !isAbsent) entries.push([String(values[2 * index + 1]), write(value)]);
      }
      return objectJson(entries);
    };
  },
};

/** JSON_ARRAY('NULL' | 'ABSENT', element, …). */
const array: ScalarFunction = {
  name: 'JSON_ARRAY',
  syntax: 'JSON_ARRAY(value, … [{NULL | ABSENT} ON NULL])',
  doc: 'A JSON array; NULLs are left out unless told otherwise.',
  group: 'json',
  isDeterministic: true,
  nullPolicy: 'own',
  expected: 'values other than dates, times and intervals',
  bind(args) {
    const [mode, ...elements] = args.map((argument) => argument.type);
    if (mode === undefined || !isCharacter(mode) || !elements.every(hasJson)) return undefined;
    return { argumentTypes: [mode, ...elements], returnType: JSON_TEXT };
  },
  create({ argumentTypes }, [mode]) {
    const isAbsent = mode?.constant !== 'NULL';
    const writers = argumentTypes.slice(1).map(jsonOf);
    return (_, ...values) => {
      const parts: string[] = [];
      for (const [index, write] of writers.entries()) {
        const value = values[index] ?? null;
        if (value !== null || !isAbsent) parts.push(write(value));
      }
      return `[${parts.join(',')}]`;
    };
  },
};

const KINDS: readonly (readonly [string, string, (value: Json) => boolean])[] = [
  ['VALUE', 'JSON', () => true],
  ['OBJECT', 'a JSON object', (value) => value instanceof Map],
  ['ARRAY', 'a JSON array', (value) => Array.isArray(value)],
  ['SCALAR', 'a JSON text, number, boolean or null', (value) => value === null || isScalar(value)],
];

function isJsonOf(text: string, fits: (value: Json) => boolean): boolean {
  try {
    return fits(parseJson(text));
  } catch {
    return false;
  }
}

/** NULL is no JSON: IS JSON is FALSE, IS NOT JSON is TRUE. */
const tests = KINDS.flatMap(([kind, words, fits]) =>
  [false, true].map((isNegated) => {
    const name = `IS ${isNegated ? 'NOT ' : ''}JSON`;
    return declareFunction({
      name: `${name} ${kind}`,
      aliases: kind === 'VALUE' ? [name] : [],
      syntax: `text ${name}${kind === 'VALUE' ? '' : ` ${kind}`}`,
      doc: `Whether a text is ${isNegated ? 'something else than ' : ''}${words}; NULL is none.`,
      group: 'json',
      nullPolicy: 'own',
      expected: 'one text',
      overloads: [
        {
          parameters: [textOnly],
          returns: notNull(BOOLEAN),
          nullable: 'never',
          evaluate: (value) => (typeof value === 'string' && isJsonOf(value, fits)) !== isNegated,
        },
      ],
    });
  }),
);

export const JSON_FUNCTIONS: readonly ScalarFunction[] = [jsonStringFunction, object, array, ...tests];
