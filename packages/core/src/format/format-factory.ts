import type { Diagnostic, SourceSpan } from '../diagnostics/index.js';
import type { OptionEntries, OptionSet } from '../options/index.js';
import type { LogicalType, RowType } from '../types/index.js';
import type { ChangelogMode } from '../values/index.js';
import type { Cell, GeneratedChanges, ReaderRequest, WriterRequest } from './cell.js';
import type { FileFraming } from './file-framing.js';
import type { RecordViewer } from './record-viewer.js';
import type { DeserializationSchema, SerializationSchema } from './serialization-schema.js';

/** A metadata column that a connector or a format offers. */
export interface MetadataDescriptor {
  readonly key: string;
  readonly type: LogicalType;
  readonly isWritable: boolean;
  readonly doc: string;
}

/** A format with its validated options, bound to fields: data, part of the Plan, printable as JSON. */
export interface FormatPlan {
  readonly identifier: string;
  /** Typed values of the options that were given, by the format's own keys. Secrets are `Secret`s. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly rowType: RowType;
  /** Keys of the format's metadata to append to each row, in order. */
  readonly metadata: readonly string[];
}

/** What a format is planned from. */
export interface FormatContext {
  /** The table's options; the format's own begin with `keyPrefix`. */
  readonly entries: OptionEntries;
  /** `json.`, `key.json.` or `value.json.`. */
  readonly keyPrefix: string;
  readonly part: 'key' | 'value';
  readonly rowType: RowType;
  /** Metadata keys wanted of the format. */
  readonly metadata: readonly string[];
  /** The table's primary key: column names. */
  readonly primaryKey: readonly string[];
  /** The topic, for subjects of a schema registry; undefined where a table reads several. */
  readonly topic: string | undefined;
  /** `catalog.database.table`. */
  readonly tableName: string;
  /** A setting of the session (`SET 'key' = …`). */
  readonly setting: (key: string) => string | undefined;
  /** True where the records stand in files: some options hold there only. */
  readonly isFile?: boolean;
  /** Where to report what belongs to no single option. */
  readonly span: SourceSpan | undefined;
  readonly accept: (found: Diagnostic) => void;
}

/** What a format's schemas need at run time. */
export interface FormatRuntimeContext {
  readonly part: 'key' | 'value';
  /** `reference`: the slow, obvious implementation; `compiled`: generated for the row type, with the same results. */
  readonly mode: 'reference' | 'compiled';
  /** `table.local-time-zone`: an IANA name or an offset. */
  readonly localTimeZone: string;
}

/** A format: Flink's `DecodingFormat` and `EncodingFormat` in one plug-in. */
export interface FormatFactory {
  readonly identifier: string;
  readonly options: OptionSet;
  /** Undefined where the format cannot read. */
  readonly decodingChangelogMode?: ChangelogMode;
  /** Undefined where the format cannot write. */
  readonly encodingChangelogMode?: ChangelogMode;
  /** What it offers when reading (`value.ingestion-timestamp`): keys without the `value.` prefix. */
  readonly metadata: readonly MetadataDescriptor[];
  /** Checks options and types; reports what is wrong and returns undefined then. Does no I/O. */
  planDecoding(context: FormatContext): FormatPlan | undefined;
  planEncoding(context: FormatContext): FormatPlan | undefined;
  createDeserializer(plan: FormatPlan, context: FormatRuntimeContext): DeserializationSchema;
  createSerializer(plan: FormatPlan, context: FormatRuntimeContext): SerializationSchema;
  /**
   * Emits code that reads a record's part, with the results of the reference or giving up; returns the cells of the fields.
   * Undefined where there is no fast way for the options or types. Missing where the format has none at all.
   */
  generateReader?(plan: FormatPlan, request: ReaderRequest): readonly Cell[] | undefined;
  /** The same for a format whose records hold changes: emits code that finds them. */
  generateChanges?(plan: FormatPlan, request: ReaderRequest): GeneratedChanges | undefined;
  /**
   * Emits code that appends the bytes of a record's part, the same as the reference's; returns the condition, as source, under which
   * the part is null bytes instead. Undefined as above.
   */
  generateWriter?(plan: FormatPlan, request: WriterRequest): string | undefined;
  /** Shows records whose schema stands elsewhere. Missing where bytes tell nothing by themselves. */
  createViewer?(context: FormatContext): RecordViewer;
  /** How records stand in a file. Missing where the format has no place in files. */
  readonly fileFraming?: FileFraming;
}
