import type { BinaryOperator, Expression, Query, UnaryExpression } from '../ast/index.js';
import { PRECEDENCE, type PrecedenceKey } from '../precedence.js';
import { words } from '../printer/print-name.js';
import { unparse } from './unparse-expression.js';
import { unparseNumber } from './unparse-literal.js';
import { unparseQuery } from './unparse-query.js';
import type { Unparsing } from './unparsing.js';

/** How strongly what stands on the left and on the right of an expression pulls at it; 0 for nothing. */
export interface Pull {
  readonly left: number;
  readonly right: number;
}

export const NO_PULL: Pull = { left: 0, right: 0 };

/** Puts parentheses around an operator that is pulled at more strongly than it holds, as Calcite does. */
function within(own: Pull, pull: Pull, text: (pull: Pull) => string): string {
  const isPulledApart = pull.left > own.left || (own.right <= pull.right && pull.right !== 0);
  return isPulledApart ? `(${text(NO_PULL)})` : text(pull);
}

const leftward = (key: PrecedenceKey): Pull => ({ left: PRECEDENCE[key] * 2, right: PRECEDENCE[key] * 2 + 1 });

/** Prefix operators hold on to what stands on their right only. */
const prefix = (key: PrecedenceKey): Pull => ({ left: Number.POSITIVE_INFINITY, right: PRECEDENCE[key] * 2 + 1 });

interface Binary {
  readonly operator: string;
  readonly key: BinaryOperator | 'IN';
  readonly left: Expression;
  readonly right: Expression | string;
}

/** An operator between two operands; the right one may be written already. */
export function unparseBinary(style: Unparsing, { operator, key, left, right }: Binary, pull: Pull): string {
  const own = leftward(key);
  return within(own, pull, (outer) => {
    const first = unparse(style, left, { left: outer.left, right: own.left });
    const second = typeof right === 'string' ? right : unparse(style, right, { left: own.right, right: outer.right });
    return `${first} ${operator} ${second}`;
  });
}

/** A sign before a number belongs to it; other operands stand behind a space. */
export function unparseUnary(style: Unparsing, node: UnaryExpression, pull: Pull): string {
  const number = signedNumber(node);
  if (number !== undefined) return number;
  const own = prefix(node.operator === 'NOT' ? 'NOT' : 'SIGN');
  const operand = (): string => unparse(style, node.operand, { left: 0, right: own.right });
  return within(own, pull, () => `${node.operator} ${operand()}`);
}

function signedNumber(node: Expression, isNegative = false): string | undefined {
  if (node.kind === 'NumericLiteral') return unparseNumber(node, isNegative);
  if (node.kind !== 'UnaryExpression' || node.operator === 'NOT') return undefined;
  return signedNumber(node.operand, node.operator === '-' ? !isNegative : isNegative);
}

type Condition = Extract<
  Expression,
  {
    kind:
      | 'IsExpression'
      | 'BetweenPredicate'
      | 'LikePredicate'
      | 'InListPredicate'
      | 'InSubqueryPredicate'
      | 'ExistsPredicate'
      | 'QuantifiedComparison';
  }
>;

/** The conditions that are more than an operator between two values. */
export function unparseCondition(style: Unparsing, node: Condition, pull: Pull): string {
  switch (node.kind) {
    case 'IsExpression': {
      const own = leftward('IS');
      return within(own, pull, () => words(unparse(style, node.operand, own), 'IS', node.negated && 'NOT', node.test));
    }
    case 'BetweenPredicate':
      return within(leftward('BETWEEN'), pull, () => between(style, node));
    case 'LikePredicate': {
      const own = { left: PRECEDENCE.LIKE * 2 + 1, right: PRECEDENCE.LIKE * 2 };
      return within(own, pull, () =>
        words(
          unparse(style, node.operand, own),
          node.negated && 'NOT',
          node.operator,
          unparse(style, node.pattern, own),
          node.escape && `ESCAPE ${unparse(style, node.escape, own)}`,
        ),
      );
    }
    case 'InListPredicate':
    case 'InSubqueryPredicate': {
      const right = list(style, node.kind === 'InListPredicate' ? node.values : node.query);
      const operator = node.negated ? 'NOT IN' : 'IN';
      return unparseBinary(style, { operator, key: 'IN', left: node.operand, right }, pull);
    }
    case 'ExistsPredicate':
      return `${node.operator} (${unparseQuery(style, node.query)})`;
    case 'QuantifiedComparison': {
      const operator = `${node.operator} ${node.quantifier === 'ALL' ? 'ALL' : 'SOME'}`;
      const right = list(style, node.right);
      return unparseBinary(style, { operator, key: node.operator, left: node.operand, right }, pull);
    }
  }
}

function between(style: Unparsing, node: Extract<Condition, { kind: 'BetweenPredicate' }>): string {
  const { operand, low, high, negated, symmetric } = node;
  return words(
    unparse(style, operand, { left: leftward('BETWEEN').left, right: 0 }),
    negated && 'NOT',
    'BETWEEN',
    symmetric ? 'SYMMETRIC' : 'ASYMMETRIC',
    unparse(style, low, bound(low)),
    'AND',
    unparse(style, high, bound(high)),
  );
}

/** An AND within a bound would be taken for the one between them. */
const bound = (node: Expression): Pull =>
  node.kind === 'BinaryExpression' && (node.operator === 'AND' || node.operator === 'OR')
    ? { left: 100, right: 100 }
    : NO_PULL;

function list(style: Unparsing, values: Query | readonly Expression[]): string {
  return 'kind' in values
    ? `(${unparseQuery(style, values)})`
    : `(${values.map((value) => unparse(style, value)).join(', ')})`;
}
