export { type CastOptions, createCast } from './cast/create-cast.js';
export { comparisonType } from './operator/comparison.js';
export { FUNCTIONS, findFunction, functionNames } from './registry.js';
export type * from './scalar-function.js';
export { findTimeZone, type TimeZone, timeZone, toInstant, toLocal } from './time/time-zone.js';
export * from './types/index.js';
