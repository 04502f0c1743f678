import type { Expression, FunctionArgument, FunctionCall, TrimExpression } from '../ast/index.js';
import { words } from '../printer/print-name.js';
import { STANDARD_FUNCTIONS } from './standard-functions.js';
import { unparse } from './unparse-expression.js';
import { unparseTable } from './unparse-from.js';
import { unparseOrder, unparseQuery, unparseWindow } from './unparse-query.js';
import { quotedName, quotedNames, quotedParts, type Unparsing } from './unparsing.js';

/** The words between the arguments of the functions that have such. */
const SEPARATORS: Readonly<Record<string, readonly string[]>> = {
  EXTRACT: ['FROM'],
  POSITION: ['IN', 'FROM'],
  OVERLAY: ['PLACING', 'FROM', 'FOR'],
  SUBSTRING: ['FROM', 'FOR'],
  CEIL: ['TO'],
  FLOOR: ['TO'],
  CONVERT: ['USING'],
  TRANSLATE: ['USING'],
};

/** A call with what belongs to it. */
export function unparseCall(style: Unparsing, call: FunctionCall): string {
  const name = functionName(style, call);
  if (call.syntax === 'bare') return name;
  const { filter, over } = call;
  return words(
    `${name}(${argumentsOf(style, call, name)})`,
    call.nullTreatment,
    call.withinGroup && `WITHIN GROUP (${unparseOrder(style, call.withinGroup)})`,
    filter && `FILTER (WHERE ${unparse(style, filter)})`,
    over && `OVER ${'kind' in over ? unparseWindow(style, over) : quotedName(over.text)}`,
  );
}

function functionName({ isValidated }: Unparsing, { name }: FunctionCall): string {
  const [part, second] = name.parts;
  const upper = part?.text.toUpperCase() ?? '';
  const isStandard = part?.quoted === false && (upper === 'CEILING' || STANDARD_FUNCTIONS.has(upper));
  if (part === undefined || second !== undefined) return quotedParts(name.parts.map(({ text }) => text));
  if (isStandard || isValidated) return upper === 'CEILING' ? 'CEIL' : upper;
  return quotedName(part.text);
}

function argumentsOf(style: Unparsing, call: FunctionCall, name: string): string {
  const args = call.args.map((argument) => unparseArgument(style, argument));
  const order = call.orderBy && unparseOrder(style, call.orderBy);
  // Where functions were looked up, SUBSTRING is Flink's own.
  const isSubstring = name === 'SUBSTRING';
  const hasWords = isSubstring ? !style.isValidated : call.syntax === 'keywords';
  if (!hasWords) return words(call.quantifier, args.join(', '), order);
  const separators = SEPARATORS[name] ?? [];
  return args.map((text, index) => (index === 0 ? text : `${separators[index - 1] ?? ','} ${text}`)).join(' ');
}

function unparseArgument(style: Unparsing, argument: FunctionArgument): string {
  switch (argument.kind) {
    case 'Star':
      return argument.qualifier === undefined
        ? '*'
        : `${quotedParts(argument.qualifier.parts.map(({ text }) => text))}.*`;
    case 'TimeUnit':
      return argument.unit.replace(/^SQL_TSI_/, '');
    case 'NamedArgument': {
      const { name, value } = argument;
      const text = unparseArgument(style, value);
      const isTable = value.kind === 'TableArgument' && value.table.kind !== 'Query';
      return `${quotedName(name.text)} => ${isTable ? `(${text})` : text}`;
    }
    case 'DefaultArgument':
      return 'DEFAULT';
    case 'DescriptorArgument':
      return `DESCRIPTOR(${quotedNames(argument.columns)})`;
    case 'TableArgument': {
      const { table, partitionBy, orderBy } = argument;
      return words(
        table.kind === 'Query' ? `(${unparseQuery(style, table)})` : `TABLE ${unparseTable(style, table)}`,
        partitionBy.length > 0 && `PARTITION BY ${listed(partitionBy.map((each) => unparse(style, each)))}`,
        orderBy.length > 0 && unparseOrder(style, orderBy),
      );
    }
    default:
      return unparse(style, argument satisfies Expression);
  }
}

const listed = (texts: readonly string[]): string => (texts.length === 1 ? texts.join() : `(${texts.join(', ')})`);

/** `TRIM(BOTH ' ' FROM a)`: side and characters always stand. */
export function unparseTrim(style: Unparsing, { side, characters, operand }: TrimExpression): string {
  const taken = characters === undefined ? "' '" : unparse(style, characters);
  return `TRIM(${side ?? 'BOTH'} ${taken} FROM ${unparse(style, operand)})`;
}
