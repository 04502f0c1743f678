import { randomUUID } from 'node:crypto';
import { DOUBLE, INT, notNull, type Value } from '@tsql/core';
import { evaluationError } from '../evaluation-error.js';
import { bigint, int } from '../parameters.js';
import type { ArgumentInfo, ScalarFunction } from '../scalar-function.js';
import { declareFunction } from '../signature.js';
import { JavaRandom } from './java-random.js';

/** A constant seed gives one sequence over all records, another one a new sequence for each. */
function generators(seed: ArgumentInfo | undefined): (seed: Value | undefined) => JavaRandom {
  if (seed?.constant === undefined) return (value) => new JavaRandom(BigInt(value as bigint));
  const shared = new JavaRandom(BigInt(seed.constant as number));
  return () => shared;
}

function boundOf(value: Value | undefined): number {
  const bound = value as number;
  if (bound <= 0) throw evaluationError('RAND_INTEGER', `the bound has to be positive, but is ${bound}`);
  return bound;
}

const rand = declareFunction({
  name: 'RAND',
  syntax: 'RAND([seed])',
  doc: 'A random number from 0 (inclusive) to 1 (exclusive).',
  group: 'arithmetic',
  isDeterministic: false,
  expected: 'nothing, or a seed',
  overloads: [
    {
      parameters: [],
      returns: notNull(DOUBLE),
      nullable: 'never',
      create: (_binding, _args, context) => () => context.random(),
    },
    {
      parameters: [bigint],
      returns: DOUBLE,
      create(_, [seed]) {
        const generator = generators(seed);
        return (value) => generator(value).nextDouble();
      },
    },
  ],
});

const randInteger = declareFunction({
  name: 'RAND_INTEGER',
  syntax: 'RAND_INTEGER([seed, ]bound)',
  doc: 'A random whole number from 0 (inclusive) to the bound (exclusive).',
  group: 'arithmetic',
  isDeterministic: false,
  expected: 'a bound, or a seed and a bound',
  overloads: [
    {
      parameters: [int],
      returns: INT,
      create: (_binding, _args, context) => (bound) => Math.floor(context.random() * boundOf(bound)),
    },
    {
      parameters: [bigint, int],
      returns: INT,
      create(_, [seed]) {
        const generator = generators(seed);
        return (value, bound) => generator(value).nextInt(boundOf(bound));
      },
    },
  ],
});

/** A UUID of version 4 out of 16 bytes of chance. */
function uuidFrom(random: () => number): string {
  const bytes = Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

const uuid = declareFunction({
  name: 'UUID',
  syntax: 'UUID()',
  doc: 'A random UUID (version 4).',
  group: 'other',
  isDeterministic: false,
  expected: 'nothing',
  overloads: [
    {
      parameters: [],
      returns: { kind: 'CHAR', length: 36, nullable: false },
      nullable: 'never',
      // Chance that is given, as in tests, makes UUIDs that come again; else they are as hard to guess as Flink's.
      create: (_binding, _args, { random }) => (random === Math.random ? () => randomUUID() : () => uuidFrom(random)),
    },
  ],
});

export const RANDOM_FUNCTIONS: readonly ScalarFunction[] = [rand, randInteger, uuid];
