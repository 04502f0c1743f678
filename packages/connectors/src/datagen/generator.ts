import {
  fitDecimal,
  type LogicalType,
  MapValue,
  MILLIS_PER_DAY,
  parseDecimal,
  Timestamp,
  type Value,
} from '@tsql/core';
import type { GeneratorPlan } from './generator-plan.js';

/** What values are made from besides the plan. */
export interface GeneratorContext {
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Makes the value of the row with this number, counted from 0. */
export type Generator = (rowNumber: number) => Value;

/** A generator for a plan. Flink's `RandomGenerator` and `SequenceGenerator`, but with one source of chance. */
export function createGenerator(type: LogicalType, plan: GeneratorPlan, context: GeneratorContext): Generator {
  if (plan.kind === 'sequence') return sequence(type, BigInt(plan.start));
  const generate = randomGenerator(type, plan, context);
  const { nullRate } = plan;
  if (nullRate === 0) return generate;
  return (rowNumber) => (context.random() < nullRate ? null : generate(rowNumber));
}

function sequence(type: LogicalType, start: bigint): Generator {
  const convert = integerValue(type);
  return (rowNumber) => convert(start + BigInt(rowNumber));
}

function randomGenerator(
  type: LogicalType,
  plan: Exclude<GeneratorPlan, { kind: 'sequence' }>,
  context: GeneratorContext,
): Generator {
  const { random } = context;
  switch (plan.kind) {
    case 'boolean':
      return () => random() < 0.5;
    case 'integer': {
      const [min, max] = [BigInt(plan.min), BigInt(plan.max)];
      const convert = integerValue(type);
      return () => convert(min + randomBelow(random, max - min + 1n));
    }
    case 'fraction':
      return fraction(type, plan.min, plan.max, random);
    case 'text':
      return () => hexText(random, lengthOf(plan, random));
    case 'bytes':
      return () => Uint8Array.from({ length: lengthOf(plan, random) }, () => Math.floor(random() * 256));
    case 'time':
      return () => timeValue(type, context.now() - Math.floor(random() * plan.maxPastMs));
    case 'array': {
      const element = createGenerator(elementType(type), plan.element, context);
      return (rowNumber) => Array.from({ length: plan.length }, () => element(rowNumber));
    }
    case 'map':
      return mapGenerator(type, plan, context);
    case 'row': {
      const types = type.kind === 'ROW' ? type.fields : [];
      const fields = plan.fields.map((field, index) =>
        createGenerator(types[index]?.type as LogicalType, field, context),
      );
      return (rowNumber) => fields.map((field) => field(rowNumber));
    }
  }
}

/** Keys that come up twice are kept once. */
function mapGenerator(
  type: LogicalType,
  plan: Extract<GeneratorPlan, { kind: 'map' }>,
  context: GeneratorContext,
): Generator {
  const types =
    type.kind === 'MAP' ? type : { key: elementType(type), value: { kind: 'INTEGER', nullable: false } as const };
  const key = createGenerator(types.key, plan.key, context);
  const value = createGenerator(types.value, plan.value, context);
  return (rowNumber) => {
    const entries = new Map<string, readonly [Value, Value]>();
    for (let i = 0; i < plan.length; i++) {
      const made = key(rowNumber);
      entries.set(identity(made), [made, value(rowNumber)]);
    }
    const list = [...entries.values()];
    return new MapValue(
      list.map(([made]) => made),
      list.map(([, item]) => item),
    );
  };
}

function identity(value: Value): string {
  return JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? String(part) : part));
}

function elementType(type: LogicalType): LogicalType {
  if (type.kind === 'ARRAY' || type.kind === 'MULTISET') return type.element;
  throw new Error(`${type.kind} has no elements`);
}

function integerValue(type: LogicalType): (value: bigint) => Value {
  switch (type.kind) {
    case 'CHAR':
    case 'VARCHAR':
      return String;
    case 'BINARY':
    case 'VARBINARY':
      return (value) => {
        const bytes = Buffer.alloc(8);
        bytes.writeBigInt64BE(value);
        return bytes;
      };
    case 'TINYINT':
      return (value) => Number(BigInt.asIntN(8, value));
    case 'SMALLINT':
      return (value) => Number(BigInt.asIntN(16, value));
    case 'BIGINT':
      return (value) => value;
    case 'DECIMAL':
      return (value) => fitDecimal({ unscaled: value, scale: 0 }, type.precision, type.scale);
    default:
      return Number;
  }
}

function fraction(type: LogicalType, min: number, max: number, random: () => number): Generator {
  // Halves first: the difference of the greatest doubles is no double.
  const between = (low: number, high: number) => 2 * (low / 2 + random() * (high / 2 - low / 2));
  if (type.kind === 'FLOAT') return () => Math.fround(between(min, max));
  if (type.kind !== 'DECIMAL') return () => between(min, max);
  const { precision, scale } = type;
  const largest = 10 ** (precision - scale) - 10 ** -scale;
  const [low, high] = [Math.max(-largest, min), Math.min(largest, max)];
  return () => {
    const exact = parseDecimal(between(low, high).toPrecision(Math.min(precision, 17)));
    return exact === undefined ? null : fitDecimal(exact, precision, scale);
  };
}

function lengthOf(plan: { readonly length: number; readonly isVarLen: boolean }, random: () => number): number {
  return plan.isVarLen ? 1 + Math.floor(random() * Math.max(1, plan.length - 1)) : plan.length;
}

const HEX_DIGITS = '0123456789abcdef';

function hexText(random: () => number, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += HEX_DIGITS[Math.floor(random() * 16)];
  return text;
}

/** Evenly from 0 to below `limit`, of at most 64 bits. */
function randomBelow(random: () => number, limit: bigint): bigint {
  if (limit <= 4_294_967_296n) return BigInt(Math.floor(random() * Number(limit)));
  const bits =
    BigInt(Math.floor(random() * 4_294_967_296)) * 4_294_967_296n + BigInt(Math.floor(random() * 4_294_967_296));
  return (bits * limit) >> 64n;
}

/** DATE and TIME are those of the machine's zone, as in Flink; a TIMESTAMP is that of UTC. */
function timeValue(type: LogicalType, millis: number): Value {
  if (type.kind !== 'DATE' && type.kind !== 'TIME') return new Timestamp(millis);
  const local = millis - new Date(millis).getTimezoneOffset() * 60_000;
  const days = Math.floor(local / MILLIS_PER_DAY);
  return type.kind === 'DATE' ? days : local - days * MILLIS_PER_DAY;
}
