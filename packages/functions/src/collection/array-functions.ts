import {
  type ArrayType,
  BOOLEAN,
  INT,
  type LogicalType,
  notNull,
  STRING,
  type Value,
  withNullability,
} from '@tsql/core';
import type { ArgumentInfo, CallBinding, Evaluator, ScalarFunction } from '../scalar-function.js';
import { commonType } from '../types/common-type.js';
import { isCharacter, isConstructed, isInteger } from '../types/type-families.js';
import { comparatorOf, equalValues, keyOf } from '../value/compare.js';
import { collection } from './constructors.js';

type Elements = readonly Value[];
type Evaluate = (array: Elements, ...rest: Value[]) => Value;

/** What the parameters behind the array are. */
type Kind = 'element' | 'array' | 'int' | 'text' | 'boolean';

interface ArrayFunction {
  readonly name: string;
  readonly syntax: string;
  readonly doc: string;
  readonly rest: readonly Kind[];
  readonly optional?: number;
  /** Any number of the last parameter. */
  readonly repeats?: boolean;
  /** An element that is NULL is an element: only a NULL array gives NULL. */
  readonly takesNullElements?: boolean;
  readonly returns: (array: ArrayType) => LogicalType;
  readonly nullable?: boolean;
  readonly evaluate: (array: ArrayType) => Evaluate;
}

const same = (type: ArrayType): LogicalType => type;

function distinct(values: Iterable<Value>): Value[] {
  const kept = new Map<unknown, Value>();
  for (const value of values) {
    const key = keyOf(value);
    if (!kept.has(key)) kept.set(key, value);
  }
  return [...kept.values()];
}

const keysOf = (values: Elements): Set<unknown> => new Set(values.map(keyOf));

function slice(array: Elements, start: number, end = array.length): Value[] {
  const from = Math.max(1, start < 0 ? array.length + start + 1 : start);
  const to = Math.min(array.length, end < 0 ? array.length + end + 1 : end);
  return from > to ? [] : array.slice(from - 1, to);
}

function join(array: Elements, separator: string, ofNull?: string): string {
  const parts = ofNull === undefined ? array.filter((part) => part !== null) : array.map((part) => part ?? ofNull);
  return parts.join(separator);
}

/** Ascending with NULLs first, descending with NULLs last, unless told otherwise. */
function sort(element: LogicalType): Evaluate {
  const compare = comparatorOf(element);
  return (array, ascending, nullsFirst) => {
    const sign = (ascending ?? true) === true ? 1 : -1;
    const nullOrder = (nullsFirst ?? sign === 1) === true ? -1 : 1;
    return [...array].sort((a, b) => {
      if (a === null || b === null) return a === b ? 0 : a === null ? nullOrder : -nullOrder;
      return compare(a, b) * sign;
    });
  };
}

function extreme(sign: number): (type: ArrayType) => Evaluate {
  return ({ element }) => {
    const compare = comparatorOf(element);
    return (array) =>
      array.reduce<Value>(
        (best, value) => (value === null || (best !== null && compare(value, best) * sign <= 0) ? best : value),
        null,
      );
  };
}

