import { BOOLEAN, INT, type LogicalType, printType, STRING, type Value, withNullability } from '@tsql/core';
import { define } from '../define.js';
import type { ScalarFunction } from '../scalar-function.js';
import { commonType } from '../types/common-type.js';
import { comparator, isEqual } from './comparison.js';

const types = (args: readonly { readonly type: LogicalType }[]): LogicalType[] => args.map((argument) => argument.type);

const like = (type: LogicalType, others: readonly LogicalType[]): LogicalType[] =>
  others.map((other) => withNullability(type, other.nullable));

const coalesce = define({
  name: 'COALESCE',
  aliases: ['IFNULL'],
  syntax: 'COALESCE(a, b, …)',
  doc: 'The first argument that is not NULL.',
  group: 'conditional',
  nullPolicy: 'own',
  expected: 'values of one type',
  bind(args) {
    const type = commonType(types(args));
    if (type === undefined) return undefined;
    return {
      argumentTypes: like(type, types(args)),
      returnType: withNullability(
        type,
        args.every((argument) => argument.type.nullable),
      ),
    };
  },
  create:
    () =>
    (...values) =>
      values.find((value) => value !== null) ?? null,
});

const nullIf = define({
  name: 'NULLIF',
  syntax: 'NULLIF(a, b)',
  doc: 'NULL if both are equal, else the first.',
  group: 'conditional',
  nullPolicy: 'own',
  expected: 'two values of one type',
  bind(args) {
    const type = commonType(types(args));
    return type === undefined || args.length !== 2
      ? undefined
      : { argumentTypes: like(type, types(args)), returnType: withNullability(type, true) };
  },
  create: () => (a, b) => (a !== null && isEqual(a as Value, b as Value) ? null : (a as Value)),
});

const ifFunction = define({
  name: 'IF',
  syntax: 'IF(condition, a, b)',
  doc: 'The second argument if the condition is TRUE, else the third.',
  group: 'conditional',
  nullPolicy: 'own',
  expected: 'a BOOLEAN and two values of one type',
  bind([condition, ...rest]) {
    const type = commonType(types(rest));
    if (condition === undefined || type === undefined || rest.length !== 2) return undefined;
    return {
      argumentTypes: [{ ...BOOLEAN, nullable: condition.type.nullable }, ...like(type, types(rest))],
      returnType: type,
    };
  },
  create: () => (condition, a, b) => (condition === true ? a : b) as Value,
});

const extremes = (['GREATEST', 'LEAST'] as const).map((name) =>
  define({
    name,
    syntax: `${name}(a, b, …)`,
    doc: `The ${name === 'GREATEST' ? 'greatest' : 'least'} of the arguments; NULL if one is NULL.`,
    group: 'conditional',
    expected: 'values of one type',
    bind(args) {
      const type = commonType(types(args));
      return type === undefined ? undefined : { argumentTypes: like(type, types(args)), returnType: type };
    },
    create({ returnType }) {
      const compare = comparator(returnType);
      const sign = name === 'GREATEST' ? 1 : -1;
      return (...values) => values.reduce((best, value) => (sign * compare(value, best) > 0 ? value : best));
    },
  }),
);

const typeOf = define({
  name: 'TYPEOF',
  syntax: 'TYPEOF(a)',
  doc: 'The name of its type.',
  group: 'other',
  nullPolicy: 'own',
  expected: 'one value',
  bind: ([argument]) => (argument === undefined ? undefined : { argumentTypes: [argument.type], returnType: STRING }),
  create({ argumentTypes: [type] }) {
    const name = type === undefined ? null : printType(type);
    return () => name;
  },
});

const cardinality = define({
  name: 'CARDINALITY',
  syntax: 'CARDINALITY(collection)',
  doc: 'How many elements or entries it has.',
  group: 'collection',
  expected: 'an ARRAY, MAP or MULTISET',
  bind: ([argument]) =>
    argument !== undefined && ['ARRAY', 'MAP', 'MULTISET'].includes(argument.type.kind)
      ? { argumentTypes: [argument.type], returnType: withNullability(INT, argument.type.nullable) }
      : undefined,
  create: () => (value) => (Array.isArray(value) ? value.length : (value as { size: number }).size),
});

export const CONDITIONAL_FUNCTIONS: readonly ScalarFunction[] = [
  coalesce,
  nullIf,
  ifFunction,
  ...extremes,
  typeOf,
  cardinality,
];
