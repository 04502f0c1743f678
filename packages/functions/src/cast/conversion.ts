import type { LogicalType, Value } from '@tsql/core';
import type { EvaluationContext } from '../scalar-function.js';

/** Converts one value that is not NULL; undefined where it cannot be converted. */
export type Conversion = (value: Value) => Value | undefined;

/** What conversions depend on besides the types. */
export type CastContext = Pick<EvaluationContext, 'localTimeZone'>;

/** Finds the conversion between two types, for the parts of constructed types. */
export type FindConversion = (from: LogicalType, to: LogicalType, context: CastContext) => Conversion;