const ARRAY_FUNCTIONS_DATA: readonly ArrayFunction[] = [
  {
    name: 'ARRAY_CONTAINS',
    syntax: 'ARRAY_CONTAINS(array, element)',
    doc: 'Whether the array has the element; NULL can be looked for.',
    rest: ['element'],
    takesNullElements: true,
    returns: () => BOOLEAN,
    evaluate: () => (array, element) => array.some((candidate) => equalValues(candidate, element ?? null)),
  },
  {
    name: 'ARRAY_DISTINCT',
    syntax: 'ARRAY_DISTINCT(array)',
    doc: 'The array without repeated elements.',
    rest: [],
    returns: same,
    evaluate: () => distinct,
  },
  {
    name: 'ARRAY_POSITION',
    syntax: 'ARRAY_POSITION(array, element)',
    doc: 'Where the element stands first, from 1; 0 where it does not.',
    rest: ['element'],
    returns: () => INT,
    evaluate: () => (array, element) => array.findIndex((candidate) => equalValues(candidate, element ?? null)) + 1,
  },
  {
    name: 'ARRAY_REMOVE',
    syntax: 'ARRAY_REMOVE(array, element)',
    doc: 'The array without the element.',
    rest: ['element'],
    takesNullElements: true,
    returns: same,
    evaluate: () => (array, element) => array.filter((candidate) => !equalValues(candidate, element ?? null)),
  },
  {
    name: 'ARRAY_REVERSE',
    syntax: 'ARRAY_REVERSE(array)',
    doc: 'The array backwards.',
    rest: [],
    returns: same,
    evaluate: () => (array) => [...array].reverse(),
  },
  {
    name: 'ARRAY_UNION',
    syntax: 'ARRAY_UNION(array, array)',
    doc: 'The elements of both arrays, each once, in the order of their first occurrence.',
    rest: ['array'],
    returns: same,
    evaluate: () => (array, other) => distinct([...array, ...(other as Elements)]),
  },
  {
    name: 'ARRAY_EXCEPT',
    syntax: 'ARRAY_EXCEPT(array, array)',
    doc: 'The elements of the first array that the second has not, each once.',
    rest: ['array'],
    returns: same,
    evaluate: () => (array, other) => {
      const excluded = keysOf(other as Elements);
      return distinct(array.filter((value) => !excluded.has(keyOf(value))));
    },
  },
  {
    name: 'ARRAY_INTERSECT',
    syntax: 'ARRAY_INTERSECT(array, array)',
    doc: 'The elements that both arrays have, each once.',
    rest: ['array'],
    returns: same,
    evaluate: () => (array, other) => {
      const included = keysOf(other as Elements);
      return distinct(array.filter((value) => included.has(keyOf(value))));
    },
  },
  {
    name: 'ARRAY_CONCAT',
    syntax: 'ARRAY_CONCAT(array, …)',
    doc: 'The arrays, one behind the other.',
    rest: ['array'],
    optional: 1,
    repeats: true,
    returns: same,
    evaluate:
      () =>
      (array, ...others) =>
        array.concat(...(others as Elements[])),
  },
  {
    name: 'ARRAY_SLICE',
    syntax: 'ARRAY_SLICE(array, start[, end])',
    doc: 'A part of the array, both ends counted from 1 and included; negative ones count from the end.',
    rest: ['int', 'int'],
    optional: 1,
    returns: same,
    evaluate: () => (array, start, end) => slice(array, start as number, end as number | undefined),
  },
  {
    name: 'ARRAY_JOIN',
    syntax: 'ARRAY_JOIN(array, separator[, ofNull])',
    doc: 'The texts of the array with the separator between them; NULLs are left out or replaced.',
    rest: ['text', 'text'],
    optional: 1,
    returns: () => STRING,
    evaluate: () => (array, separator, ofNull) => join(array, separator as string, ofNull as string | undefined),
  },
  {
    name: 'ARRAY_MAX',
    syntax: 'ARRAY_MAX(array)',
    doc: 'The largest element; NULLs do not count.',
    rest: [],
    returns: (type) => type.element,
    nullable: true,
    evaluate: extreme(1),
  },
  {
    name: 'ARRAY_MIN',
    syntax: 'ARRAY_MIN(array)',
    doc: 'The smallest element; NULLs do not count.',
    rest: [],
    returns: (type) => type.element,
    nullable: true,
    evaluate: extreme(-1),
  },
  {
    name: 'ARRAY_SORT',
    syntax: 'ARRAY_SORT(array[, ascending[, nullsFirst]])',
    doc: 'The array in order.',
    rest: ['boolean', 'boolean'],
    optional: 2,
    returns: same,
    evaluate: ({ element }) => sort(element),
  },
  {
    name: 'ARRAY_APPEND',
    syntax: 'ARRAY_APPEND(array, element)',
    doc: 'The array with an element at its end.',
    rest: ['element'],
    takesNullElements: true,
    returns: same,
    evaluate: () => (array, element) => [...array, element ?? null],
  },
  {
    name: 'ARRAY_PREPEND',
    syntax: 'ARRAY_PREPEND(array, element)',
    doc: 'The array with an element at its start.',
    rest: ['element'],
    takesNullElements: true,
    returns: same,
    evaluate: () => (array, element) => [element ?? null, ...array],
  },
];

