import { ARRAY_FUNCTIONS } from './collection/array-functions.js';
import { CONSTRUCTOR_FUNCTIONS } from './collection/constructors.js';
import { MAP_FUNCTIONS } from './collection/map-functions.js';
import { CONDITIONAL_FUNCTIONS } from './conditional/conditional-functions.js';
import { HASH_FUNCTIONS } from './hash/hash-functions.js';
import { JSON_FUNCTIONS } from './json/json-functions.js';
import { JSON_QUERY_FUNCTIONS } from './json/json-query-functions.js';
import { DOUBLE_FUNCTIONS } from './math/double-functions.js';
import { RANDOM_FUNCTIONS } from './math/random-functions.js';
import { ROUNDING_FUNCTIONS } from './math/rounding.js';
import { ARITHMETIC_OPERATORS } from './operator/arithmetic.js';
import { COMPARISON_OPERATORS } from './operator/comparison.js';
import { TEST_OPERATORS } from './operator/test.js';
import { PATTERN_OPERATORS } from './regexp/like.js';
import { REGEXP_FUNCTIONS } from './regexp/regexp-functions.js';
import type { ScalarFunction } from './scalar-function.js';
import { CASE_FUNCTIONS } from './string/case.js';
import { CONCAT_FUNCTIONS } from './string/concat.js';
import { ENCODING_FUNCTIONS } from './string/encoding.js';
import { SUBSTRING_FUNCTIONS } from './string/substring.js';
import { TEXT_FUNCTIONS } from './string/text-functions.js';
import { TRIM_FUNCTIONS } from './string/trim.js';
import { URL_FUNCTIONS } from './string/url.js';
import { ADD_DIFF_FUNCTIONS } from './temporal/add-diff.js';
import { CURRENT_TIME_FUNCTIONS } from './temporal/current-time.js';
import { EXTRACT_FUNCTIONS } from './temporal/extract.js';
import { FLOOR_CEIL_FUNCTIONS } from './temporal/floor-ceil.js';
import { TIME_TEXT_FUNCTIONS } from './temporal/text-functions.js';

const ALL: readonly ScalarFunction[] = [
  ...COMPARISON_OPERATORS,
  ...TEST_OPERATORS,
  ...PATTERN_OPERATORS,
  ...ARITHMETIC_OPERATORS,
  ...ROUNDING_FUNCTIONS,
  ...FLOOR_CEIL_FUNCTIONS,
  ...DOUBLE_FUNCTIONS,
  ...RANDOM_FUNCTIONS,
  ...CONCAT_FUNCTIONS,
  ...CASE_FUNCTIONS,
  ...TRIM_FUNCTIONS,
  ...SUBSTRING_FUNCTIONS,
  ...TEXT_FUNCTIONS,
  ...ENCODING_FUNCTIONS,
  ...URL_FUNCTIONS,
  ...REGEXP_FUNCTIONS,
  ...HASH_FUNCTIONS,
  ...TIME_TEXT_FUNCTIONS,
  ...EXTRACT_FUNCTIONS,
  ...ADD_DIFF_FUNCTIONS,
  ...CURRENT_TIME_FUNCTIONS,
  ...CONDITIONAL_FUNCTIONS,
  ...CONSTRUCTOR_FUNCTIONS,
  ...ARRAY_FUNCTIONS,
  ...MAP_FUNCTIONS,
  ...JSON_FUNCTIONS,
  ...JSON_QUERY_FUNCTIONS,
];

/** Every function and operator by its name in capitals and by its aliases. */
export const FUNCTIONS: ReadonlyMap<string, ScalarFunction> = new Map(
  ALL.flatMap((definition) =>
    [definition.name, ...(definition.aliases ?? [])].map((name) => [name, definition] as const),
  ),
);

/** The function or operator of a name or alias, letter case ignored; `-u` is the minus sign. */
export function findFunction(name: string): ScalarFunction | undefined {
  return FUNCTIONS.get(name) ?? FUNCTIONS.get(name.toUpperCase());
}

/** All names and aliases, for suggestions. */
export function functionNames(): Iterable<string> {
  return FUNCTIONS.keys();
}
