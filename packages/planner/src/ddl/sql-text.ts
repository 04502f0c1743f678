import { type AstNode, type Expression, printExpression } from '@tsql/grammar';
import type { PlannerContext } from '../environment.js';

/** A part of the statement as it is written. */
export function sqlText({ statementSpan, statementText }: PlannerContext, { span }: AstNode): string {
  const offset = statementSpan.start.offset;
  return statementText.slice(span.start.offset - offset, span.end.offset - offset);
}

/** An expression as Flink keeps it: names between backticks, functions in capitals. */
export const expressionText = (expression: Expression): string => printExpression(canonical(expression) as Expression);

function canonical(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(canonical);
  if (typeof node !== 'object' || node === null) return node;
  const { kind, name } = node as { readonly kind?: string; readonly name?: { readonly parts?: readonly NameLike[] } };
  const entries = Object.entries(node).map(([key, value]) => [key, key === 'span' ? value : canonical(value)] as const);
  const copy = Object.fromEntries(entries);
  if (kind === 'Identifier') {
    return { ...copy, parts: (copy.parts as readonly NameLike[]).map((part) => ({ ...part, quoted: true })) };
  }
  if (kind !== 'FunctionCall' || name?.parts === undefined) return copy;
  const parts = name.parts.map((part) => (part.quoted ? part : { ...part, text: part.text.toUpperCase() }));
  return { ...copy, name: { ...name, parts } };
}

interface NameLike {
  readonly text: string;
  readonly quoted: boolean;
}
