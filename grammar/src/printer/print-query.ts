import type {
  GroupBy,
  GroupingElement,
  OrderItem,
  Query,
  QueryBody,
  Select,
  SelectItem,
  Star,
  ValuesRow,
  WindowBound,
  WindowSpecification,
} from '../ast/index.js';
import { printOrderItem } from './print-call.js';
import { printExpression, printExpressions } from './print-expression.js';
import { printIdentifier, printName, printNames, printStar, words } from './print-name.js';
import { printHints, printTableReference } from './print-table-reference.js';

/** Prints a query on one line. */
export function printQuery(query: Query): string {
  const items = query.with.map(
    ({ name, columns, query: inner }) =>
      `${printName(name)}${columns === undefined ? '' : ` (${printNames(columns)})`} AS (${printQuery(inner)})`,
  );
  const { offset, limit } = query;
  return words(
    items.length > 0 && `WITH ${items.join(', ')}`,
    printBody(query.body),
    query.orderBy.length > 0 && printOrderBy(query.orderBy),
    limit && `LIMIT ${printExpression(limit)}`,
    offset && `OFFSET ${printExpression(offset)}`,
  );
}

function printBody(body: QueryBody): string {
  switch (body.kind) {
    case 'Select':
      return printSelect(body);
    case 'SetOperation': {
      const { operator, all, left, right } = body;
      return words(term(left, rank(body)), operator, all && 'ALL', term(right, rank(body) + 1));
    }
    case 'Values':
      return `VALUES ${body.rows.map(printRow).join(', ')}`;
    case 'ExplicitTable':
      return `TABLE ${printIdentifier(body.name)}`;
    case 'Query':
      return `(${printQuery(body)})`;
  }
}

/** INTERSECT binds more strongly than UNION and EXCEPT; all of them associate to the left. */
function rank(body: QueryBody): number {
  if (body.kind !== 'SetOperation') return 3;
  return body.operator === 'INTERSECT' ? 2 : 1;
}

function term(body: QueryBody, minimum: number): string {
  return rank(body) < minimum ? `(${printBody(body)})` : printBody(body);
}

/** A row of one row needs the word: `((1, 2))` would be a row of two. */
function printRow({ values }: ValuesRow): string {
  const isRow = values.length === 0 || (values.length === 1 && values[0]?.kind === 'RowConstructor');
  return `${isRow ? 'ROW' : ''}(${printExpressions(values)})`;
}

function printSelect(select: Select): string {
  return words(
    'SELECT',
    printHints(select.hints),
    select.quantifier,
    select.items.map(printItem).join(', '),
    select.from && `FROM ${printTableReference(select.from)}`,
    select.where && `WHERE ${printExpression(select.where)}`,
    select.groupBy && printGroupBy(select.groupBy),
    select.having && `HAVING ${printExpression(select.having)}`,
    select.windows.length > 0 &&
      `WINDOW ${select.windows.map(({ name, specification }) => `${printName(name)} AS ${printWindow(specification)}`).join(', ')}`,
  );
}

function printItem(item: SelectItem | Star): string {
  if (item.kind === 'Star') return printStar(item);
  return words(printExpression(item.expression), item.alias && `AS ${printName(item.alias)}`);
}

function printGroupBy({ quantifier, items }: GroupBy): string {
  return words('GROUP BY', quantifier, items.map(printGrouping).join(', '));
}

function printGrouping(element: GroupingElement): string {
  if (element.kind === 'GroupingTuple') return `(${printExpressions(element.expressions)})`;
  if (element.kind !== 'GroupingSets') return printExpression(element);
  return `${element.operator} (${element.elements.map(printGrouping).join(', ')})`;
}

/** `ORDER BY a, b` */
export function printOrderBy(items: readonly OrderItem[]): string {
  return `ORDER BY ${items.map(printOrderItem).join(', ')}`;
}

/** `(w PARTITION BY a ORDER BY b ROWS …)` */
export function printWindow({ reference, partitionBy, orderBy, frame }: WindowSpecification): string {
  const bounds =
    frame &&
    (frame.end === undefined
      ? printBound(frame.start)
      : `BETWEEN ${printBound(frame.start)} AND ${printBound(frame.end)}`);
  const text = words(
    reference && printName(reference),
    partitionBy.length > 0 && `PARTITION BY ${printExpressions(partitionBy)}`,
    orderBy.length > 0 && printOrderBy(orderBy),
    frame && `${frame.unit} ${bounds}`,
  );
  return `(${text})`;
}

function printBound({ bound, offset }: WindowBound): string {
  return words(offset && printExpression(offset), bound);
}
