import type { Diagnostic, DynamicTableFactory, FormatFactory, SourceSpan } from '@tsql/core';
import type { Catalog, Namespace } from './catalog/index.js';
import type { WrittenNames } from './query/written-names.js';
import type { Settings } from './settings/index.js';

/** What a statement is compiled against. DDL changes `catalog`, SET changes `settings`. */
export interface Environment {
  readonly catalog: Catalog;
  readonly settings: Settings;
  readonly connectors: ReadonlyMap<string, DynamicTableFactory>;
  readonly formats: ReadonlyMap<string, FormatFactory>;
  /** Fills `{{ NAME }}` inside a string literal; texts stay as they are without it. */
  readonly fillVariables?: (text: string) => string;
}

/** An environment while one statement is compiled. */
export interface PlannerContext extends Environment {
  /** The statement: diagnostics about tables made elsewhere are moved into it. */
  readonly statementSpan: SourceSpan;
  /** Where unqualified names are looked up: the current database, or that of the view being expanded. */
  readonly namespace: Namespace;
  readonly accept: (found: Diagnostic) => void;
  /** Collects what names stand for; missing where nobody asks. */
  readonly names?: WrittenNames;
  /** What the tables of the statement share: for their connectors. */
  readonly shared?: Map<string, unknown>;
}
