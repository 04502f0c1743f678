import type {
  Expression,
  FunctionArgument,
  FunctionCall,
  OrderItem,
  TrimExpression,
  WindowSpecification,
} from '../ast/index.js';
import { PRECEDENCE } from '../precedence.js';
import { precedenceOf, printExpression, printExpressions } from './print-expression.js';
import { printIdentifier, printName, printNames, printStar, words } from './print-name.js';
import { printOrderBy, printQuery, printWindow } from './print-query.js';
import { printTableReference } from './print-table-reference.js';

/** The words between the arguments of functions that have such. */
const SEPARATORS: Readonly<Record<string, readonly string[]>> = {
  EXTRACT: ['FROM'],
  POSITION: ['IN', 'FROM'],
  OVERLAY: ['PLACING', 'FROM', 'FOR'],
  SUBSTRING: ['FROM', 'FOR'],
  CEIL: ['TO'],
  CEILING: ['TO'],
  FLOOR: ['TO'],
  CONVERT: ['USING'],
  TRANSLATE: ['USING'],
};

/** Prints a call in the form in which it was written. */
export function printCall(call: FunctionCall): string {
  const name = printFunctionName(call);
  if (call.syntax === 'bare') return name;
  const args = call.syntax === 'keywords' ? keywordArguments(call) : plainArguments(call);
  return words(
    `${name}(${args})`,
    call.nullTreatment,
    call.withinGroup && `WITHIN GROUP (${printOrderBy(call.withinGroup)})`,
    call.filter && `FILTER (WHERE ${printExpression(call.filter)})`,
    call.over && `OVER ${printOver(call.over)}`,
  );
}

/** Reserved words that are functions stand without backticks. */
function printFunctionName({ name }: FunctionCall): string {
  const [part] = name.parts;
  return name.parts.length === 1 && part?.quoted === false ? part.text : printIdentifier(name);
}

function plainArguments({ quantifier, args, orderBy }: FunctionCall): string {
  const list = args.map(printArgument).join(', ');
  return words(quantifier, list, orderBy && printOrderBy(orderBy));
}

function keywordArguments({ name, args }: FunctionCall): string {
  const separators = SEPARATORS[name.parts[0]?.text.toUpperCase() ?? ''] ?? [];
  return args
    .map((arg, index) =>
      index === 0 ? firstArgument(arg, separators[0]) : `${separators[index - 1] ?? ','} ${printArgument(arg)}`,
    )
    .join(' ');
}

/** The first argument, in parentheses where the word behind it would be taken for a part of it. */
function firstArgument(argument: FunctionArgument, word: string | undefined): string {
  const text = printArgument(argument);
  const isTaken =
    word === 'IN'
      ? isExpression(argument) && precedenceOf(argument) <= PRECEDENCE.IN
      : word === 'TO' && ENDS_IN_UNIT.test(text);
  return isTaken ? `(${text})` : text;
}

/** An interval's unit, which TO would continue. */
const ENDS_IN_UNIT = /\b(?:YEAR|DAY|HOUR|MINUTE)(?:\(\d+\))?$/;

const NO_EXPRESSIONS: ReadonlySet<string> = new Set([
  'Star',
  'TimeUnit',
  'NamedArgument',
  'DefaultArgument',
  'DescriptorArgument',
  'TableArgument',
]);

function isExpression(argument: FunctionArgument): argument is Expression {
  return !NO_EXPRESSIONS.has(argument.kind);
}

function printArgument(argument: FunctionArgument): string {
  switch (argument.kind) {
    case 'Star':
      return printStar(argument);
    case 'TimeUnit':
      return argument.unit;
    case 'NamedArgument':
      return `${printName(argument.name)} => ${printArgument(argument.value)}`;
    case 'DefaultArgument':
      return 'DEFAULT';
    case 'DescriptorArgument':
      return `DESCRIPTOR(${printNames(argument.columns)})`;
    case 'TableArgument':
      return words(
        argument.table.kind === 'Query' ? printQuery(argument.table) : `TABLE ${printTableReference(argument.table)}`,
        argument.partitionBy.length > 0 && `PARTITION BY (${printExpressions(argument.partitionBy)})`,
        argument.orderBy.length > 0 && `ORDER BY (${argument.orderBy.map(printOrderItem).join(', ')})`,
      );
    default:
      return printExpression(argument);
  }
}

function printOver(over: NonNullable<FunctionCall['over']>): string {
  return isWindow(over) ? printWindow(over) : printName(over);
}

function isWindow(over: NonNullable<FunctionCall['over']>): over is WindowSpecification {
  return 'kind' in over;
}

/** `TRIM(BOTH 'x' FROM a)` */
export function printTrim({ side, characters, operand: value }: TrimExpression): string {
  const flags = words(side, characters && printExpression(characters));
  return `TRIM(${flags === '' ? '' : `${flags} FROM `}${printExpression(value)})`;
}

/** `a DESC NULLS LAST` */
export function printOrderItem({ expression, direction, nulls }: OrderItem): string {
  return words(printExpression(expression), direction, nulls && `NULLS ${nulls}`);
}
