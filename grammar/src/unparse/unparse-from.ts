import type { Join, TableAlias, TableHint, TableReference } from '../ast/index.js';
import { words } from '../printer/print-name.js';
import { printTableReference } from '../printer/print-table-reference.js';
import { unparseCall } from './unparse-call.js';
import { unparse } from './unparse-expression.js';
import { unparseLiteral } from './unparse-literal.js';
import { unparseQuery } from './unparse-query.js';
import { quotedName, quotedNames, quotedParts, type Unparsing } from './unparsing.js';

/** An entry of FROM; `separator` stands before each JOIN. */
export function unparseTable(style: Unparsing, reference: TableReference, separator = '\n'): string {
  if (reference.kind === 'Join') return unparseJoin(style, reference, separator);
  if (reference.kind === 'MatchRecognize') return printTableReference(reference);
  return words(bare(style, reference), reference.alias && aliasOf(reference.alias));
}

function aliasOf({ name, columns }: TableAlias): string {
  return words('AS', quotedName(name.text), columns && `(${quotedNames(columns)})`);
}

type Bare = Exclude<TableReference, { kind: 'Join' | 'MatchRecognize' }>;

function bare(style: Unparsing, reference: Bare): string {
  switch (reference.kind) {
    case 'TableRef': {
      const { name, hints, systemTime } = reference;
      const parts = style.tableName?.(name) ?? name.parts.map(({ text }) => text);
      const hinted = hints.length === 0 ? '' : `\n${unparseHints(style, hints)}`;
      const time = systemTime && `FOR SYSTEM_TIME AS OF ${unparse(style, systemTime)}`;
      return words(`${quotedParts(parts)}${hinted}`, time);
    }
    case 'DerivedTable':
      return `${reference.lateral ? 'LATERAL' : ''}(${unparseQuery(style, reference.query)})`;
    case 'TableFunctionRef':
      return words(reference.lateral && 'LATERAL', `TABLE(${unparseCall(style, reference.call)})`);
    case 'Unnest': {
      const operands = reference.operands.map((each) => unparse(style, each)).join(', ');
      const unnest = `UNNEST(${operands})`;
      return words(reference.lateral && 'LATERAL', unnest, reference.withOrdinality && 'WITH ORDINALITY');
    }
  }
}

function unparseJoin(style: Unparsing, node: Join, separator: string): string {
  const { joinType, natural, on, using } = node;
  const left = unparseTable(style, node.left, separator);
  const isNested = node.right.kind === 'Join' && joinType !== 'COMMA';
  const right = isNested ? `(${unparseTable(style, node.right, ' ')})` : unparseTable(style, node.right, separator);
  if (joinType === 'COMMA') return `${left},${separator}${right}`;
  const join = words(
    natural && 'NATURAL',
    joinType,
    'JOIN',
    right,
    on && `ON ${unparse(style, on)}`,
    using && `USING (${quotedNames(using)})`,
  );
  return `${left}${separator}${join}`;
}

/** Hints in their comment. */
export function unparseHints(style: Unparsing, hints: readonly TableHint[]): string {
  return `/*+ ${hints.map((hint) => unparseHint(style, hint)).join(', ')} */`;
}

function unparseHint(style: Unparsing, { name, options, args }: TableHint): string {
  const texts = [
    ...options.map(({ key, value }) => `${unparse(style, key)} = ${unparseLiteral(style, value)}`),
    ...args.map((each) => unparse(style, each)),
  ];
  return texts.length === 0 ? quotedName(name.text) : `${quotedName(name.text)}(${texts.join(', ')})`;
}
