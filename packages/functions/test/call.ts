import { type LogicalType, type Value, withNullability } from '@tsql/core';
import { textOf } from '../src/cast/to-text.js';
import { createCast, type EvaluationContext, findFunction } from '../src/index.js';

/** A typed value, constant or not. */
export interface Typed {
  readonly type: LogicalType;
  readonly value: Value;
  readonly isConstant?: boolean;
}

export const CONTEXT: EvaluationContext = {
  localTimeZone: 'UTC',
  now: () => Date.UTC(2024, 0, 2, 3, 4, 5, 678),
  random: () => 0.5,
};

/** Binds a call as the planner does, casts its arguments as the runtime does, and evaluates it. */
export function call(name: string, args: readonly Typed[], context = CONTEXT): Typed {
  const definition = findFunction(name);
  if (definition === undefined) throw new Error(`there is no ${name}`);
  const infos = args.map(({ type, value, isConstant }) =>
    isConstant === false ? { type } : { type, constant: value },
  );
  const binding = definition.bind(infos);
  if (binding === undefined)
    throw new Error(`${name} does not take ${args.map((argument) => argument.type.kind).join(', ')}`);
  const values = args.map(({ type, value }, index) =>
    createCast(type, withNullability(binding.argumentTypes[index] ?? type, true), { isTry: false, context })(value),
  );
  if (definition.nullPolicy === 'strict' && values.includes(null)) return { type: binding.returnType, value: null };
  return { type: binding.returnType, value: definition.create(binding, infos, context)(...values) ?? null };
}

/** The result of a call as CAST to STRING shows it. */
export function shown(result: Typed, context = CONTEXT): string | null {
  return result.value === null ? null : textOf(result.type, context)(result.value);
}
