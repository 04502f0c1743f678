import { type LogicalType, withNullability } from '@tsql/core';
import type { ArgumentInfo, CallBinding, EvaluationContext, Evaluator, ScalarFunction } from './scalar-function.js';

/**
 * What one parameter takes: the type that an argument is cast to, or undefined where it does not fit. An untyped NULL
 * arrives as the type NULL.
 */
export type Parameter = (type: LogicalType) => LogicalType | undefined;

/** One way to call a function. */
export interface Overload {
  readonly parameters: readonly Parameter[];
  /** How many of the last parameters may be missing. */
  readonly optional?: number;
  /** Any number of further arguments. */
  readonly rest?: Parameter;
  /** The result's type; its nullability is settled by {@link Overload.nullable}. */
  readonly returns: LogicalType | ((types: readonly LogicalType[], args: readonly ArgumentInfo[]) => LogicalType);
  /** `arguments` (default): as soon as an argument is nullable. */
  readonly nullable?: 'arguments' | 'always' | 'never';
  /** Evaluates a call whose arguments need no preparation. */
  readonly evaluate?: Evaluator;
  /** Prepares an evaluator from types, constants and context. */
  readonly create?: (binding: CallBinding, args: readonly ArgumentInfo[], context: EvaluationContext) => Evaluator;
}

/** A function as a list of overloads; strict and deterministic unless told otherwise. */
export type FunctionDeclaration = Pick<ScalarFunction, 'name' | 'syntax' | 'doc' | 'group' | 'expected'> &
  Partial<Pick<ScalarFunction, 'aliases' | 'isDeterministic' | 'nullPolicy' | 'takesUntypedNull'>> & {
    readonly overloads: readonly Overload[];
  };

/** Makes a function whose types are settled by the first overload that fits. */
export function declareFunction(declaration: FunctionDeclaration): ScalarFunction {
  const { overloads, ...rest } = declaration;
  const choose = (args: readonly ArgumentInfo[]) => {
    for (const overload of overloads) {
      const binding = bindOverload(overload, args);
      if (binding !== undefined) return { overload, binding };
    }
    return undefined;
  };
  return {
    isDeterministic: true,
    nullPolicy: 'strict',
    ...rest,
    bind: (args) => choose(args)?.binding,
    create(binding, args, context) {
      const overload = choose(args)?.overload ?? overloads[0];
      const evaluator = overload?.create?.(binding, args, context) ?? overload?.evaluate;
      if (evaluator === undefined) throw new TypeError(`${declaration.name} has no evaluator`);
      return evaluator;
    },
  };
}

function bindOverload(overload: Overload, args: readonly ArgumentInfo[]): CallBinding | undefined {
  const { parameters, optional = 0, rest } = overload;
  if (args.length < parameters.length - optional) return undefined;
  if (args.length > parameters.length && rest === undefined) return undefined;
  const argumentTypes: LogicalType[] = [];
  for (const [index, argument] of args.entries()) {
    const type = (parameters[index] ?? rest)?.(argument.type);
    if (type === undefined) return undefined;
    argumentTypes.push(withNullability(type, argument.type.nullable));
  }
  const returns = typeof overload.returns === 'function' ? overload.returns(argumentTypes, args) : overload.returns;
  return { argumentTypes, returnType: withNullability(returns, isNullable(overload, argumentTypes)) };
}

function isNullable(overload: Overload, types: readonly LogicalType[]): boolean {
  if (overload.nullable === 'always') return true;
  return overload.nullable !== 'never' && types.some((type) => type.nullable);
}

/** A binding whose result is nullable as soon as an argument is. */
export function strictBinding(argumentTypes: readonly LogicalType[], returnType: LogicalType): CallBinding {
  const nullable = argumentTypes.some((type) => type.nullable);
  return { argumentTypes, returnType: withNullability(returnType, nullable) };
}
