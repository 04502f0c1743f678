import type { Join, MatchRecognize, RowPattern, TableAlias, TableHint, TableReference } from '../ast/index.js';
import { printCall } from './print-call.js';
import { printExpression, printExpressions } from './print-expression.js';
import { printIdentifier, printName, printNames, words } from './print-name.js';
import { printOrderBy, printQuery } from './print-query.js';

/** Prints an entry of FROM. */
export function printTableReference(reference: TableReference): string {
  if (reference.kind === 'Join') return printJoin(reference);
  return words(printBare(reference), reference.alias && printAlias(reference.alias));
}

function printAlias({ name, columns }: TableAlias): string {
  return words('AS', printName(name), columns && `(${printNames(columns)})`);
}

function printBare(reference: Exclude<TableReference, Join>): string {
  switch (reference.kind) {
    case 'TableRef':
      return words(
        printIdentifier(reference.name),
        printHints(reference.hints),
        reference.systemTime && `FOR SYSTEM_TIME AS OF ${printExpression(reference.systemTime)}`,
      );
    case 'DerivedTable':
      return words(reference.lateral && 'LATERAL', `(${printQuery(reference.query)})`);
    case 'TableFunctionRef':
      return words(reference.lateral && 'LATERAL', `TABLE(${printCall(reference.call)})`);
    case 'Unnest':
      return words(
        reference.lateral && 'LATERAL',
        `UNNEST(${printExpressions(reference.operands)})`,
        reference.withOrdinality && 'WITH ORDINALITY',
      );
    case 'MatchRecognize':
      return printMatch(reference);
  }
}

function printJoin({ joinType, natural, left, right, on, using }: Join): string {
  const first = printTableReference(left);
  const second = right.kind === 'Join' ? `(${printTableReference(right)})` : printTableReference(right);
  if (joinType === 'COMMA') return `${first}, ${right.kind === 'Join' ? printTableReference(right) : second}`;
  return words(
    first,
    natural && 'NATURAL',
    joinType !== 'INNER' && joinType,
    'JOIN',
    second,
    on && `ON ${printExpression(on)}`,
    using && `USING (${printNames(using)})`,
  );
}

/** `/*+ OPTIONS('k' = 'v') *​/`, or nothing without hints. */
export function printHints(hints: readonly TableHint[]): string | undefined {
  return hints.length === 0 ? undefined : `/*+ ${hints.map(printHint).join(', ')} */`;
}

function printHint({ name, options, args }: TableHint): string {
  const texts = [
    ...options.map(({ key, value }) => `${printExpression(key)} = ${value.text}`),
    ...args.map(printExpression),
  ];
  return texts.length === 0 ? printName(name) : `${printName(name)}(${texts.join(', ')})`;
}

function printMatch(match: MatchRecognize): string {
  const { partitionBy, orderBy, measures, rowsPerMatch, afterMatch, within, subsets, definitions } = match;
  const input = printTableReference(match.input);
  const text = words(
    partitionBy.length > 0 && `PARTITION BY ${printExpressions(partitionBy)}`,
    orderBy.length > 0 && printOrderBy(orderBy),
    measures.length > 0 &&
      `MEASURES ${measures.map(({ semantics, expression, name }) => words(semantics, printExpression(expression), 'AS', printName(name))).join(', ')}`,
    rowsPerMatch && `${rowsPerMatch} PER MATCH`,
    afterMatch &&
      words('AFTER MATCH SKIP', skipTarget(afterMatch.target), afterMatch.variable && printName(afterMatch.variable)),
    `PATTERN (${words(match.strictStart && '^', printPattern(match.pattern), match.strictEnd && '$')})`,
    within && `WITHIN ${printExpression(within)}`,
    subsets.length > 0 &&
      `SUBSET ${subsets.map(({ name, variables }) => `${printName(name)} = (${printNames(variables)})`).join(', ')}`,
    `DEFINE ${definitions.map(({ name, condition }) => `${printName(name)} AS ${printExpression(condition)}`).join(', ')}`,
  );
  return `${input} MATCH_RECOGNIZE (${text})`;
}

function skipTarget(target: NonNullable<MatchRecognize['afterMatch']>['target']): string {
  return target === 'PAST LAST ROW' ? target : `TO ${target}`;
}

function printPattern(pattern: RowPattern): string {
  switch (pattern.kind) {
    case 'PatternVariable':
      return printName(pattern.name);
    case 'PatternSequence':
      return pattern.patterns.map((each) => printWithin(each, 2)).join(' ');
    case 'PatternAlternation':
      return pattern.alternatives.map((each) => printWithin(each, 1)).join(' | ');
    case 'PatternQuantifier': {
      const { min, max, reluctant } = pattern;
      return `${printWithin(pattern.pattern, 3)}{${min},${max ?? ''}}${reluctant ? '?' : ''}`;
    }
  }
}

function printWithin(pattern: RowPattern, minimum: number): string {
  const strength = { PatternAlternation: 0, PatternSequence: 1, PatternQuantifier: 2, PatternVariable: 3 }[
    pattern.kind
  ];
  return strength < minimum ? `(${printPattern(pattern)})` : printPattern(pattern);
}
