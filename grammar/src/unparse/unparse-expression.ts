import type { CaseExpression, Expression, Identifier } from '../ast/index.js';
import { isJsonExpression } from '../printer/print-json.js';
import { words } from '../printer/print-name.js';
import { printQualifier } from '../printer/print-type.js';
import { unparseCall, unparseTrim } from './unparse-call.js';
import { unparseJson } from './unparse-json.js';
import { unparseLiteral } from './unparse-literal.js';
import { NO_PULL, type Pull, unparseBinary, unparseCondition, unparseUnary } from './unparse-operator.js';
import { unparseQuery } from './unparse-query.js';
import { unparseType } from './unparse-type.js';
import { quotedName, quotedParts, type Unparsing } from './unparsing.js';

/** An expression as Flink writes it, with the parentheses that what stands around it needs. */
export function unparse(style: Unparsing, node: Expression, pull: Pull = NO_PULL): string {
  if (isJsonExpression(node)) return unparseJson(style, node);
  switch (node.kind) {
    case 'NullLiteral':
    case 'BooleanLiteral':
    case 'NumericLiteral':
    case 'CharacterLiteral':
    case 'BinaryLiteral':
    case 'DateTimeLiteral':
    case 'IntervalLiteral':
      return unparseLiteral(style, node);
    case 'Identifier':
      return column(style, node);
    case 'BinaryExpression': {
      const { operator, left, right } = node;
      if (operator === 'OVERLAPS') return `${period(style, left)} OVERLAPS ${period(style, right)}`;
      return unparseBinary(style, { operator, key: operator, left, right }, pull);
    }
    case 'UnaryExpression':
      return unparseUnary(style, node, pull);
    case 'IsExpression':
    case 'BetweenPredicate':
    case 'LikePredicate':
    case 'InListPredicate':
    case 'InSubqueryPredicate':
    case 'ExistsPredicate':
    case 'QuantifiedComparison':
      return unparseCondition(style, node, pull);
    case 'CastExpression':
      return `${node.function}(${unparse(style, node.operand)} AS ${unparseType(node.type)})`;
    case 'CaseExpression':
      return unparseCase(style, node);
    case 'RowConstructor':
      return `ROW(${list(style, node.values)})`;
    case 'ArrayConstructor':
      return `ARRAY[${list(style, node.elements)}]`;
    case 'MultisetConstructor':
      return `MULTISET[${list(style, node.elements)}]`;
    case 'MapConstructor':
      return `MAP[${list(
        style,
        node.entries.flatMap(({ key, value }) => [key, value]),
      )}]`;
    case 'CollectionQuery':
      return `${node.collection}(${unparseQuery(style, node.query)})`;
    case 'ItemAccess':
      return `${unparse(style, node.operand, TIGHT)}[${unparse(style, node.index)}]`;
    case 'FieldAccess':
      return `${unparse(style, node.operand, TIGHT)}.${quotedName(node.field.text)}`;
    case 'ScalarSubquery':
      return `(${unparseQuery(style, node.query)})`;
    case 'PeriodConstructor':
      return `PERIOD (${list(style, [node.start, node.end])})`;
    case 'DateTimeDifference':
      return `(${list(style, [node.left])} - ${list(style, [node.right])}) ${printQualifier(node.qualifier)}`;
    case 'IntervalExpression': {
      const amount = unparse(style, node.amount, TIGHT);
      return `INTERVAL ${node.negative ? '-' : ''}${amount} ${printQualifier(node.qualifier)}`;
    }
    case 'FunctionCall':
      return validated(style, node) ?? unparseCall(style, node);
    case 'TrimExpression':
      return unparseTrim(style, node);
  }
}

/** What stands before `[` or a point. */
const TIGHT: Pull = { left: 0, right: 200 };

const list = (style: Unparsing, nodes: readonly Expression[]): string =>
  nodes.map((node) => unparse(style, node)).join(', ');

function column(style: Unparsing, node: Identifier): string {
  const names = node.parts.map(({ text }) => text);
  const qualifier = names.length === 1 ? style.qualifier?.(node) : undefined;
  return quotedParts(qualifier === undefined ? names : [qualifier, ...names]);
}

function period(style: Unparsing, node: Expression): string {
  return node.kind === 'RowConstructor' ? `PERIOD (${list(style, node.values)})` : unparse(style, node);
}

/** `CASE a WHEN b` is `CASE WHEN a = b`, and there always is an ELSE. */
function unparseCase(style: Unparsing, { operand, branches, otherwise, span }: CaseExpression): string {
  const whens = branches.map(({ conditions, result }) => {
    const [first, ...more] = conditions;
    let condition = first && unparse(style, first);
    if (operand !== undefined && first !== undefined) {
      condition =
        more.length === 0
          ? unparse(style, { kind: 'BinaryExpression', operator: '=', left: operand, right: first, span })
          : unparse(style, { kind: 'InListPredicate', operand, negated: false, values: conditions, span });
    }
    return `WHEN ${condition} THEN ${unparse(style, result)}`;
  });
  return words('CASE', ...whens, `ELSE ${otherwise === undefined ? 'NULL' : unparse(style, otherwise)}`, 'END');
}

/** NULLIF becomes a CASE where functions were looked up. */
function validated(style: Unparsing, node: Extract<Expression, { kind: 'FunctionCall' }>): string | undefined {
  const [value, other] = node.args as readonly Expression[];
  const isNullIf =
    style.isValidated && node.name.parts.length === 1 && /^nullif$/i.test(node.name.parts[0]?.text ?? '');
  if (!isNullIf || value === undefined || other === undefined) return undefined;
  const { span } = node;
  return unparseCase(style, {
    kind: 'CaseExpression',
    operand: value,
    branches: [{ kind: 'CaseBranch', conditions: [other], result: { kind: 'NullLiteral', span }, span }],
    otherwise: value,
    span,
  });
}
