import type { LogicalType, Value } from '@tsql/core';

/** An argument as the planner sees it. */
export interface ArgumentInfo {
  readonly type: LogicalType;
  /** The value of a constant argument (a literal, or folded); undefined where it is none. */
  readonly constant?: Value;
}

/** A call whose types are settled: arguments are cast to `argumentTypes` before the call. */
export interface CallBinding {
  readonly argumentTypes: readonly LogicalType[];
  readonly returnType: LogicalType;
}

/** What evaluation depends on besides the arguments. All of it comes from outside, so that a replay is exact. */
export interface EvaluationContext {
  /** `table.local-time-zone`: an IANA name or an offset such as GMT+02:00. */
  readonly localTimeZone: string;
  /** `pipeline`-wide: batch fixes the time at the query's start, streaming asks for each record. Milliseconds. */
  readonly now: () => number;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}

/** Evaluates one call; made once for a job. With the null policy `strict` it never gets a null. */
export type Evaluator = (...values: Value[]) => Value;

/**
 * A scalar function or operator, declared once: the planner takes its typing from here, the runtime its evaluation,
 * `tsql functions` and completion its text.
 */
export interface ScalarFunction {
  /** In capitals, as SHOW FUNCTIONS lists it; operators by their symbol: `=`, `||`, `IS NULL`. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** `SUBSTRING(text FROM start [FOR length])` */
  readonly syntax: string;
  /** One sentence. */
  readonly doc: string;
  readonly group:
    | 'comparison'
    | 'logic'
    | 'arithmetic'
    | 'string'
    | 'temporal'
    | 'conditional'
    | 'json'
    | 'collection'
    | 'hash'
    | 'other';
  /** False for RAND, UUID, NOW, …: never folded. */
  readonly isDeterministic: boolean;
  /** `strict`: NULL as soon as one argument is NULL. `own`: the evaluator takes NULLs itself. */
  readonly nullPolicy: 'strict' | 'own';
  /** True where a bare NULL is taken as an argument; elsewhere Flink refuses one that has no type. Default: false. */
  readonly takesUntypedNull?: boolean;
  /** Settles the types as Flink does, or undefined where the arguments do not fit (then `expected` says what does). */
  bind(args: readonly ArgumentInfo[]): CallBinding | undefined;
  /** What it takes, for the message when `bind` fails. */
  readonly expected: string;
  /** `args` have their constants, so that patterns and units are prepared once. Throws a TsqlError for a constant at fault. */
  create(binding: CallBinding, args: readonly ArgumentInfo[], context: EvaluationContext): Evaluator;
}
