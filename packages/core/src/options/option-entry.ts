import type { SourceSpan } from '../diagnostics/index.js';

/** One `'key' = 'value'` of a WITH clause, a hint or a SET statement. */
export interface OptionEntry {
  readonly key: string;
  readonly value: string;
  /** What may be shown of the value: the text as written, before `{{ NAME }}` was filled in. */
  readonly shownValue: string;
  readonly keySpan?: SourceSpan;
  readonly valueSpan?: SourceSpan;
}

/** The entries of one table in their order. Keys are distinct. */
export type OptionEntries = ReadonlyMap<string, OptionEntry>;
