import { ARITHMETIC_FUNCTIONS } from './groups/arithmetic.js';
import { COLLECTION_FUNCTIONS } from './groups/collection.js';
import { COMPARISON_FUNCTIONS } from './groups/comparison.js';
import { CONDITIONAL_FUNCTIONS } from './groups/conditional.js';
import { STRING_FUNCTIONS } from './groups/string.js';
import { TEMPORAL_FUNCTIONS } from './groups/temporal.js';
import type { ScalarFunction } from './scalar-function.js';

const ALL: readonly ScalarFunction[] = [
  ...COMPARISON_FUNCTIONS,
  ...ARITHMETIC_FUNCTIONS,
  ...STRING_FUNCTIONS,
  ...CONDITIONAL_FUNCTIONS,
  ...COLLECTION_FUNCTIONS,
  ...TEMPORAL_FUNCTIONS,
];

/** Every function and operator by its name in capitals and by its aliases. */
export const FUNCTIONS: ReadonlyMap<string, ScalarFunction> = new Map(
  ALL.flatMap((definition) =>
    [definition.name, ...(definition.aliases ?? [])].map((name) => [name, definition] as const),
  ),
);

/** The function or operator of a name or alias, letter case ignored. */
export function findFunction(name: string): ScalarFunction | undefined {
  return FUNCTIONS.get(name.toUpperCase());
}

/** All names and aliases, for suggestions. */
export function functionNames(): Iterable<string> {
  return FUNCTIONS.keys();
}
