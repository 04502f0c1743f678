import {
  type Diagnostic,
  diagnostic,
  type FormatFactory,
  type LogicalType,
  nearest,
  type PartPlan,
  printType,
  type ResolvedOptions,
  row,
  type TableContext,
  withNullability,
} from '@tsql/core';
import { physicalFields } from '../physical-fields.js';
import { format } from './options.js';

/** The columns in files, and the partition's: they stand in the path, and go as the key of records, in JSON. */
export interface FileParts {
  readonly key: PartPlan | undefined;
  readonly value: PartPlan;
  readonly factory: FormatFactory;
}

interface PartRequest {
  readonly context: TableContext;
  readonly options: ResolvedOptions;
  readonly role: 'source' | 'sink';
  readonly accept: (found: Diagnostic) => void;
}

/** Plans the formats of a table's files. */
export function planParts(request: PartRequest): FileParts | undefined {
  const { context, options, role, accept } = request;
  const factory = findFormat(request);
  if (factory === undefined) return undefined;
  const physical = physicalFields(context);
  const isKey = (index: number) => context.partitionKeys.includes(physical[index]?.name ?? '');
  const all = physical.map((_, index) => index);
  const identifier = options.get(format) ?? '';
  const value = planPart(
    request,
    factory,
    `${identifier}.`,
    all.filter((index) => !isKey(index)),
  );
  if (context.partitionKeys.length === 0) return value && { key: undefined, value, factory };
  const json = context.formats.get('json');
  const keys = all.filter(isKey);
  const unfit = keys.map((index) => physical[index]?.type as LogicalType).find((type) => !isPartitionType(type, role));
  if (unfit !== undefined) {
    const what = `${role === 'sink' ? 'writing' : 'reading'} a partition column of type ${printType(unfit)}`;
    accept(diagnostic('TSQL_PLAN_UNSUPPORTED', { what }, { span: context.span }));
    return undefined;
  }
  const key = json && planPart({ ...request, context: { ...context, entries: new Map() } }, json, 'json.', keys);
  return key && value && { key, value, factory };
}

/** Others have no one text: Flink writes a DATE as a number of days, and cannot read that. */
function isPartitionType({ kind }: LogicalType, role: 'source' | 'sink'): boolean {
  switch (kind) {
    case 'CHAR':
    case 'VARCHAR':
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
      return true;
    case 'DATE':
    case 'DECIMAL':
    case 'FLOAT':
    case 'DOUBLE':
      return role === 'source';
    default:
      return false;
  }
}

function findFormat({ context, options, role, accept }: PartRequest): FormatFactory | undefined {
  const entry = options.entry(format);
  if (entry === undefined) return undefined;
  const factory = context.formats.get(entry.value);
  const mode = role === 'source' ? factory?.decodingChangelogMode : factory?.encodingChangelogMode;
  if (factory?.fileFraming !== undefined && mode !== undefined) return factory;
  const fit = [...context.formats.values()].filter(({ fileFraming }) => fileFraming !== undefined);
  const known = fit.map(({ identifier }) => identifier);
  const close = factory === undefined ? nearest(entry.value, known) : undefined;
  const args = { name: entry.key, value: entry.shownValue, allowed: `formats of files are ${known.join(', ')}` };
  const hint = close === undefined ? undefined : `did you mean '${close}'?`;
  accept(diagnostic('TSQL_OPTION_VALUE', args, { span: entry.valueSpan, hint }));
  return undefined;
}

function planPart(
  { context, role, accept }: PartRequest,
  factory: FormatFactory,
  keyPrefix: string,
  projection: readonly number[],
): PartPlan | undefined {
  const physical = physicalFields(context);
  const fields = projection.map((index) => physical[index] as { name: string; type: LogicalType });
  const formatContext = {
    entries: context.entries,
    keyPrefix,
    part: 'value' as const,
    rowType: withNullability(row(fields), false),
    metadata: context.metadata.filter((key) => key.startsWith('value.')).map((key) => key.slice('value.'.length)),
    primaryKey: context.schema.primaryKey?.columns ?? [],
    topic: undefined,
    tableName: context.tableName,
    setting: context.setting,
    isFile: true,
    span: context.span,
    accept,
  };
  const planned = role === 'source' ? factory.planDecoding(formatContext) : factory.planEncoding(formatContext);
  return planned && { format: planned, projection };
}
