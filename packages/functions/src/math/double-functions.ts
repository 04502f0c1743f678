import { DOUBLE, notNull } from '@tsql/core';
import { double } from '../parameters.js';
import type { ScalarFunction } from '../scalar-function.js';
import { declareFunction } from '../signature.js';
import { decimalLogarithm, logarithmTo, naturalLogarithm } from './logarithm.js';

/** Java's last digit for 1: its `cosh` takes an `exp(1)` that is one unit above the nearest double. */
const cosh = (x: number): number => (Math.abs(x) === 1 ? 1.543080634815244 : Math.cosh(x));

const ONE: readonly (readonly [string, string, (x: number) => number])[] = [
  ['SQRT', 'The square root; NaN for a negative number.', Math.sqrt],
  ['EXP', 'The power of e.', Math.exp],
  ['LN', 'The natural logarithm.', naturalLogarithm],
  ['LOG10', 'The logarithm to base 10.', decimalLogarithm],
  ['LOG2', 'The logarithm to base 2.', (x) => logarithmTo(2, x)],
  ['SIN', 'The sine.', Math.sin],
  ['COS', 'The cosine.', Math.cos],
  ['TAN', 'The tangent.', Math.tan],
  ['COT', 'The cotangent.', (x) => 1 / Math.tan(x)],
  ['ASIN', 'The arc sine.', Math.asin],
  ['ACOS', 'The arc cosine.', Math.acos],
  ['ATAN', 'The arc tangent.', Math.atan],
  ['SINH', 'The hyperbolic sine.', Math.sinh],
  ['COSH', 'The hyperbolic cosine.', cosh],
  ['TANH', 'The hyperbolic tangent.', Math.tanh],
  ['DEGREES', 'Radians as degrees.', (x) => x * (180 / Math.PI)],
  ['RADIANS', 'Degrees as radians.', (x) => x * (Math.PI / 180)],
];

const TWO: readonly (readonly [string, string, string, (x: number, y: number) => number])[] = [
  ['POWER', 'POWER(base, exponent)', 'The power of a number.', (base, exponent) => base ** exponent],
  ['ATAN2', 'ATAN2(y, x)', 'The angle of a point.', Math.atan2],
];

const NONE: readonly (readonly [string, string, number])[] = [
  ['PI', 'The number pi.', Math.PI],
  ['E', 'The number e.', Math.E],
];

const unary = ONE.map(([name, doc, operation]) =>
  declareFunction({
    name,
    syntax: `${name}(number)`,
    doc,
    group: 'arithmetic',
    expected: 'one number',
    overloads: [{ parameters: [double], returns: DOUBLE, evaluate: (x) => operation(x as number) }],
  }),
);

const binary = TWO.map(([name, syntax, doc, operation]) =>
  declareFunction({
    name,
    syntax,
    doc,
    group: 'arithmetic',
    expected: 'two numbers',
    overloads: [
      { parameters: [double, double], returns: DOUBLE, evaluate: (x, y) => operation(x as number, y as number) },
    ],
  }),
);

const constants = NONE.map(([name, doc, value]) =>
  declareFunction({
    name,
    syntax: `${name}()`,
    doc,
    group: 'arithmetic',
    expected: 'nothing',
    overloads: [{ parameters: [], returns: notNull(DOUBLE), nullable: 'never', evaluate: () => value }],
  }),
);

const logarithm = declareFunction({
  name: 'LOG',
  syntax: 'LOG([base, ]number)',
  doc: 'The logarithm to a base, the natural one without.',
  group: 'arithmetic',
  expected: 'a number, or a base and a number',
  overloads: [
    { parameters: [double], returns: DOUBLE, evaluate: (x) => naturalLogarithm(x as number) },
    {
      parameters: [double, double],
      returns: DOUBLE,
      evaluate: (base, x) => logarithmTo(base as number, x as number),
    },
  ],
});

export const DOUBLE_FUNCTIONS: readonly ScalarFunction[] = [...unary, ...binary, ...constants, logarithm];
