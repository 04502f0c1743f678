import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Parsed,
  parseDataType,
  parseExpression,
  parseStatement,
  printExpression,
  printStatement,
  printType,
} from '../../src/index.js';
import { withoutSpans } from '../ast/node.js';
import { dataType, expression } from '../ast/queries.js';
import { statement } from '../ast/statements.js';

const numRuns = Number(process.env.GRAMMAR_RUNS ?? 300);

/** Checks that what is printed is parsed to the same; on failure shows the smallest text for which it is not. */
function expectRoundTrip<N>(nodes: Arbitrary<N>, print: (node: N) => string, parse: (text: string) => Parsed<N>): void {
  const isSame = (node: N) => {
    const { node: parsed, diagnostics } = parse(print(node));
    return diagnostics.length === 0 && JSON.stringify(sorted(parsed)) === JSON.stringify(sorted(node));
  };
  const { failed, counterexample, seed } = fc.check(fc.property(nodes, isSame), { numRuns });
  if (!failed || counterexample === null) return;
  const [node] = counterexample;
  const text = `seed ${seed}: ${print(node)}`;
  const { node: parsed, diagnostics } = parse(print(node));
  expect(diagnostics, text).toEqual([]);
  expect(withoutSpans(parsed), text).toEqual(withoutSpans(node));
}

function sorted(node: unknown): unknown {
  const plain = withoutSpans(node);
  const sort = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sort);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, field]) => [key, sort(field)]),
    );
  };
  return sort(plain);
}

describe('parse(print(node)) is the node', () => {
  it('for types', () => expectRoundTrip(dataType, printType, (text) => parseDataType(text, 'test.sql')));
  it('for expressions', () =>
    expectRoundTrip(expression, printExpression, (text) => parseExpression(text, 'test.sql')));
  it('for statements', () => expectRoundTrip(statement, printStatement, (text) => parseStatement(text, 'test.sql')));
});
