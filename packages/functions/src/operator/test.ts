import { BOOLEAN, notNull, type Value } from '@tsql/core';
import { boolean } from '../parameters.js';
import type { ScalarFunction } from '../scalar-function.js';
import { declareFunction } from '../signature.js';

const TESTS: readonly (readonly [string, string, (value: Value) => boolean])[] = [
  ['IS NULL', 'Whether the value is missing.', (value) => value === null],
  ['IS NOT NULL', 'Whether there is a value.', (value) => value !== null],
  ['IS TRUE', 'Whether the condition is TRUE.', (value) => value === true],
  ['IS NOT TRUE', 'Whether the condition is FALSE or unknown.', (value) => value !== true],
  ['IS FALSE', 'Whether the condition is FALSE.', (value) => value === false],
  ['IS NOT FALSE', 'Whether the condition is TRUE or unknown.', (value) => value !== false],
  ['IS UNKNOWN', 'Whether the condition is unknown.', (value) => value === null],
  ['IS NOT UNKNOWN', 'Whether the condition is TRUE or FALSE.', (value) => value !== null],
];

const tests = TESTS.map(([name, doc, test]): ScalarFunction => {
  const takesAny = name.endsWith(' NULL');
  return declareFunction({
    name,
    syntax: `${takesAny ? 'value' : 'condition'} ${name}`,
    doc,
    group: 'logic',
    nullPolicy: 'own',
    takesUntypedNull: takesAny,
    expected: takesAny ? 'one value' : 'a BOOLEAN',
    overloads: [
      {
        parameters: [takesAny ? (type) => type : boolean],
        returns: notNull(BOOLEAN),
        nullable: 'never',
        evaluate: (value) => test(value ?? null),
      },
    ],
  });
});

const not = declareFunction({
  name: 'NOT',
  syntax: 'NOT condition',
  doc: 'TRUE where the condition is FALSE, FALSE where it is TRUE.',
  group: 'logic',
  expected: 'a BOOLEAN',
  overloads: [{ parameters: [boolean], returns: BOOLEAN, evaluate: (value) => value !== true }],
});

export const TEST_OPERATORS: readonly ScalarFunction[] = [...tests, not];
