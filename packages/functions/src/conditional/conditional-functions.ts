import { BOOLEAN, type LogicalType, printType, STRING, type Value, withNullability } from '@tsql/core';
import { findConversion } from '../cast/find-conversion.js';
import { comparisonType } from '../operator/comparison.js';
import { boolean } from '../parameters.js';
import type { ArgumentInfo, CallBinding, ScalarFunction } from '../scalar-function.js';
import { commonType } from '../types/common-type.js';
import { isConstructed, sameType } from '../types/type-families.js';
import { comparatorOf, equalValues } from '../value/compare.js';

const typesOf = (args: readonly ArgumentInfo[]): LogicalType[] => args.map((argument) => argument.type);

/** Each argument cast to the common type, with its own nullability. */
const castAll = (common: LogicalType, types: readonly LogicalType[]): LogicalType[] =>
  types.map((type) => withNullability(common, type.nullable));

type Declaration = Omit<ScalarFunction, 'group' | 'isDeterministic' | 'nullPolicy'> & Partial<ScalarFunction>;

const conditional = (declaration: Declaration): ScalarFunction => ({
  group: 'conditional',
  isDeterministic: true,
  nullPolicy: 'own',
  ...declaration,
});

/** COALESCE and IFNULL are NULL only where every argument may be. */
function bindCoalesce(args: readonly ArgumentInfo[]): CallBinding | undefined {
  const types = typesOf(args);
  const common = types.length === 0 ? undefined : commonType(types);
  if (common === undefined) return undefined;
  const nullable = types.every((type) => type.nullable);
  return { argumentTypes: castAll(common, types), returnType: withNullability(common, nullable) };
}

function firstValue(...values: Value[]): Value {
  for (const value of values) if (value !== null) return value;
  return null;
}

const coalesce = conditional({
  name: 'COALESCE',
  takesUntypedNull: true,
  syntax: 'COALESCE(value, value, …)',
  doc: 'The first value that is not NULL.',
  expected: 'values of types that have a common one',
  bind: bindCoalesce,
  create: () => firstValue,
});

const ifNull = conditional({
  name: 'IFNULL',
  takesUntypedNull: true,
  syntax: 'IFNULL(value, otherwise)',
  doc: 'The value, or the other one where it is NULL.',
  expected: 'two values of types that have a common one',
  bind: (args) => (args.length === 2 ? bindCoalesce(args) : undefined),
  create: () => firstValue,
});

/** NULLIF is CASE WHEN a = b THEN NULL ELSE a END: its type is the first one's. */
const nullIf = conditional({
  name: 'NULLIF',
  takesUntypedNull: true,
  syntax: 'NULLIF(value, other)',
  doc: 'NULL where both are equal, else the first value.',
  expected: 'two values of comparable types',
  bind([left, right, ...more]) {
    if (left === undefined || right === undefined || more.length > 0) return undefined;
    if (comparisonType(left.type, right.type) === undefined) return undefined;
    const neverEqual =
      left.constant !== undefined &&
      right.constant !== undefined &&
      left.constant !== null &&
      right.constant !== null &&
      sameType(left.type, right.type) &&
      !equalValues(left.constant, right.constant);
    const returnType = neverEqual ? left.type : withNullability(left.type, true);
    return { argumentTypes: [left.type, right.type], returnType };
  },
  create({ argumentTypes: [left, right] }, _, context) {
    if (left === undefined || right === undefined) return () => null;
    const common = comparisonType(left, right) ?? left;
    const [first, second] = [findConversion(left, common, context), findConversion(right, common, context)];
    return (a, b) => {
      if (a === undefined || a === null || b === undefined || b === null) return a ?? null;
      return equalValues(first(a) ?? null, second(b) ?? null) ? null : a;
    };
  },
});

const ifFunction = conditional({
  name: 'IF',
  syntax: 'IF(condition, then, otherwise)',
  doc: 'The first value where the condition is TRUE, else the second.',
  expected: 'a BOOLEAN and two values of types that have a common one',
  bind([condition, then, otherwise, ...more]) {
    if (condition === undefined || then === undefined || otherwise === undefined || more.length > 0) return undefined;
    const tested = boolean(condition.type);
    const common = commonType([then.type, otherwise.type]);
    if (tested === undefined || common === undefined) return undefined;
    return {
      argumentTypes: [
        withNullability(tested, condition.type.nullable),
        ...castAll(common, [then.type, otherwise.type]),
      ],
      returnType: common,
    };
  },
  create: () => (condition, then, otherwise) => (condition === true ? (then ?? null) : (otherwise ?? null)),
});

const extremes = (
  [
    ['GREATEST', 'largest', 1],
    ['LEAST', 'smallest', -1],
  ] as const
).map(([name, word, sign]) =>
  conditional({
    name,
    nullPolicy: 'strict',
    syntax: `${name}(value, …)`,
    doc: `The ${word} value; NULL as soon as one is NULL.`,
    expected: 'values of types that have a common, ordered one',
    bind(args) {
      const types = typesOf(args);
      const common = types.length === 0 ? undefined : commonType(types);
      if (common === undefined || isConstructed(common)) return undefined;
      return { argumentTypes: castAll(common, types), returnType: common };
    },
    create({ returnType }) {
      const compare = comparatorOf(returnType);
      return (...values) =>
        values.reduce<Value>((best, value) => (compare(value, best) * sign > 0 ? value : best), values[0] ?? null);
    },
  }),
);

/** Whatever unit an interval is declared in, Flink calls it INTERVAL MONTH or INTERVAL SECOND(3). */
function shownType(type: LogicalType): LogicalType {
  if (type.kind === 'INTERVAL_YEAR_MONTH') return { ...type, resolution: 'MONTH' };
  return type.kind === 'INTERVAL_DAY_TIME' ? { ...type, resolution: 'SECOND(3)' } : type;
}

const typeOf = conditional({
  name: 'TYPEOF',
  takesUntypedNull: true,
  group: 'other',
  syntax: 'TYPEOF(value[, serializable])',
  doc: 'The type of the value as text; TRUE as second argument spells it out.',
  expected: 'one value, and a BOOLEAN',
  bind([value, serializable, ...more]) {
    if (value === undefined || more.length > 0) return undefined;
    if (serializable !== undefined && boolean(serializable.type) === undefined) return undefined;
    const argumentTypes = serializable === undefined ? [value.type] : [value.type, BOOLEAN];
    return { argumentTypes, returnType: STRING };
  },
  create({ argumentTypes: [type] }, args) {
    const style = args[1]?.constant === true ? 'serializable' : 'summary';
    const name = type === undefined ? 'NULL' : printType(shownType(type), { style });
    return () => name;
  },
});

export const CONDITIONAL_FUNCTIONS: readonly ScalarFunction[] = [
  coalesce,
  ifNull,
  nullIf,
  ifFunction,
  ...extremes,
  typeOf,
];
