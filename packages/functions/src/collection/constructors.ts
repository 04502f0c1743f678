import { array, INT, type LogicalType, MapValue, map, notNull, row, type Value, withNullability } from '@tsql/core';
import { evaluationError } from '../evaluation-error.js';
import type { CallBinding, Evaluator, ScalarFunction } from '../scalar-function.js';
import { canCastImplicitly } from '../types/cast-rules.js';
import { commonType } from '../types/common-type.js';
import { isCharacter, isInteger } from '../types/type-families.js';
import { equalValues } from '../value/compare.js';

type Declaration = Omit<ScalarFunction, 'group' | 'isDeterministic' | 'nullPolicy'> & Partial<ScalarFunction>;

/** A function on collections that takes NULLs itself. */
export const collection = (declaration: Declaration): ScalarFunction => ({
  group: 'collection',
  isDeterministic: true,
  nullPolicy: 'own',
  takesUntypedNull: true,
  ...declaration,
});

const castAll = (common: LogicalType, types: readonly LogicalType[]): LogicalType[] =>
  types.map((type) => withNullability(common, type.nullable));

const arrayConstructor = collection({
  name: 'ARRAY',
  syntax: 'ARRAY[value, …]',
  doc: 'An array of the values.',
  expected: 'one or more values of types that have a common one',
  bind(args) {
    const types = args.map((argument) => argument.type);
    const common = types.length === 0 ? undefined : commonType(types);
    return common === undefined || common.kind === 'NULL'
      ? undefined
      : { argumentTypes: castAll(common, types), returnType: notNull(array(common)) };
  },
  create: () => ((...values: Value[]) => values) as Evaluator,
});

/** A map of keys and values in turn; of equal keys the last one counts. */
export function mapOf(keys: readonly Value[], values: readonly Value[]): MapValue {
  const kept: Value[] = [];
  const found: Value[] = [];
  for (const [index, key] of keys.entries()) {
    const at = kept.findIndex((candidate) => equalValues(candidate, key));
    const value = values[index] ?? null;
    if (at >= 0) found[at] = value;
    else {
      kept.push(key);
      found.push(value);
    }
  }
  return new MapValue(kept, found);
}

const everySecond = <T>(values: readonly T[], from: number): T[] => values.filter((_, index) => index % 2 === from);

const mapConstructor = collection({
  name: 'MAP',
  syntax: 'MAP[key, value, …]',
  doc: 'A map of keys and values.',
  expected: 'keys and values in turn, of types that have a common one each',
  bind(args) {
    const types = args.map((argument) => argument.type);
    if (types.length === 0 || types.length % 2 !== 0) return undefined;
    const key = commonType(everySecond(types, 0));
    const value = commonType(everySecond(types, 1));
    if (key === undefined || value === undefined) return undefined;
    const argumentTypes = types.map((type, index) => withNullability(index % 2 === 0 ? key : value, type.nullable));
    return { argumentTypes, returnType: notNull(map(key, value)) };
  },
  create: () => ((...values: Value[]) => mapOf(everySecond(values, 0), everySecond(values, 1))) as Evaluator,
});

const rowConstructor = collection({
  name: 'ROW',
  takesUntypedNull: false,
  syntax: 'ROW(value, …)',
  doc: 'A row of the values; its fields are named EXPR$0, EXPR$1, …',
  expected: 'one or more values',
  bind(args) {
    if (args.length === 0) return undefined;
    const fields = args.map((argument, index) => ({ name: `EXPR$${index}`, type: argument.type }));
    return { argumentTypes: args.map((argument) => argument.type), returnType: notNull(row(fields)) };
  },
  create: () => ((...values: Value[]) => values) as Evaluator,
});

function bindItem(container: LogicalType, index: LogicalType, constant: Value | undefined): CallBinding | undefined {
  if (container.kind === 'ARRAY') {
    const isTooSmall = constant !== undefined && constant !== null && Number(constant) < 1;
    if (!isInteger(index) || isTooSmall) return undefined;
    const argumentTypes = [container, withNullability(INT, index.nullable)];
    return { argumentTypes, returnType: withNullability(container.element, true) };
  }
  if (container.kind !== 'MAP') return undefined;
  const fits = canCastImplicitly(index, container.key) || (isCharacter(index) && isCharacter(container.key));
  if (!fits) return undefined;
  const key = isCharacter(index) ? index : withNullability(container.key, index.nullable);
  return { argumentTypes: [container, key], returnType: withNullability(container.value, true) };
}

function lookUp(container: MapValue, key: Value): Value {
  const at =
    typeof key === 'object'
      ? container.keys.findIndex((candidate) => equalValues(candidate, key))
      : container.keys.indexOf(key);
  return at < 0 ? null : (container.values[at] ?? null);
}

const item = collection({
  name: 'ITEM',
  nullPolicy: 'strict',
  syntax: 'array[index], map[key]',
  doc: 'An element of an array, counted from 1, or the value of a key; NULL where there is none.',
  expected: 'an array and an index of 1 or more, or a map and a key',
  bind: ([container, index, ...more]) =>
    container === undefined || index === undefined || more.length > 0
      ? undefined
      : bindItem(container.type, index.type, index.constant),
  create: ({ argumentTypes: [container] }) =>
    container?.kind === 'MAP'
      ? (value, key) => lookUp(value as MapValue, key as Value)
      : (value, index) => (value as readonly Value[])[(index as number) - 1] ?? null,
});

const sizeOf = (value: Value | undefined): number =>
  value instanceof MapValue ? value.size : (value as readonly Value[]).length;

const cardinality = collection({
  name: 'CARDINALITY',
  nullPolicy: 'strict',
  syntax: 'CARDINALITY(array | map)',
  doc: 'The number of elements or entries.',
  expected: 'one array, map or multiset',
  bind([container, ...more]) {
    const fits = container !== undefined && ['ARRAY', 'MAP', 'MULTISET'].includes(container.type.kind);
    if (!fits || more.length > 0) return undefined;
    return { argumentTypes: [container.type], returnType: withNullability(INT, container.type.nullable) };
  },
  create: ({ argumentTypes: [type] }) =>
    type?.kind === 'MULTISET'
      ? (value) => (value as MapValue).values.reduce<number>((sum, count) => sum + (count as number), 0)
      : sizeOf,
});

const element = collection({
  name: 'ELEMENT',
  nullPolicy: 'strict',
  syntax: 'ELEMENT(array)',
  doc: 'The only element; NULL for an empty array, a failure for more than one.',
  expected: 'one array',
  bind([container, ...more]) {
    if (container?.type.kind !== 'ARRAY' || more.length > 0) return undefined;
    return {
      argumentTypes: [container.type],
      returnType: withNullability(container.type.element, container.type.nullable || container.type.element.nullable),
    };
  },
  create: () => (value) => {
    const elements = value as readonly Value[];
    if (elements.length > 1) throw evaluationError('ELEMENT', `the array has ${elements.length} elements`);
    return elements[0] ?? null;
  },
});

export const CONSTRUCTOR_FUNCTIONS: readonly ScalarFunction[] = [
  arrayConstructor,
  mapConstructor,
  rowConstructor,
  item,
  cardinality,
  element,
];
