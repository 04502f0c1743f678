import { BOOLEAN, type LogicalType, notNull, type Value, withNullability } from '@tsql/core';
import type { ArgumentInfo, CallBinding, ScalarFunction } from '../scalar-function.js';
import { strictBinding } from '../signature.js';
import { commonType } from '../types/common-type.js';
import { isCharacter, isConstructed, isDatetime, isNumeric } from '../types/type-families.js';
import { comparatorOf, equalValues } from '../value/compare.js';

/**
 * The type in which two values are compared, or undefined where Flink refuses: numbers of any types, text with text,
 * text with a point in time (the text is converted), but neither text with numbers nor DATE with TIMESTAMP.
 */
export function comparisonType(a: LogicalType, b: LogicalType): LogicalType | undefined {
  if (a.kind === 'NULL') return b;
  if (b.kind === 'NULL') return a;
  if (isCharacter(a) && isDatetime(b)) return b;
  if (isCharacter(b) && isDatetime(a)) return a;
  if (isDatetime(a) && a.kind !== b.kind && !isTimestampPair(a, b)) return undefined;
  return commonType([a, b]);
}

const isTimestampPair = (a: LogicalType, b: LogicalType): boolean =>
  (a.kind === 'TIMESTAMP' && b.kind === 'TIMESTAMP_LTZ') || (a.kind === 'TIMESTAMP_LTZ' && b.kind === 'TIMESTAMP');

function bindComparison(args: readonly ArgumentInfo[], needsOrder: boolean): CallBinding | undefined {
  const [left, right] = args;
  if (left === undefined || right === undefined || args.length !== 2) return undefined;
  const type = comparisonType(left.type, right.type);
  if (type === undefined || (needsOrder && isConstructed(type))) return undefined;
  return strictBinding(
    args.map((argument) => keepNumeric(argument.type, type)),
    BOOLEAN,
  );
}

/** FLOAT and DOUBLE, and integers up to INT, compare as they are: no cast is needed. */
function keepNumeric(from: LogicalType, common: LogicalType): LogicalType {
  const asIs = isNumeric(from) && from.kind === common.kind && from.kind !== 'DECIMAL';
  return asIs ? from : withNullability(common, from.nullable);
}

const ORDERS = [
  ['=', 'equal to', (order: number) => order === 0],
  ['<>', 'not equal to', (order: number) => order !== 0],
  ['<', 'less than', (order: number) => order < 0],
  ['<=', 'less than or equal to', (order: number) => order <= 0],
  ['>', 'greater than', (order: number) => order > 0],
  ['>=', 'greater than or equal to', (order: number) => order >= 0],
] as const;

const comparisons: readonly ScalarFunction[] = ORDERS.map(([name, words, test]) => ({
  name,
  syntax: `value ${name} value`,
  doc: `Whether the first value is ${words} the second.`,
  group: 'comparison',
  isDeterministic: true,
  nullPolicy: 'strict',
  takesUntypedNull: true,
  expected: 'two values of comparable types',
  bind: (args) => bindComparison(args, name !== '=' && name !== '<>'),
  create({ argumentTypes }) {
    const type = argumentTypes.find((candidate) => candidate.kind !== 'NULL');
    if (type === undefined) return () => null;
    if (name === '=' && isPlain(type)) return (a, b) => a === b;
    if (name === '<>' && isPlain(type)) return (a, b) => a !== b;
    const compare = comparatorOf(type);
    return (a, b) => test(compare(a as Value, b as Value));
  },
}));

/** Values that are equal exactly if they are identical. */
function isPlain(type: LogicalType): boolean {
  return !(
    isConstructed(type) || ['FLOAT', 'DOUBLE', 'TIMESTAMP', 'TIMESTAMP_LTZ', 'BINARY', 'VARBINARY'].includes(type.kind)
  );
}

const distinctions: readonly ScalarFunction[] = (['IS DISTINCT FROM', 'IS NOT DISTINCT FROM'] as const).map((name) => ({
  name,
  syntax: `value ${name} value`,
  doc: `Whether two values are ${name === 'IS DISTINCT FROM' ? 'different' : 'the same'}; NULL is the same as NULL.`,
  group: 'comparison',
  isDeterministic: true,
  nullPolicy: 'own',
  takesUntypedNull: true,
  expected: 'two values of comparable types',
  bind(args) {
    const binding = bindComparison(args, false);
    return binding === undefined ? undefined : { ...binding, returnType: notNull(BOOLEAN) };
  },
  create() {
    const whenSame = name === 'IS NOT DISTINCT FROM';
    return (a, b) => equalValues(a ?? null, b ?? null) === whenSame;
  },
}));

export const COMPARISON_OPERATORS: readonly ScalarFunction[] = [...comparisons, ...distinctions];
