import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ConfigOption,
  type Diagnostic,
  diagnostic,
  type RecordSinkPlan,
  type RecordSourcePlan,
  type ResolvedOptions,
  resolveOptions,
  type TableContext,
} from '@tsql/core';
import { countingFaults } from '../counting-faults.js';
import { physicalFields } from '../physical-fields.js';
import type { FileSinkTransport, FileSourceTransport } from './file-transport.js';
import { FILE_METADATA } from './metadata.js';
import {
  autoCompaction,
  commitDelay,
  commitPolicy,
  commitTrigger,
  FILESYSTEM_OPTIONS,
  inactivityInterval,
  monitorInterval,
  partitionDefaultName,
  path,
  pathPattern,
  rollingFileSize,
  rolloverInterval,
  successFileName,
} from './options.js';
import { planParts } from './plan-parts.js';

/** Plans reading a `filesystem` table. */
export function planSource(context: TableContext): RecordSourcePlan | undefined {
  const { accept, faults } = countingFaults(context.accept);
  const options = readOptions(context, 'source', accept);
  const parts = planParts({ context, options, role: 'source', accept });
  const pattern = checkPattern(options, accept);
  const where = checkPath(options, accept);
  if (parts === undefined || where === undefined || faults() > 0) return undefined;
  const transport: FileSourceTransport = {
    path: where,
    pattern,
    monitorIntervalMs: options.get(monitorInterval),
    partitionKeys: context.partitionKeys,
    partitionDefaultName: options.get(partitionDefaultName) ?? '',
  };
  return {
    kind: 'record-source',
    connector: 'filesystem',
    table: context.tableName,
    physical: physicalFields(context),
    transport,
    isBounded: transport.monitorIntervalMs === undefined,
    changelogMode: parts.factory.decodingChangelogMode ?? 'insert-only',
    key: parts.key,
    value: parts.value,
    metadata: context.metadata.map((key) => ({ key, type: metadataType(key, context) })),
    isUpsert: false,
  };
}

/** Plans writing a `filesystem` table. */
export function planSink(context: TableContext): RecordSinkPlan | undefined {
  const { accept, faults } = countingFaults(context.accept);
  const options = readOptions(context, 'sink', accept);
  const parts = planParts({ context, options, role: 'sink', accept });
  checkRefused(options, accept);
  const where = checkPath(options, accept);
  if (parts === undefined || where === undefined || faults() > 0) return undefined;
  const policies = options.get(commitPolicy)?.split(',') ?? [];
  const transport: FileSinkTransport = {
    path: where,
    isBatch: context.runtimeMode === 'batch',
    overwrite: context.overwrite,
    rollingFileSize: options.get(rollingFileSize) ?? 0,
    rolloverIntervalMs: options.get(rolloverInterval) ?? 0,
    inactivityIntervalMs: options.get(inactivityInterval) ?? 0,
    successFileName: policies.includes('success-file') ? options.get(successFileName) : undefined,
    partitionKeys: context.partitionKeys,
    partitionDefaultName: options.get(partitionDefaultName) ?? '',
  };
  return {
    kind: 'record-sink',
    connector: 'filesystem',
    table: context.tableName,
    physical: physicalFields(context),
    transport,
    changelogMode: parts.factory.encodingChangelogMode ?? 'insert-only',
    key: parts.key,
    value: parts.value,
    metadata: [],
    isUpsert: false,
    partitioner: 'fixed',
    ...(context.overwrite === undefined ? {} : { overwrites: true }),
    parallelism: undefined,
    primaryKey: context.schema.primaryKey?.columns ?? [],
  };
}

function readOptions(
  context: TableContext,
  role: 'source' | 'sink',
  accept: (found: Diagnostic) => void,
): ResolvedOptions {
  const prefix = `${context.entries.get('format')?.value ?? ''}.`;
  const { entries, span } = context;
  const isForeign = (key: string) => key.startsWith(prefix);
  return resolveOptions({ set: FILESYSTEM_OPTIONS, entries, role, span, isForeign, accept });
}

function metadataType(key: string, context: TableContext) {
  const own = FILE_METADATA.find((descriptor) => descriptor.key === key);
  const identifier = context.entries.get('format')?.value ?? '';
  const ofFormat = context.formats.get(identifier)?.metadata.find((descriptor) => `value.${descriptor.key}` === key);
  const found = own ?? ofFormat;
  if (found === undefined) throw new Error(`metadata '${key}' is to be read, which files do not have`);
  return found.type;
}

const SCHEME = /^([a-z][a-z0-9+.-]+):/i;

/** The absolute path: relative ones begin at the folder of the SQL file that they stand in. */
function checkPath(options: ResolvedOptions, accept: (found: Diagnostic) => void): string | undefined {
  const entry = options.entry(path);
  if (entry === undefined) return undefined;
  const scheme = SCHEME.exec(entry.value)?.[1]?.toLowerCase();
  if (entry.value.trim() === '' || (scheme !== undefined && scheme !== 'file')) {
    const allowed = 'a path of this machine, with or without file://';
    accept(
      diagnostic(
        'TSQL_OPTION_VALUE',
        { name: entry.key, value: entry.shownValue, allowed },
        { span: entry.valueSpan ?? entry.keySpan },
      ),
    );
    return undefined;
  }
  if (scheme === 'file') return fileURLToPath(new URL(entry.value));
  return resolve(dirname(entry.valueSpan?.file ?? ''), entry.value);
}

function checkPattern(options: ResolvedOptions, accept: (found: Diagnostic) => void): string | undefined {
  const entry = options.entry(pathPattern);
  if (entry === undefined) return undefined;
  try {
    new RegExp(entry.value, 'u');
    return entry.value;
  } catch (error) {
    const allowed = (error as Error).message;
    accept(
      diagnostic('TSQL_OPTION_VALUE', { name: entry.key, value: entry.shownValue, allowed }, { span: entry.valueSpan }),
    );
    return undefined;
  }
}

interface Refusal {
  readonly option: ConfigOption<never> | ConfigOption;
  readonly isRefused: (value: unknown) => boolean;
  readonly reason: string;
}

const REFUSALS: readonly Refusal[] = [
  {
    option: autoCompaction as ConfigOption<never>,
    isRefused: (value) => value === true,
    reason: "files are not put together: let 'sink.rolling-policy.…' make larger ones",
  },
  {
    option: commitTrigger as ConfigOption<never>,
    isRefused: (value) => value === 'partition-time',
    reason: 'there are no watermarks',
  },
  {
    option: commitDelay as ConfigOption<never>,
    isRefused: (value) => Number(value) > 0,
    reason: 'partitions are committed with their files',
  },
  {
    option: commitPolicy as ConfigOption<never>,
    isRefused: (value) => value !== 'success-file',
    reason: "there is 'success-file' only: no metastore, and classes of Java are not run",
  },
];

function checkRefused(options: ResolvedOptions, accept: (found: Diagnostic) => void): void {
  for (const { option, isRefused, reason } of REFUSALS) {
    const entry = options.entry(option);
    if (entry === undefined || !isRefused(options.get(option as ConfigOption))) continue;
    const name = `${entry.key}' = '${entry.shownValue}`;
    accept(diagnostic('TSQL_OPTION_REFUSED', { name, reason }, { span: entry.valueSpan ?? entry.keySpan }));
  }
}
