import {
  array,
  INT,
  type LogicalType,
  MapValue,
  map,
  notNull,
  type Row,
  row,
  type Value,
  withNullability,
} from '@tsql/core';
import { evaluationError } from '../cast/failure.js';
import { define } from '../define.js';
import type { ArgumentInfo, ScalarFunction } from '../scalar-function.js';
import { commonType } from '../types/common-type.js';
import { isInteger } from '../types/type-family.js';
import { isEqual } from './comparison.js';

const types = (args: readonly ArgumentInfo[]): LogicalType[] => args.map((argument) => argument.type);

const rowConstructor = define({
  name: 'ROW',
  syntax: 'ROW(a, b, …)',
  doc: 'A row of the values; its fields are named EXPR$0, EXPR$1, …',
  group: 'collection',
  nullPolicy: 'own',
  expected: 'values',
  bind: (args) => ({
    argumentTypes: types(args),
    returnType: notNull(row(args.map((argument, index) => ({ name: `EXPR$${index}`, type: argument.type })))),
  }),
  create:
    () =>
    (...values) =>
      values,
});

const arrayConstructor = define({
  name: 'ARRAY',
  syntax: 'ARRAY[a, b, …]',
  doc: 'An array of the values.',
  group: 'collection',
  nullPolicy: 'own',
  expected: 'values of one type',
  bind(args) {
    const element = commonType(types(args));
    return element === undefined
      ? undefined
      : { argumentTypes: args.map(() => element), returnType: notNull(array(element)) };
  },
  create:
    () =>
    (...values) =>
      values,
});

const mapConstructor = define({
  name: 'MAP',
  syntax: 'MAP[key, value, …]',
  doc: 'A map of the entries.',
  group: 'collection',
  nullPolicy: 'own',
  expected: 'keys of one type and values of one type, in turn',
  bind(args) {
    const key = commonType(types(args.filter((_, index) => index % 2 === 0)));
    const value = commonType(types(args.filter((_, index) => index % 2 === 1)));
    if (key === undefined || value === undefined || args.length % 2 === 1) return undefined;
    return {
      argumentTypes: args.map((_, index) => (index % 2 === 0 ? key : value)),
      returnType: notNull(map(key, value)),
    };
  },
  create:
    () =>
    (...values) => {
      const keys: Value[] = [];
      const items: Value[] = [];
      for (let i = 0; i < values.length; i += 2) {
        const key = values[i] ?? null;
        const known = keys.findIndex((candidate) => isEqual(candidate, key));
        if (known >= 0) items[known] = values[i + 1] ?? null;
        else {
          keys.push(key);
          items.push(values[i + 1] ?? null);
        }
      }
      return new MapValue(keys, items);
    },
});

const item = define({
  name: 'ITEM',
  syntax: 'collection[index]',
  doc: 'The element at the index, from 1, or the value of the key; NULL if there is none.',
  group: 'collection',
  expected: 'an ARRAY and an integer from 1, or a MAP and a key',
  bind(args) {
    const [collection, index] = args;
    if (collection === undefined || index === undefined) return undefined;
    if (collection.type.kind === 'ARRAY' && isInteger(index.type)) {
      if (index.constant === 0) return undefined;
      return {
        argumentTypes: [collection.type, { ...INT, nullable: index.type.nullable }],
        returnType: withNullability(collection.type.element, true),
      };
    }
    if (collection.type.kind !== 'MAP') return undefined;
    return {
      argumentTypes: [collection.type, withNullability(collection.type.key, true)],
      returnType: withNullability(collection.type.value, true),
    };
  },
  create: () => (collection, index) => {
    if (!(collection instanceof MapValue)) return (collection as Row)[(index as number) - 1] ?? null;
    const at = collection.keys.findIndex((key) => isEqual(key, index as Value));
    return at < 0 ? null : (collection.values[at] ?? null);
  },
});

const element = define({
  name: 'ELEMENT',
  syntax: 'ELEMENT(array)',
  doc: 'The only element of an array; NULL of an empty one.',
  group: 'collection',
  expected: 'an ARRAY',
  bind: ([argument]) =>
    argument?.type.kind === 'ARRAY'
      ? { argumentTypes: [argument.type], returnType: withNullability(argument.type.element, true) }
      : undefined,
  create: () => (value) => {
    const elements = value as Row;
    if (elements.length > 1) throw evaluationError('ELEMENT', `the array has ${elements.length} elements, not one`);
    return elements[0] ?? null;
  },
});

export const COLLECTION_FUNCTIONS: readonly ScalarFunction[] = [
  rowConstructor,
  arrayConstructor,
  mapConstructor,
  item,
  element,
];
