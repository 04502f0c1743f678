import type { CaseExpression, Expression, FieldAccess, ItemAccess, MapEntry, Query } from '../ast/index.js';
import { PRECEDENCE } from '../precedence.js';
import { printCall, printTrim } from './print-call.js';
import { isJsonExpression, printJson } from './print-json.js';
import { printIdentifier, printName, words } from './print-name.js';
import { printQuery } from './print-query.js';
import { printQualifier, printType } from './print-type.js';

/** Prints an expression with no more parentheses than it needs. */
export function printExpression(expression: Expression): string {
  if (isJsonExpression(expression)) return printJson(expression);
  switch (expression.kind) {
    case 'NullLiteral':
      return 'NULL';
    case 'BooleanLiteral':
      return expression.value === null ? 'UNKNOWN' : expression.value ? 'TRUE' : 'FALSE';
    case 'NumericLiteral':
    case 'CharacterLiteral':
    case 'BinaryLiteral':
      return expression.text;
    case 'DateTimeLiteral':
      return `${expression.type} ${expression.value.text}`;
    case 'IntervalLiteral':
      return `INTERVAL ${sign(expression)}${expression.value.text} ${printQualifier(expression.qualifier)}`;
    case 'IntervalExpression':
      return `INTERVAL ${sign(expression)}${amount(expression.amount)} ${printQualifier(expression.qualifier)}`;
    case 'Identifier':
      return printIdentifier(expression);
    case 'BinaryExpression': {
      const precedence = PRECEDENCE[expression.operator];
      const left = operand(expression.left, precedence);
      return `${left} ${expression.operator} ${operand(expression.right, precedence + 1)}`;
    }
    case 'UnaryExpression':
      return printUnary(expression.operator, expression.operand);
    case 'IsExpression':
      return words(operand(expression.operand, PRECEDENCE.IS), 'IS', expression.negated && 'NOT', expression.test);
    case 'BetweenPredicate':
    case 'LikePredicate':
    case 'InListPredicate':
    case 'InSubqueryPredicate':
    case 'ExistsPredicate':
    case 'QuantifiedComparison':
      return printPredicate(expression);
    case 'CastExpression':
      return `${expression.function}(${printExpression(expression.operand)} AS ${printType(expression.type)})`;
    case 'CaseExpression':
      return printCase(expression);
    case 'RowConstructor':
      return `${expression.explicit ? 'ROW' : ''}(${printExpressions(expression.values)})`;
    case 'ArrayConstructor':
      return `ARRAY[${printExpressions(expression.elements)}]`;
    case 'MultisetConstructor':
      return `MULTISET[${printExpressions(expression.elements)}]`;
    case 'MapConstructor':
      return `MAP[${expression.entries.map(printEntry).join(', ')}]`;
    case 'CollectionQuery':
      return `${expression.collection}(${printQuery(expression.query)})`;
    case 'ItemAccess':
    case 'FieldAccess':
      return printAccess(expression);
    case 'ScalarSubquery':
      return `(${printQuery(expression.query)})`;
    case 'PeriodConstructor':
      return `PERIOD (${printExpression(expression.start)}, ${printExpression(expression.end)})`;
    case 'DateTimeDifference':
      return `(${operand(expression.left, PRECEDENCE['-'])} - ${operand(expression.right, PRECEDENCE['-'] + 1)}) ${printQualifier(expression.qualifier)}`;
    case 'FunctionCall':
      return printCall(expression);
    case 'TrimExpression':
      return printTrim(expression);
  }
}

/** `a, b` */
export function printExpressions(expressions: readonly Expression[]): string {
  return expressions.map(printExpression).join(', ');
}

/** An expression where only operators that bind as strongly as `minimum` may stand without parentheses. */
export function operand(expression: Expression, minimum: number): string {
  const text = printExpression(expression);
  return precedenceOf(expression) < minimum ? `(${text})` : text;
}

/** How strongly the outermost operator of an expression binds. */
export function precedenceOf(expression: Expression): number {
  switch (expression.kind) {
    case 'BinaryExpression':
      return PRECEDENCE[expression.operator];
    case 'UnaryExpression':
      return expression.operator === 'NOT' ? PRECEDENCE.NOT : PRECEDENCE.SIGN;
    case 'IsExpression':
      return PRECEDENCE.IS;
    case 'BetweenPredicate':
      return PRECEDENCE.BETWEEN;
    case 'LikePredicate':
      return PRECEDENCE.LIKE;
    case 'InListPredicate':
    case 'InSubqueryPredicate':
      return PRECEDENCE.IN;
    case 'QuantifiedComparison':
      return PRECEDENCE['='];
    default:
      return PRECEDENCE.PRIMARY;
  }
}