/** Arrays and elements are cast to one element type. */
function bindArray(definition: ArrayFunction, args: readonly ArgumentInfo[]): CallBinding | undefined {
  const [first, ...others] = args;
  const most = definition.repeats ? Number.POSITIVE_INFINITY : definition.rest.length;
  const least = definition.rest.length - (definition.optional ?? 0);
  if (first?.type.kind !== 'ARRAY' || others.length > most || others.length < least) return undefined;
  const kinds = others.map((_, index) => definition.rest[index] ?? definition.rest.at(-1) ?? 'array');
  const element = commonType([
    first.type.element,
    ...others.flatMap(({ type }, index) => elementType(kinds[index], type)),
  ]);
  if (element === undefined || (definition.name === 'ARRAY_JOIN' && !isCharacter(element))) return undefined;
  if (/_(MAX|MIN|SORT)$/.test(definition.name) && isConstructed(element)) return undefined;
  const arrayType: ArrayType = { kind: 'ARRAY', element, nullable: first.type.nullable };
  const argumentTypes: LogicalType[] = [arrayType];
  for (const [index, { type }] of others.entries()) {
    const cast = parameterType(kinds[index] ?? 'array', type, element);
    if (cast === undefined) return undefined;
    argumentTypes.push(cast);
  }
  return { argumentTypes, returnType: returnTypeOf(definition, arrayType, argumentTypes) };
}

const elementType = (kind: Kind | undefined, type: LogicalType): LogicalType[] =>
  kind === 'element' ? [type] : kind === 'array' && type.kind === 'ARRAY' ? [type.element] : [];

function parameterType(kind: Kind, type: LogicalType, element: LogicalType): LogicalType | undefined {
  const isNull = type.kind === 'NULL';
  switch (kind) {
    case 'element':
      return withNullability(element, type.nullable);
    case 'array':
      return type.kind === 'ARRAY' || isNull ? { kind: 'ARRAY', element, nullable: type.nullable } : undefined;
    case 'int':
      return isInteger(type) || isNull ? withNullability(INT, type.nullable) : undefined;
    case 'text':
      return isCharacter(type) ? type : isNull ? STRING : undefined;
    default:
      return type.kind === 'BOOLEAN' || isNull ? withNullability(BOOLEAN, type.nullable) : undefined;
  }
}

function returnTypeOf(definition: ArrayFunction, type: ArrayType, argumentTypes: readonly LogicalType[]): LogicalType {
  const decisive = definition.takesNullElements ? argumentTypes.slice(0, 1) : argumentTypes;
  const nullable = definition.nullable === true || decisive.some((candidate) => candidate.nullable);
  return withNullability(definition.returns(notNull(type)), nullable);
}

export const ARRAY_FUNCTIONS: readonly ScalarFunction[] = ARRAY_FUNCTIONS_DATA.map((definition) =>
  collection({
    name: definition.name,
    syntax: definition.syntax,
    doc: definition.doc,
    nullPolicy: definition.takesNullElements ? 'own' : 'strict',
    expected: definition.syntax.replace(/^\w+\((.*)\)$/, '$1'),
    bind: (args) => bindArray(definition, args),
    create({ argumentTypes: [type] }) {
      const evaluate = definition.evaluate(type as ArrayType) as (...values: Value[]) => Value;
      if (!definition.takesNullElements) return evaluate as Evaluator;
      return ((...values: Value[]) => (values[0] === null ? null : evaluate(...values))) as Evaluator;
    },
  }),
);
