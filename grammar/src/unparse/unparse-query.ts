import type {
  Expression,
  GroupingElement,
  OrderItem,
  Query,
  QueryBody,
  Select,
  SelectItem,
  Star,
  WindowBound,
  WindowSpecification,
} from '../ast/index.js';
import { words } from '../printer/print-name.js';
import { unparse } from './unparse-expression.js';
import { unparseHints, unparseTable } from './unparse-from.js';
import { quotedName, quotedNames, quotedParts, type Unparsing } from './unparsing.js';

/** A query as Flink writes it: a clause a line. */
export function unparseQuery(style: Unparsing, query: Query): string {
  const { offset, limit, orderBy } = query;
  return lines(
    query.with.length === 0 ? unparseBody(style, query.body) : unparseWith(style, query),
    orderBy.length > 0 && unparseOrder(style, orderBy),
    offset && `OFFSET ${unparse(style, offset)} ROWS`,
    limit && `FETCH NEXT ${unparse(style, limit)} ROWS ONLY`,
  );
}

const lines = (...texts: readonly (string | false | undefined)[]): string => texts.filter(Boolean).join('\n');

function unparseWith(style: Unparsing, query: Query): string {
  const items = query.with.map(({ name, columns, query: inner }) => {
    const head = words(quotedName(name.text), columns && `(${quotedNames(columns)})`);
    return `${head} AS (${unparseQuery(style, inner)})`;
  });
  return `WITH ${items.join(', ')} (${unparseBody(style, query.body)})`;
}

function unparseBody(style: Unparsing, body: QueryBody): string {
  switch (body.kind) {
    case 'Select':
      return unparseSelect(style, body);
    case 'SetOperation': {
      const { operator, all, left, right } = body;
      const first = term(style, left, rank(body));
      return lines(first, all ? `${operator} ALL` : operator, term(style, right, rank(body) + 1));
    }
    case 'Values':
      return `VALUES ${body.rows.map(({ values }) => `ROW(${list(style, values)})`).join(',\n')}`;
    case 'ExplicitTable': {
      const parts = style.tableName?.(body.name) ?? body.name.parts.map(({ text }) => text);
      return `TABLE ${quotedParts(parts)}`;
    }
    case 'Query':
      return unparseQuery(style, body);
  }
}

/** INTERSECT binds more strongly than UNION and EXCEPT; what is no SELECT stands in parentheses. */
function rank(body: QueryBody): number {
  if (body.kind === 'SetOperation') return body.operator === 'INTERSECT' ? 2 : 1;
  return body.kind === 'Select' ? 3 : 0;
}

function term(style: Unparsing, body: QueryBody, minimum: number): string {
  const text = unparseBody(style, body);
  return rank(body) < minimum ? `(${text})` : text;
}

function unparseSelect(style: Unparsing, select: Select): string {
  const { hints, quantifier, items, from, where, groupBy, having, windows } = select;
  const columns = items.map((item) => selected(style, item)).join(', ');
  const head = hints.length === 0 ? 'SELECT ' : `SELECT\n${unparseHints(style, hints)}\n`;
  const named = windows.map(
    ({ name, specification }) => `${quotedName(name.text)} AS ${unparseWindow(style, specification)}`,
  );
  return lines(
    `${head}${words(quantifier, columns)}`,
    from && `FROM ${unparseTable(style, from)}`,
    where && `WHERE ${unparse(style, where)}`,
    groupBy && words('GROUP BY', groupBy.quantifier, groupBy.items.map((item) => topGrouping(style, item)).join(', ')),
    having && `HAVING ${unparse(style, having)}`,
    named.length > 0 && `WINDOW ${named.join(',\n')}`,
  );
}

function selected(style: Unparsing, item: SelectItem | Star): string {
  if (item.kind === 'Star') {
    const { qualifier } = item;
    return qualifier === undefined ? '*' : `${quotedParts(qualifier.parts.map(({ text }) => text))}.*`;
  }
  return words(unparse(style, item.expression), item.alias && `AS ${quotedName(item.alias.text)}`);
}

/** An entry of GROUP BY itself: several columns in parentheses are a row there. */
function topGrouping(style: Unparsing, element: GroupingElement): string {
  if (element.kind === 'GroupingTuple' && element.expressions.length > 0)
    return `ROW(${list(style, element.expressions)})`;
  return grouping(style, element);
}

function grouping(style: Unparsing, element: GroupingElement): string {
  if (element.kind === 'GroupingTuple') {
    const inner = list(style, element.expressions);
    return element.expressions.length === 1 ? inner : `(${inner})`;
  }
  if (element.kind === 'GroupingSets')
    return `${element.operator}(${element.elements.map((each) => grouping(style, each)).join(', ')})`;
  const text = unparse(style, element);
  return isGroupWindow(element) ? `$${text}` : text;
}

const isGroupWindow = (node: Expression): boolean =>
  node.kind === 'FunctionCall' &&
  node.name.parts.length === 1 &&
  /^(?:TUMBLE|HOP|SESSION)$/i.test(node.name.parts[0]?.text ?? '');

const list = (style: Unparsing, nodes: readonly Expression[]): string =>
  nodes.map((node) => unparse(style, node)).join(', ');

/** `ORDER BY a, b DESC`; ASC goes without saying. */
export function unparseOrder(style: Unparsing, items: readonly OrderItem[]): string {
  const keys = items.map(({ expression, direction, nulls }) =>
    words(unparse(style, expression), direction === 'DESC' && 'DESC', nulls && `NULLS ${nulls}`),
  );
  return `ORDER BY ${keys.join(', ')}`;
}

/** A window's specification in its parentheses. */
export function unparseWindow(style: Unparsing, window: WindowSpecification): string {
  const { reference, partitionBy, orderBy, frame } = window;
  const bounds =
    frame &&
    (frame.end === undefined
      ? bound(style, frame.start)
      : `BETWEEN ${bound(style, frame.start)} AND ${bound(style, frame.end)}`);
  const text = words(
    reference && quotedName(reference.text),
    partitionBy.length > 0 && `PARTITION BY ${list(style, partitionBy)}`,
    orderBy.length > 0 && unparseOrder(style, orderBy),
    frame && `${frame.unit} ${bounds}`,
  );
  return `(${text})`;
}

const bound = (style: Unparsing, { bound: kind, offset }: WindowBound): string =>
  words(offset && unparse(style, offset), kind);
