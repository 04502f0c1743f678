import { BIGINT, BOOLEAN, INT, type LogicalType, type Row, STRING } from '@tsql/core';
import type { Expression } from '@tsql/planner';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileCondition, compileProjection, interpret } from '../src/index.js';

const CONTEXT = { localTimeZone: 'UTC', now: () => 0, random: () => 0 };
const FIELDS: readonly LogicalType[] = [INT, BOOLEAN, STRING];

const input = (index: number): Expression => ({ kind: 'input', type: FIELDS[index] as LogicalType, index });
const call = (name: string, type: LogicalType, ...args: Expression[]): Expression => ({
  kind: 'call',
  function: name,
  type,
  arguments: args,
});

/** Conditions over a row (INT, BOOLEAN, STRING). */
const conditions = fc.letrec<{ condition: Expression; number: Expression }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 4 },
    fc.constant(input(0)),
    fc.option(fc.integer({ min: -5, max: 5 })).map((value): Expression => ({ kind: 'literal', type: INT, value })),
    fc.tuple(fc.constantFrom('+', '-', '*'), tie('number'), tie('number')).map(([name, a, b]) => call(name, INT, a, b)),
    fc
      .tuple(tie('condition'), tie('number'), tie('number'))
      .map(
        ([when, then, otherwise]): Expression => ({ kind: 'case', type: INT, branches: [{ when, then }], otherwise }),
      ),
  ),
  condition: fc.oneof(
    { maxDepth: 4 },
    fc.constant(input(1)),
    fc.constantFrom(true, false, null).map((value): Expression => ({ kind: 'literal', type: BOOLEAN, value })),
    fc
      .tuple(fc.constantFrom('=', '<', '>='), tie('number'), tie('number'))
      .map(([name, a, b]) => call(name, BOOLEAN, a, b)),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('condition'), { minLength: 1, maxLength: 3 }))
      .map(([kind, operands]): Expression => ({ kind, type: BOOLEAN, operands })),
    tie('condition').map((operand) => call('NOT', BOOLEAN, operand)),
    fc.constant(call('IS NULL', BOOLEAN, input(2))),
  ),
})).condition;

const rows = fc.tuple(fc.option(fc.integer({ min: -5, max: 5 })), fc.option(fc.boolean()), fc.option(fc.string()));

test('compiled expressions give what the interpreter gives', () => {
  fc.assert(
    fc.property(conditions, rows, (condition, fields) => {
      const row: Row = fields;
      const expected = interpret(condition, CONTEXT)(row);
      expect(compileProjection([condition], CONTEXT)(row)).toEqual([expected]);
      expect(compileCondition(condition, CONTEXT)(row)).toBe(expected === true);
    }),
    { numRuns: 500 },
  );
});

test('a failing cast names its place', () => {
  const position = { offset: 7, line: 1, column: 8 };
  const cast: Expression = {
    kind: 'cast',
    type: BIGINT,
    isTry: false,
    input: input(2),
    span: { file: 'job.sql', start: position, end: position },
  };
  for (const evaluate of [interpret(cast, CONTEXT), compileProjection([cast], CONTEXT)]) {
    expect(() => evaluate([1, true, 'x'])).toThrow(
      expect.objectContaining({ diagnostic: expect.objectContaining({ span: cast.span }) }),
    );
  }
});
