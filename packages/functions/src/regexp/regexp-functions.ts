import { BOOLEAN, cachedJavaRegex, STRING } from '@tsql/core';
import { int, text } from '../parameters.js';
import type { ScalarFunction } from '../scalar-function.js';
import { declareFunction, type FunctionDeclaration } from '../signature.js';

function extract(value: string, pattern: string, group = 0): string | null {
  const match = cachedJavaRegex(pattern)?.exec(value);
  return match?.[group] ?? null;
}

/** The replacement is taken as it stands; an expression that is none gives NULL. */
function replaceAll(value: string, pattern: string, replacement: string): string | null {
  const expression = cachedJavaRegex(pattern, 'g');
  return expression === undefined ? null : value.replace(expression, () => replacement);
}

/** An empty expression, and one that is none, matches nothing. */
const matches = (value: string, pattern: string): boolean =>
  pattern !== '' && (cachedJavaRegex(pattern)?.test(value) ?? false);

const ENTRIES: readonly Omit<FunctionDeclaration, 'group'>[] = [
  {
    name: 'REGEXP',
    syntax: 'REGEXP(text, expression)',
    doc: 'Whether a part of the text matches a Java regular expression.',
    expected: 'two texts',
    overloads: [
      {
        parameters: [text, text],
        returns: BOOLEAN,
        evaluate: (value, pattern) => matches(value as string, pattern as string),
      },
    ],
  },
  {
    name: 'REGEXP_EXTRACT',
    syntax: 'REGEXP_EXTRACT(text, expression[, group])',
    doc: 'The first match, or one of its groups; NULL where there is none.',
    expected: 'two texts, and the number of a group',
    overloads: [
      {
        parameters: [text, text, int],
        optional: 1,
        returns: STRING,
        nullable: 'always',
        evaluate: (value, pattern, group) => extract(value as string, pattern as string, group as number | undefined),
      },
    ],
  },
  {
    name: 'REGEXP_REPLACE',
    syntax: 'REGEXP_REPLACE(text, expression, replacement)',
    doc: 'The text with every match replaced; the replacement has no groups.',
    expected: 'three texts',
    overloads: [
      {
        parameters: [text, text, text],
        returns: STRING,
        evaluate: (value, pattern, replacement) =>
          replaceAll(value as string, pattern as string, replacement as string),
      },
    ],
  },
];

export const REGEXP_FUNCTIONS: readonly ScalarFunction[] = ENTRIES.map((entry) =>
  declareFunction({ ...entry, group: 'string' }),
);
