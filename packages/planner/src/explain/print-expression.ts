import {
  decimalToPlainText,
  formatDate,
  formatTime,
  formatTimestamp,
  type LogicalType,
  type MapValue,
  printType,
  type Row,
  type Timestamp,
  type Value,
} from '@tsql/core';
import type { Expression, PlanField } from '../plan/index.js';

/** An expression as SQL, nearly: for EXPLAIN. */
export function printExpression(expression: Expression, fields: readonly PlanField[]): string {
  const print = (inner: Expression): string => printExpression(inner, fields);
  switch (expression.kind) {
    case 'literal':
      return printValue(expression.value, expression.type);
    case 'input':
      return fields[expression.index]?.name ?? `$${expression.index}`;
    case 'field': {
      const { type } = expression.input;
      const name = type.kind === 'ROW' ? type.fields[expression.index]?.name : undefined;
      return `${print(expression.input)}.${name ?? expression.index}`;
    }
    case 'cast': {
      const type = printType({ ...expression.type, nullable: true } as Expression['type']);
      return `${expression.isTry ? 'TRY_CAST' : 'CAST'}(${print(expression.input)} AS ${type})`;
    }
    case 'call':
      return printCall(expression.function, expression.arguments.map(print));
    case 'and':
    case 'or':
      return `(${expression.operands.map(print).join(expression.kind === 'and' ? ' AND ' : ' OR ')})`;
    case 'case': {
      const branches = expression.branches.map(({ when, then }) => `WHEN ${print(when)} THEN ${print(then)}`);
      return `CASE ${branches.join(' ')} ELSE ${print(expression.otherwise)} END`;
    }
  }
}

function printCall(name: string, args: readonly string[]): string {
  const [first, second] = args;
  if (/^[A-Z_0-9]+$/.test(name)) return `${name}(${args.join(', ')})`;
  if (second === undefined) return name.startsWith('IS') ? `${first} ${name}` : `${name.replace('-u', '-')}${first}`;
  return `(${first} ${name} ${second})`;
}

function printValue(value: Value, type: LogicalType): string {
  if (value === null) return 'NULL';
  switch (type.kind) {
    case 'DECIMAL':
      return decimalToPlainText(value as bigint, type.scale);
    case 'DATE':
      return `DATE '${formatDate(value as number)}'`;
    case 'TIME':
      return `TIME '${formatTime(value as number)}'`;
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return `${type.kind} '${formatTimestamp(value as Timestamp)}'`;
    case 'BINARY':
    case 'VARBINARY':
      return `X'${Buffer.from(value as Uint8Array)
        .toString('hex')
        .toUpperCase()}'`;
    case 'BOOLEAN':
      return String(value).toUpperCase();
    case 'ARRAY':
      return `ARRAY[${(value as readonly Value[]).map((element) => printValue(element, type.element)).join(', ')}]`;
    case 'MAP': {
      const { keys, values } = value as MapValue;
      const entries = keys.map(
        (key, i) => `${printValue(key, type.key)}, ${printValue(values[i] ?? null, type.value)}`,
      );
      return `MAP[${entries.join(', ')}]`;
    }
    case 'ROW':
      return `ROW(${type.fields.map((field, i) => printValue((value as Row)[i] ?? null, field.type)).join(', ')})`;
    default:
      return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
  }
}
