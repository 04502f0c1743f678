import { formatTimestamp, MapValue, printType, Timestamp, type Value } from '@tsql/core';
import type { Expression, PlanField } from '../plan/index.js';

/** An expression as SQL, nearly: for EXPLAIN. */
export function printExpression(expression: Expression, fields: readonly PlanField[]): string {
  const print = (inner: Expression): string => printExpression(inner, fields);
  switch (expression.kind) {
    case 'literal':
      return printValue(expression.value);
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

function printValue(value: Value): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'boolean') return String(value).toUpperCase();
  if (value instanceof Timestamp) return `TIMESTAMP '${formatTimestamp(value)}'`;
  if (value instanceof Uint8Array) return `X'${Buffer.from(value).toString('hex').toUpperCase()}'`;
  if (value instanceof MapValue)
    return `MAP[${value.keys.map((key, i) => `${printValue(key)}, ${printValue(value.values[i] ?? null)}`).join(', ')}]`;
  if (Array.isArray(value)) return `[${value.map(printValue).join(', ')}]`;
  return String(value);
}
