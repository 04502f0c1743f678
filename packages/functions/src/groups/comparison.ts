import { BOOLEAN, type LogicalType, MapValue, notNull, type Row, Timestamp, timestamp, type Value } from '@tsql/core';
import { define, strictBinding } from '../define.js';
import type { ArgumentInfo, CallBinding, ScalarFunction } from '../scalar-function.js';
import { commonType } from '../types/common-type.js';
import { isNumeric, isText, isTimestamp } from '../types/type-family.js';

/** The type in which two values are compared, or undefined where Flink refuses to. */
export function comparisonType(a: LogicalType, b: LogicalType): LogicalType | undefined {
  if (a.kind === 'NULL') return b;
  if (b.kind === 'NULL') return a;
  if (isText(a) && (isTimestamp(b) || b.kind === 'DATE' || b.kind === 'TIME')) return { ...b, nullable: true };
  if (isText(b) && (isTimestamp(a) || a.kind === 'DATE' || a.kind === 'TIME')) return { ...a, nullable: true };
  if (a.kind === 'DATE' && b.kind === 'TIMESTAMP') return undefined;
  if (b.kind === 'DATE' && a.kind === 'TIMESTAMP') return undefined;
  if (isTimestamp(a) && isTimestamp(b) && a.kind === b.kind) return { ...timestamp(9), kind: a.kind } as LogicalType;
  return commonType([a, b]);
}

function bindComparison(args: readonly ArgumentInfo[]): CallBinding | undefined {
  const [left, right] = args;
  if (left === undefined || right === undefined || args.length !== 2) return undefined;
  const type = comparisonType(left.type, right.type);
  if (type === undefined) return undefined;
  const types = [left, right].map((argument) => ({ ...type, nullable: argument.type.nullable }) as LogicalType);
  return strictBinding(types, BOOLEAN);
}

/** Negative, zero or positive; undefined-ness of NaN is Java's: `NaN = NaN`, greater than all. */
export function comparator(type: LogicalType): (a: Value, b: Value) => number {
  switch (type.kind) {
    case 'CHAR':
    case 'VARCHAR':
      return (a, b) => (a === b ? 0 : Buffer.compare(Buffer.from(a as string), Buffer.from(b as string)));
    case 'BINARY':
    case 'VARBINARY':
      return (a, b) => Buffer.compare(a as Uint8Array, b as Uint8Array);
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return (a, b) => Timestamp.compare(a as Timestamp, b as Timestamp);
    case 'ARRAY':
    case 'ROW':
    case 'MAP':
    case 'MULTISET':
      return (a, b) => (isEqual(a, b) ? 0 : 1);
    default:
      return (a, b) =>
        (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : a === b ? 0 : compareNaN(a, b);
  }
}

function compareNaN(a: Value, b: Value): number {
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** Equality of values of one type, NULLs inside of collections equal to each other. */
export function isEqual(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object')
    return Number.isNaN(a) && Number.isNaN(b);
  if (a instanceof Timestamp) return b instanceof Timestamp && Timestamp.compare(a, b) === 0;
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0;
  if (a instanceof MapValue) {
    return (
      b instanceof MapValue &&
      a.size === b.size &&
      a.keys.every((key, index) => {
        const other = b.keys.findIndex((candidate) => isEqual(key, candidate));
        return other >= 0 && isEqual(a.values[index] ?? null, b.values[other] ?? null);
      })
    );
  }
  const right = b as Row;
  return a.length === right.length && a.every((value, index) => isEqual(value, right[index] ?? null));
}

const OPERATORS: readonly (readonly [string, (order: number) => boolean, string])[] = [
  ['=', (order) => order === 0, 'equal'],
  ['<>', (order) => order !== 0, 'not equal'],
  ['<', (order) => order < 0, 'less'],
  ['<=', (order) => order <= 0, 'less or equal'],
  ['>', (order) => order > 0, 'greater'],
  ['>=', (order) => order >= 0, 'greater or equal'],
];

const comparisons = OPERATORS.map(([name, test, doc]) =>
  define({
    name,
    syntax: `a ${name} b`,
    doc: `TRUE if a is ${doc} to b.`,
    group: 'comparison',
    expected: 'two values of comparable types',
    bind: bindComparison,
    create({ argumentTypes: [type] }) {
      if (type === undefined) throw new Error('a comparison has two arguments');
      const compare = comparator(type);
      if (name === '=' && (isNumeric(type) || isText(type) || type.kind === 'BOOLEAN')) {
        return (a, b) => a === b || (Number.isNaN(a) && Number.isNaN(b));
      }
      return (a, b) => test(compare(a as Value, b as Value));
    },
  }),
);

const distinct = (['IS DISTINCT FROM', 'IS NOT DISTINCT FROM'] as const).map((name) =>
  define({
    name,
    syntax: `a ${name} b`,
    doc: 'Compares with NULL equal to NULL.',
    group: 'comparison',
    nullPolicy: 'own',
    expected: 'two values of comparable types',
    bind(args) {
      const binding = bindComparison(args);
      return binding === undefined ? undefined : { ...binding, returnType: notNull(BOOLEAN) };
    },
    create: () => (a, b) => isEqual(a as Value, b as Value) === (name === 'IS NOT DISTINCT FROM'),
  }),
);

const TESTS: Readonly<Record<string, (value: Value) => boolean>> = {
  'IS NULL': (value) => value === null,
  'IS NOT NULL': (value) => value !== null,
  'IS TRUE': (value) => value === true,
  'IS NOT TRUE': (value) => value !== true,
  'IS FALSE': (value) => value === false,
  'IS NOT FALSE': (value) => value !== false,
  'IS UNKNOWN': (value) => value === null,
  'IS NOT UNKNOWN': (value) => value !== null,
};

const tests = Object.entries(TESTS).map(([name, test]) =>
  define({
    name,
    syntax: `a ${name}`,
    doc: 'Never NULL itself.',
    group: 'comparison',
    nullPolicy: 'own',
    expected: name.endsWith('NULL') ? 'one value' : 'a BOOLEAN',
    bind: ([argument]) =>
      argument === undefined ||
      (!name.endsWith('NULL') && argument.type.kind !== 'BOOLEAN' && argument.type.kind !== 'NULL')
        ? undefined
        : { argumentTypes: [argument.type], returnType: notNull(BOOLEAN) },
    create: () => (value) => test(value as Value),
  }),
);

const not = define({
  name: 'NOT',
  syntax: 'NOT a',
  doc: 'The opposite of a BOOLEAN.',
  group: 'logic',
  expected: 'a BOOLEAN',
  bind: ([argument]) =>
    argument?.type.kind === 'BOOLEAN' || argument?.type.kind === 'NULL'
      ? strictBinding([{ ...BOOLEAN, nullable: argument.type.nullable }], BOOLEAN)
      : undefined,
  create: () => (value) => !value,
});

export const COMPARISON_FUNCTIONS: readonly ScalarFunction[] = [...comparisons, ...distinct, ...tests, not];