function sign({ negative }: { readonly negative: boolean }): string {
  return negative ? '-' : '';
}

/** An interval's amount stands in parentheses but for numbers and names. */
function amount(expression: Expression): string {
  const text = printExpression(expression);
  return expression.kind === 'NumericLiteral' || expression.kind === 'Identifier' ? text : `(${text})`;
}

function printUnary(operator: '+' | '-' | 'NOT', inner: Expression): string {
  if (operator === 'NOT') return `NOT ${operand(inner, PRECEDENCE.NOT)}`;
  const text = operand(inner, PRECEDENCE.SIGN);
  // Two minus signs would begin a comment.
  return text.startsWith('-') ? `${operator} ${text}` : `${operator}${text}`;
}

type PrintedPredicate = Extract<
  Expression,
  {
    kind:
      | 'BetweenPredicate'
      | 'LikePredicate'
      | 'InListPredicate'
      | 'InSubqueryPredicate'
      | 'ExistsPredicate'
      | 'QuantifiedComparison';
  }
>;

function printPredicate(predicate: PrintedPredicate): string {
  switch (predicate.kind) {
    case 'BetweenPredicate':
      return words(
        operand(predicate.operand, PRECEDENCE.BETWEEN),
        predicate.negated && 'NOT',
        'BETWEEN',
        predicate.symmetric && 'SYMMETRIC',
        operand(predicate.low, PRECEDENCE.AND + 1),
        'AND',
        operand(predicate.high, PRECEDENCE.BETWEEN + 1),
      );
    case 'LikePredicate':
      return words(
        operand(predicate.operand, PRECEDENCE.LIKE),
        predicate.negated && 'NOT',
        predicate.operator,
        operand(predicate.pattern, PRECEDENCE.LIKE + 1),
        predicate.escape && `ESCAPE ${operand(predicate.escape, PRECEDENCE.PRIMARY)}`,
      );
    case 'InListPredicate':
    case 'InSubqueryPredicate': {
      const list = predicate.kind === 'InListPredicate' ? predicate.values : predicate.query;
      return words(operand(predicate.operand, PRECEDENCE.IN), predicate.negated && 'NOT', 'IN', printList(list));
    }
    case 'ExistsPredicate':
      return `${predicate.operator} (${printQuery(predicate.query)})`;
    case 'QuantifiedComparison':
      return words(
        operand(predicate.operand, PRECEDENCE['=']),
        predicate.operator,
        predicate.quantifier,
        printList(predicate.right),
      );
  }
}

function printList(list: Query | readonly Expression[]): string {
  return `(${isQuery(list) ? printQuery(list) : printExpressions(list)})`;
}

function isQuery(list: Query | readonly Expression[]): list is Query {
  return 'kind' in list;
}

function printCase({ operand: value, branches, otherwise }: CaseExpression): string {
  return words(
    'CASE',
    value && printExpression(value),
    ...branches.map(({ conditions, result }) => `WHEN ${printExpressions(conditions)} THEN ${printExpression(result)}`),
    otherwise && `ELSE ${printExpression(otherwise)}`,
    'END',
  );
}

function printEntry({ key, value }: MapEntry): string {
  return `${printExpression(key)}, ${printExpression(value)}`;
}

/** A name before a field would take it in, MAP before `[` would begin a constructor, a number would take the point. */
function printAccess(access: ItemAccess | FieldAccess): string {
  const inner = access.operand;
  const isName = inner.kind === 'Identifier';
  const needsParentheses =
    access.kind === 'FieldAccess' ? isName || inner.kind === 'NumericLiteral' : isName && isMap(inner.parts);
  const text = needsParentheses ? `(${printExpression(inner)})` : operand(inner, PRECEDENCE.PRIMARY);
  return access.kind === 'FieldAccess'
    ? `${text}.${printName(access.field)}`
    : `${text}[${printExpression(access.index)}]`;
}

function isMap(parts: readonly { readonly text: string; readonly quoted: boolean }[]): boolean {
  return parts.length === 1 && parts[0]?.quoted === false && parts[0].text.toUpperCase() === 'MAP';
}
