import { BOOLEAN, DOUBLE, NULL, notNull, parseDate, parseTimeOfDay, parseTimestamp, type SourceSpan } from '@tsql/core';
import {
  binaryLiteralType,
  DATE_LITERAL,
  decimalLiteralType,
  integerLiteralType,
  textLiteralType,
  timeLiteralType,
  timestampLiteralType,
} from '@tsql/functions';
import type { DateTimeLiteral, Literal, NumericLiteral } from '@tsql/grammar';
import type { Expression } from '../plan/index.js';
import { literal } from './build-expression.js';
import { type ExpressionContext, invalid } from './expression-context.js';
import { resolveIntervalLiteral } from './resolve-interval.js';

/** The value and type of a literal. */
export function resolveLiteral(context: ExpressionContext, node: Literal): Expression | undefined {
  switch (node.kind) {
    case 'NullLiteral':
      return literal(null, NULL, node.span);
    case 'BooleanLiteral':
      return literal(node.value, node.value === null ? BOOLEAN : notNull(BOOLEAN), node.span);
    case 'NumericLiteral':
      return resolveNumber(context, node, { isNegative: false, span: node.span });
    case 'CharacterLiteral': {
      if (node.sameLine !== undefined) {
        const hint = 'put || between them, or write one text';
        return invalid(context, 'a text continues another one on a new line only', node.sameLine, hint);
      }
      const text = context.planner.fillVariables?.(node.value) ?? node.value;
      return literal(text, textLiteralType(text), node.span);
    }
    case 'BinaryLiteral': {
      const bytes = Uint8Array.from(node.hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
      return literal(bytes, binaryLiteralType(bytes), node.span);
    }
    case 'DateTimeLiteral':
      return resolveDateTime(context, node);
    case 'IntervalLiteral':
      return resolveIntervalLiteral(context, node);
  }
}

/** A number, exactly: an integer is INT or BIGINT, one with a point DECIMAL, one with an exponent DOUBLE. */
export function resolveNumber(
  context: ExpressionContext,
  node: NumericLiteral,
  { isNegative, span }: { readonly isNegative: boolean; readonly span: SourceSpan },
): Expression | undefined {
  const sign = isNegative ? -1n : 1n;
  if (node.approximate) return literal(Number(sign) * Number(node.text), notNull(DOUBLE), span);
  if (/^\d+$/.test(node.text)) {
    const value = sign * BigInt(node.text);
    const type = integerLiteralType(value);
    if (type === undefined) return invalid(context, `the number ${node.text} is too large for BIGINT`, span);
    return literal(type.kind === 'BIGINT' ? value : Number(value), type, span);
  }
  const type = decimalLiteralType(node.text);
  if (type.precision > 38) return invalid(context, `the number ${node.text} has more than 38 digits`, span);
  return literal(sign * BigInt(node.text.replace('.', '') || '0'), type, span);
}

function resolveDateTime(context: ExpressionContext, node: DateTimeLiteral): Expression | undefined {
  const text = (context.planner.fillVariables?.(node.value.value) ?? node.value.value).trim();
  const fraction = /\.(\d*)$/.exec(text)?.[1] ?? '';
  if (node.type === 'DATE') {
    const days = parseDate(text);
    if (days !== undefined) return literal(days, DATE_LITERAL, node.span);
  } else if (node.type === 'TIME') {
    const time = parseTimeOfDay(text);
    if (time !== undefined) return literal(time.millis, timeLiteralType(), node.span);
  } else {
    const timestamp = parseTimestamp(text);
    if (timestamp !== undefined) {
      return literal(timestamp, timestampLiteralType(Math.min(9, fraction.length)), node.span);
    }
  }
  return invalid(context, `'${text}' is not a ${node.type}`, node.value.span);
}
