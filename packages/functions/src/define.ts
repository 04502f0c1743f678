import type { LogicalType } from '@tsql/core';
import { withNullability } from '@tsql/core';
import type { ArgumentInfo, CallBinding, ScalarFunction } from './scalar-function.js';

/** A function with the usual answers left out: strict and deterministic. */
export type FunctionDefinition = Omit<ScalarFunction, 'isDeterministic' | 'nullPolicy'> &
  Partial<Pick<ScalarFunction, 'isDeterministic' | 'nullPolicy'>>;

export function define(definition: FunctionDefinition): ScalarFunction {
  return { isDeterministic: true, nullPolicy: 'strict', ...definition };
}

/** A binding whose result is NULL if an argument may be. */
export function strictBinding(argumentTypes: readonly LogicalType[], returnType: LogicalType): CallBinding {
  return {
    argumentTypes,
    returnType: withNullability(
      returnType,
      argumentTypes.some((type) => type.nullable),
    ),
  };
}

/** What a parameter takes. */
export type Parameter = (type: LogicalType) => boolean;

/** Binds a fixed list of parameters, the last `optional` of which may be missing; arguments keep their types. */
export function takes(
  parameters: readonly Parameter[],
  returns: (types: readonly LogicalType[]) => LogicalType,
  options: { readonly optional?: number; readonly alwaysNullable?: boolean } = {},
): (args: readonly ArgumentInfo[]) => CallBinding | undefined {
  return (args) => {
    if (args.length > parameters.length || args.length < parameters.length - (options.optional ?? 0)) return undefined;
    const types = args.map((argument) => argument.type);
    if (!types.every((type, index) => type.kind === 'NULL' || parameters[index]?.(type))) return undefined;
    const binding = strictBinding(types, returns(types));
    return options.alwaysNullable ? { ...binding, returnType: withNullability(binding.returnType, true) } : binding;
  };
}
