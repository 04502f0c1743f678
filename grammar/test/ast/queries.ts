import fc, { type Arbitrary } from 'fast-check';
import type {
  GroupingElement,
  Join,
  Query,
  QueryBody,
  RowPattern,
  TableHint,
  TableReference,
} from '../../src/index.js';
import { expressions, identifier, intervalLiteral, name, number, simpleIdentifier, text } from './expressions.js';
import { among, few, maybe, node } from './node.js';

/** A query without anything inside it: where nesting ends. */
const smallQuery: Arbitrary<Query> = node('Query', {
  with: fc.constant([]),
  body: node('Select', {
    hints: fc.constant([]),
    items: fc.tuple(node('SelectItem', { expression: identifier })),
    from: maybe(node('TableRef', { name: identifier, hints: fc.constant([]) })),
    windows: fc.constant([]),
  }) as Arbitrary<QueryBody>,
  orderBy: fc.constant([]),
  limit: maybe(number),
});

export const { expression, dataType, orderItem, window, call } = expressions(smallQuery);

export const hint: Arbitrary<TableHint> = fc.oneof(
  node('TableHint', {
    name,
    options: few(node('HintOption', { key: fc.oneof(text, simpleIdentifier), value: text }), 1),
    args: fc.constant([]),
  }),
  node('TableHint', { name, options: fc.constant([]), args: few(fc.oneof(identifier, text, number)) }),
);

const groupingSet: Arbitrary<GroupingElement> = fc.letrec<{ element: GroupingElement }>((tie) => ({
  element: fc.oneof(
    { maxDepth: 2 },
    expression.filter((e) => e.kind !== 'RowConstructor' || e.explicit),
    node('GroupingTuple', {
      expressions: among(0, 2, 3).chain((n) => fc.array(expression, { minLength: n, maxLength: n })),
    }),
    node('GroupingSets', { operator: among('GROUPING SETS', 'ROLLUP', 'CUBE'), elements: few(tie('element'), 1) }),
  ),
})).element;

const pattern: Arbitrary<RowPattern> = fc.letrec<{ pattern: RowPattern }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 2 },
    node('PatternVariable', { name }),
    node('PatternSequence', { patterns: few(tie('pattern'), 2) }),
    node('PatternAlternation', { alternatives: few(tie('pattern'), 2) }),
    node('PatternQuantifier', {
      pattern: tie('pattern'),
      min: fc.nat(3),
      max: maybe(fc.nat(5)),
      reluctant: fc.boolean(),
    }),
  ),
})).pattern;

const alias = maybe(node('TableAlias', { name, columns: maybe(few(name, 1)) }));

function isBare({ with: items, orderBy, offset, limit }: Query): boolean {
  return items.length + orderBy.length === 0 && limit === undefined && offset === undefined;
}

/** Queries and what stands in FROM, each within the other. */
export const { query, tableReference } = fc.letrec<{
  query: Query;
  body: QueryBody;
  tableReference: TableReference;
}>((tie) => {
  const q = tie('query');
  const notBare = q.filter((whole) => !isBare(whole));
  const simple = fc.oneof(
    node('TableRef', { name: identifier, hints: few(hint), systemTime: maybe(expression), alias }),
    node('DerivedTable', { lateral: fc.boolean(), query: q, alias }),
    node('TableFunctionRef', {
      lateral: fc.boolean(),
      call: call.filter(({ name: f }) => f.parts[0]?.quoted === true),
      alias,
    }),
    node('Unnest', { lateral: fc.boolean(), operands: few(expression, 1), withOrdinality: fc.boolean(), alias }),
  );
  const joined = (left: Arbitrary<TableReference>): Arbitrary<Join> =>
    fc.oneof(
      node('Join', {
        joinType: among('INNER', 'LEFT', 'RIGHT', 'FULL', 'CROSS'),
        natural: fc.boolean(),
        left,
        right: simple,
        on: maybe(expression),
      }),
      node('Join', {
        joinType: among('INNER', 'LEFT'),
        natural: fc.constant(false),
        left,
        right: simple,
        using: few(name, 1),
      }),
    );
  const match: Arbitrary<TableReference> = node('MatchRecognize', {
    input: node('TableRef', { name: identifier, hints: fc.constant([]) }),
    partitionBy: few(expression),
    orderBy: few(orderItem),
    measures: few(node('PatternMeasure', { semantics: maybe(among('RUNNING')), expression, name })),
    rowsPerMatch: maybe(among('ONE ROW', 'ALL ROWS')),
    afterMatch: maybe(
      fc.oneof(
        node('AfterMatchSkip', { target: among('NEXT ROW', 'PAST LAST ROW') }),
        node('AfterMatchSkip', { target: among('FIRST', 'LAST'), variable: name }),
      ),
    ),
    strictStart: fc.boolean(),
    strictEnd: fc.boolean(),
    pattern,
    within: maybe(intervalLiteral),
    subsets: few(node('PatternSubset', { name, variables: few(name, 1) })),
    definitions: few(node('PatternDefinition', { name, condition: expression }), 1),
    alias,
  });
  const noComma: Arbitrary<TableReference> = fc.oneof(
    { weight: 4, arbitrary: simple },
    { weight: 2, arbitrary: joined(simple) },
    joined(joined(simple)),
    match,
    // A join in parentheses on the right side.
    node('Join', {
      joinType: among('INNER'),
      natural: fc.constant(false),
      left: simple,
      right: joined(simple),
      on: maybe(expression),
    }),
  );
  return {
    query: node('Query', {
      with: few(node('WithItem', { name, columns: maybe(few(name, 1)), query: smallQuery })),
      body: tie('body'),
      orderBy: few(orderItem),
      offset: maybe(number),
      limit: maybe(number),
    }).filter((whole) => whole.body.kind !== 'Query' || !isBare(whole)),
    body: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'query' },
      node('Select', {
        hints: few(hint),
        quantifier: maybe(among('ALL', 'DISTINCT')),
        items: few(
          fc.oneof(
            node('SelectItem', { expression, alias: maybe(name) }),
            node('Star', { qualifier: maybe(identifier) }),
          ),
          1,
        ),
        from: tie('tableReference'),
        where: maybe(expression),
        groupBy: maybe(node('GroupBy', { quantifier: maybe(among('ALL', 'DISTINCT')), items: few(groupingSet, 1) })),
        having: maybe(expression),
        windows: few(node('NamedWindow', { name, specification: window })),
      }),
      node('Values', { rows: few(node('ValuesRow', { values: few(expression, 1) }), 1) }),
      node('ExplicitTable', { name: identifier }),
      node('SetOperation', {
        operator: among('UNION', 'INTERSECT', 'EXCEPT'),
        all: fc.boolean(),
        left: tie('body'),
        right: tie('body'),
      }),
      notBare,
    ),
    tableReference: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'query' },
      noComma,
      node('Join', {
        joinType: among('COMMA'),
        natural: fc.constant(false),
        left: tie('tableReference'),
        right: noComma,
      }),
    ),
  };
});
