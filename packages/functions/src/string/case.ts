import type { LogicalType } from '@tsql/core';
import { text } from '../parameters.js';
import type { ScalarFunction } from '../scalar-function.js';
import { declareFunction } from '../signature.js';

const sameAsFirst = ([type]: readonly LogicalType[]): LogicalType => type as LogicalType;

const forms: readonly (readonly [string, string, (value: string) => string])[] = [
  ['UPPER', 'The text in capitals.', (value) => value.toUpperCase()],
  ['LOWER', 'The text in small letters.', (value) => value.toLowerCase()],
  ['INITCAP', 'Each word with a capital first; only ASCII letters and digits make words.', initcap],
];

/** Flink looks at ASCII letters and digits alone: any other character ends a word and stays as it is. */
function initcap(value: string): string {
  return value.replace(/[A-Za-z0-9]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
}

export const CASE_FUNCTIONS: readonly ScalarFunction[] = forms.map(([name, doc, convert]) =>
  declareFunction({
    name,
    syntax: `${name}(text)`,
    doc,
    group: 'string',
    expected: 'one text',
    overloads: [{ parameters: [text], returns: sameAsFirst, evaluate: (value) => convert(value as string) }],
  }),
);
