import {
  array,
  compileJavaRegex,
  hashMapOrder,
  type LogicalType,
  type MapType,
  MapValue,
  map,
  row,
  STRING,
  type Value,
  withNullability,
} from '@tsql/core';
import { evaluationError } from '../evaluation-error.js';
import { text } from '../parameters.js';
import type { ArgumentInfo, CallBinding, ScalarFunction } from '../scalar-function.js';
import { declareFunction } from '../signature.js';
import { commonType } from '../types/common-type.js';
import { collection, mapOf } from './constructors.js';

const parts = (
  [
    ['MAP_KEYS', 'The keys of a map.', (type: MapType) => array(type.key), (value: MapValue) => value.keys],
    ['MAP_VALUES', 'The values of a map.', (type: MapType) => array(type.value), (value: MapValue) => value.values],
    ['MAP_ENTRIES', 'The entries of a map, as rows of key and value.', entriesType, entries],
  ] as const
).map(([name, doc, returns, evaluate]) =>
  collection({
    name,
    syntax: `${name}(map)`,
    doc,
    nullPolicy: 'strict',
    expected: 'one map',
    bind([argument, ...more]) {
      if (argument?.type.kind !== 'MAP' || more.length > 0) return undefined;
      const returnType = withNullability(returns(argument.type), argument.type.nullable);
      return { argumentTypes: [argument.type], returnType };
    },
    create: () => (value) => evaluate(value as MapValue),
  }),
);

function entriesType(type: MapType): LogicalType {
  const entry = row([
    { name: 'key', type: type.key },
    { name: 'value', type: type.value },
  ]);
  return array(entry);
}

function entries(value: MapValue): Value {
  return value.keys.map((key, index) => [key, value.values[index] ?? null]);
}

const fromArrays = collection({
  name: 'MAP_FROM_ARRAYS',
  syntax: 'MAP_FROM_ARRAYS(keys, values)',
  doc: 'A map of an array of keys and an array of values of the same length.',
  nullPolicy: 'strict',
  expected: 'two arrays',
  bind([keys, values, ...more]) {
    if (keys?.type.kind !== 'ARRAY' || values?.type.kind !== 'ARRAY' || more.length > 0) return undefined;
    const nullable = keys.type.nullable || values.type.nullable;
    const returnType = withNullability(map(keys.type.element, values.type.element), nullable);
    return { argumentTypes: [keys.type, values.type], returnType };
  },
  create: () => (keys, values) => {
    const [left, right] = [keys as readonly Value[], values as readonly Value[]];
    if (left.length !== right.length) {
      throw evaluationError('MAP_FROM_ARRAYS', `there are ${left.length} keys and ${right.length} values`);
    }
    return mapOf(left, right);
  },
});

function bindUnion(args: readonly ArgumentInfo[]): CallBinding | undefined {
  const types = args.map((argument) => argument.type);
  const common = types.length === 0 ? undefined : commonType(types);
  if (common?.kind !== 'MAP') return undefined;
  return { argumentTypes: types.map((type) => withNullability(common, type.nullable)), returnType: common };
}

const union = collection({
  name: 'MAP_UNION',
  syntax: 'MAP_UNION(map, …)',
  doc: 'The entries of all maps; of equal keys the last one counts.',
  nullPolicy: 'strict',
  expected: 'one or more maps of types that have a common one',
  bind: bindUnion,
  create:
    () =>
    (...maps) =>
      mapOf(
        maps.flatMap((value) => (value as MapValue).keys),
        maps.flatMap((value) => (value as MapValue).values),
      ),
});

/** Splits as Java's `String.split`: by an expression, empty pieces at the end are dropped. */
function javaSplit(value: string, delimiter: RegExp): string[] {
  const pieces = value.split(delimiter);
  while (pieces.length > 1 && pieces.at(-1) === '') pieces.pop();
  return pieces;
}

const javaHash = (key: Value): number => {
  let hash = 0;
  for (let i = 0; i < (key as string).length; i++) hash = (Math.imul(hash, 31) + (key as string).charCodeAt(i)) | 0;
  return hash;
};

function strToMap(value: string, pairs: RegExp, assignment: RegExp): MapValue {
  if (value === '') return new MapValue([], []);
  const found = new Map<string, string | null>();
  const pieces = javaSplit(value, pairs);
  for (const piece of pieces) {
    const match = assignment.exec(piece);
    if (match === null) found.set(piece, null);
    else found.set(piece.slice(0, match.index), piece.slice(match.index + match[0].length));
  }
  const keys = [...found.keys()];
  const order = hashMapOrder(keys, javaHash, 2 ** Math.ceil(Math.log2(pieces.length)));
  const sorted = order.map((index) => keys[index] ?? '');
  return new MapValue(
    sorted,
    sorted.map((key) => found.get(key) ?? null),
  );
}

const toMap = declareFunction({
  name: 'STR_TO_MAP',
  syntax: 'STR_TO_MAP(text[, pairDelimiter, keyDelimiter])',
  doc: 'The pairs of a text as a map; the delimiters are regular expressions, , and = if not given.',
  group: 'string',
  expected: 'a text, or a text and two delimiters',
  overloads: [
    {
      parameters: [text],
      returns: map(STRING, STRING),
      nullable: 'always',
      evaluate: (value) => strToMap(value as string, /,/, /=/),
    },
    {
      parameters: [text, text, text],
      returns: map(STRING, STRING),
      nullable: 'always',
      evaluate: (value, pairs, assignment) =>
        strToMap(value as string, compileJavaRegex(pairs as string), compileJavaRegex(assignment as string)),
    },
  ],
});

export const MAP_FUNCTIONS: readonly ScalarFunction[] = [...parts, fromArrays, union, toMap];
