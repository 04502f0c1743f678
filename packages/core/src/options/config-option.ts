import type { OptionType } from './option-type.js';

/**
 * One option, declared once. Validation, documentation, `tsql options`, completion and EXPLAIN read it from here.
 */
export interface ConfigOption<T = unknown> {
  readonly key: string;
  readonly type: OptionType<T>;
  readonly defaultValue?: T;
  readonly required?: boolean;
  /** Where else the value can come from: the hint of an error that it is missing. */
  readonly elsewhere?: string;
  /** What it does, in a sentence; by role where it differs. */
  readonly doc: string;
  /** Where it has a meaning; both when left out. Flink accepts it on either side all the same. */
  readonly scope?: 'source' | 'sink';
  readonly example?: string;
  /** Never shown: passwords, keys, tokens. */
  readonly sensitive?: boolean;
  /** Older keys that still work. */
  readonly deprecatedKeys?: readonly string[];
  /** Not in Flink: an option of tsql's own. */
  readonly isExtension?: boolean;
}

/** Declares an option. */
export function option<T>(
  key: string,
  type: OptionType<T>,
  rest: Omit<ConfigOption<T>, 'key' | 'type'>,
): ConfigOption<T> {
  return { key, type, ...rest };
}

/** How options bear on each other, as data. */
export type OptionRule =
  | { readonly kind: 'excludes'; readonly key: string; readonly other: string; readonly reason: string }
  | {
      readonly kind: 'requires';
      readonly key: string;
      readonly value?: string;
      readonly other: string;
      readonly reason: string;
    }
  | {
      readonly kind: 'one-of';
      readonly keys: readonly string[];
      readonly reason: string;
      readonly scope?: 'source' | 'sink';
    };

/** The options of a connector, a format, or the session. */
export interface OptionSet {
  /** Who they belong to, for messages: "connector 'kafka'". */
  readonly owner: string;
  readonly options: readonly ConfigOption<never>[] | readonly ConfigOption[];
  readonly rules?: readonly OptionRule[];
  /** Prefixes below which any key is taken: `properties.`. */
  readonly openPrefixes?: readonly string[];
}
