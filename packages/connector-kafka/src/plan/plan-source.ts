import {
  type ConfigOption,
  conflict,
  diagnostic,
  type OptionEntry,
  type RecordSourcePlan,
  type ResolvedOptions,
  resolveOptions,
  type TableContext,
} from '@tsql/core';
import { KAFKA_METADATA } from '../metadata.js';
import {
  alignmentGroup,
  alignmentMaxDrift,
  boundedMode,
  boundedOffsets,
  boundedTimestamp,
  discoveryInterval,
  groupId,
  KAFKA_OPTIONS,
  startupMode,
  startupOffsets,
  startupTimestamp,
  topic,
  topicPattern,
  UPSERT_KAFKA_OPTIONS,
} from '../options/kafka-options.js';
import { parseSpecificOffsets, SPECIFIC_OFFSETS_FORM, type SpecificOffset } from '../options/specific-offsets.js';
import { topicRegExp } from '../options/topic-pattern.js';
import { planProperties } from '../properties/client-properties.js';
import { planOnError } from './plan-on-error.js';
import { isFormatKey, physicalFields, planParts, valueFormatEntry } from './plan-parts.js';
import type { KafkaSourceTransport } from './transport-plan.js';

/** Plans reading a `kafka` or `upsert-kafka` table. */
export function planSource(context: TableContext, isUpsert: boolean): RecordSourcePlan | undefined {
  const faults = countFaults(context);
  const options = resolveOptions({
    set: isUpsert ? UPSERT_KAFKA_OPTIONS : KAFKA_OPTIONS,
    entries: context.entries,
    role: 'source',
    span: context.span,
    isForeign: isFormatKey(faults.context),
    accept: faults.context.accept,
  });
  const failing = planOnError(faults.context, options);
  const transport = { ...planTransport(faults.context, options, isUpsert), ...failing.transport };
  if (isUpsert) checkUpsert(faults.context, 'source');
  else checkPrimaryKey(faults.context);
  const parts = planParts(
    faults.context,
    options,
    'source',
    isUpsert ? (context.schema.primaryKey?.columns ?? []) : undefined,
  );
  if (parts === undefined || faults.count() > 0) return undefined;
  const descriptors = [...KAFKA_METADATA];
  return {
    kind: 'record-source',
    connector: isUpsert ? 'upsert-kafka' : 'kafka',
    table: context.tableName,
    physical: physicalFields(context),
    transport,
    isBounded: transport.bounded.mode !== 'unbounded',
    changelogMode: isUpsert
      ? 'upsert'
      : (context.formats.get(parts.value.format.identifier)?.decodingChangelogMode ?? 'insert-only'),
    ...parts,
    ...failing.plan,
    metadata: context.metadata.map((key) => ({
      key,
      type: (
        descriptors.find((descriptor) => descriptor.key === key) ??
        formatMetadata(context, parts.value.format.identifier, key)
      ).type,
    })),
    isUpsert,
  };
}

function formatMetadata(context: TableContext, identifier: string, key: string) {
  const found = context.formats.get(identifier)?.metadata.find((descriptor) => `value.${descriptor.key}` === key);
  if (found === undefined) throw new Error(`metadata '${key}' was asked for, which nothing provides`);
  return found;
}

/** The same context with its diagnostics counted. */
export function countFaults(context: TableContext): { readonly context: TableContext; count(): number } {
  let faults = 0;
  return {
    context: {
      ...context,
      accept(found) {
        if (found.severity === 'error') faults++;
        context.accept(found);
      },
    },
    count: () => faults,
  };
}

function planTransport(context: TableContext, options: ResolvedOptions, isUpsert: boolean): KafkaSourceTransport {
  const topicEntry = options.entry(topic);
  const patternEntry = options.entry(topicPattern);
  if (topicEntry !== undefined && patternEntry !== undefined) {
    context.accept(conflict(patternEntry, topicEntry, 'a table reads topics by name or by pattern'));
  } else if (topicEntry === undefined && patternEntry === undefined) {
    context.accept(
      diagnostic(
        'TSQL_OPTION_MISSING',
        { name: "topic' or 'topic-pattern", owner: 'a Kafka source' },
        { span: context.span },
      ),
    );
  }
  if (topicEntry !== undefined && options.get(topic)?.length === 0) {
    const found = {
      name: topic.key,
      value: topicEntry.shownValue,
      allowed: 'one or more names, separated by semicolons',
    };
    context.accept(diagnostic('TSQL_OPTION_VALUE', found, { span: topicEntry.valueSpan }));
  }
  const startup = isUpsert ? 'earliest-offset' : (options.get(startupMode) ?? 'group-offsets');
  const bounded = options.get(boundedMode) ?? 'unbounded';
  const group = context.entries.get(groupId.key)?.value;
  checkModes(context, options, startup, bounded);
  checkGroup(context, options, group, startup, bounded);
  checkPattern(context, patternEntry);
  checkAlignment(context, options);
  checkOffsetReset(context, startup);
  const timestamp = options.get(startupTimestamp);
  const offsets = startup === 'specific-offsets' ? specificOffsets(context, options, startupOffsets) : undefined;
  const endTimestamp = options.get(boundedTimestamp);
  const endOffsets = bounded === 'specific-offsets' ? specificOffsets(context, options, boundedOffsets) : undefined;
  return {
    topics: options.get(topic) ?? [],
    topicPattern: options.get(topicPattern),
    properties: planProperties(context.entries, context.accept),
    groupId: group,
    startup: {
      mode: startup,
      ...(timestamp === undefined ? {} : { timestamp }),
      ...(offsets === undefined ? {} : { offsets }),
    },
    bounded: {
      mode: bounded,
      ...(endTimestamp === undefined ? {} : { timestamp: endTimestamp }),
      ...(endOffsets === undefined ? {} : { offsets: endOffsets }),
    },
    discoveryIntervalMs: options.get(discoveryInterval) ?? 300_000,
  };
}

/** Offsets are looked at only where the mode asks for them, as in Flink. */
function specificOffsets(
  context: TableContext,
  options: ResolvedOptions,
  name: ConfigOption<string>,
): readonly SpecificOffset[] | undefined {
  const text = options.get(name);
  const entry = options.entry(name);
  if (text === undefined) return undefined;
  const offsets = parseSpecificOffsets(text);
  if (offsets === undefined) {
    const found = { name: name.key, value: entry?.shownValue, allowed: SPECIFIC_OFFSETS_FORM };
    context.accept(diagnostic('TSQL_OPTION_VALUE', found, { span: entry?.valueSpan ?? context.span }));
  }
  return offsets;
}

/** What Kafka's client takes for `auto.offset.reset`; Flink looks at it where the group's positions are asked for. */
const OFFSET_RESETS = ['latest', 'earliest', 'none'];

function checkOffsetReset(context: TableContext, startup: string): void {
  const entry = context.entries.get('properties.auto.offset.reset');
  if (entry === undefined || startup !== 'group-offsets') return;
  if (OFFSET_RESETS.includes(entry.value.toLowerCase())) return;
  const found = { name: entry.key, value: entry.shownValue, allowed: OFFSET_RESETS.join(', ') };
  context.accept(diagnostic('TSQL_OPTION_VALUE', found, { span: entry.valueSpan }));
}

function checkModes(context: TableContext, options: ResolvedOptions, startup: string, bounded: string): void {
  const needs = [
    [startup, 'timestamp', startupMode, startupTimestamp],
    [startup, 'specific-offsets', startupMode, startupOffsets],
    [bounded, 'timestamp', boundedMode, boundedTimestamp],
    [bounded, 'specific-offsets', boundedMode, boundedOffsets],
  ] as const;
  for (const [mode, value, modeOption, needed] of needs) {
    if (mode !== value || options.has(needed)) continue;
    context.accept(
      diagnostic(
        'TSQL_OPTION_MISSING',
        { name: needed.key, owner: `'${modeOption.key}' = '${value}'` },
        { span: options.entry(modeOption)?.valueSpan ?? context.span },
      ),
    );
  }
  const isSingle = (options.get(topic) ?? []).length === 1;
  for (const [mode, modeOption] of [
    [startup, startupMode],
    [bounded, boundedMode],
  ] as const) {
    if (mode === 'specific-offsets' && !isSingle) {
      context.accept(
        diagnostic(
          'TSQL_OPTION_VALUE',
          { name: modeOption.key, value: mode, allowed: 'only with a single topic' },
          { span: options.entry(modeOption)?.valueSpan ?? context.span },
        ),
      );
    }
  }
}

/** Committed positions are a group's: Flink refuses the job without one, whatever `auto.offset.reset` says. */
function checkGroup(
  context: TableContext,
  options: ResolvedOptions,
  group: string | undefined,
  startup: string,
  bounded: string,
): void {
  if (group !== undefined) return;
  for (const name of ['properties.enable.auto.commit', 'properties.commit.offsets.on.checkpoint']) {
    const entry = context.entries.get(name);
    if (entry?.value.toLowerCase() !== 'true') continue;
    const missing = { name: groupId.key, owner: `'${name}' = 'true'` };
    context.accept(diagnostic('TSQL_OPTION_MISSING', missing, { span: entry.valueSpan }));
  }
  for (const [mode, modeOption] of [
    [startup, startupMode],
    [bounded, boundedMode],
  ] as const) {
    if (mode !== 'group-offsets') continue;
    context.accept(
      diagnostic(
        'TSQL_OPTION_MISSING',
        { name: groupId.key, owner: `'${modeOption.key}' = 'group-offsets'` },
        {
          span: options.entry(modeOption)?.valueSpan ?? context.span,
          hint: "give a group, or set 'scan.startup.mode' = 'earliest-offset'",
        },
      ),
    );
  }
}

/** One of the two says nothing without the other. */
function checkAlignment(context: TableContext, options: ResolvedOptions): void {
  for (const [given, needed] of [
    [alignmentGroup, alignmentMaxDrift],
    [alignmentMaxDrift, alignmentGroup],
  ] as const) {
    const entry = options.entry(given);
    if (entry === undefined || options.has(needed)) continue;
    const missing = { name: needed.key, owner: `'${given.key}'` };
    context.accept(diagnostic('TSQL_OPTION_MISSING', missing, { span: entry.keySpan }));
  }
}

function checkPattern(context: TableContext, entry: OptionEntry | undefined): void {
  if (entry === undefined) return;
  try {
    topicRegExp(entry.value);
  } catch {
    context.accept(
      diagnostic(
        'TSQL_OPTION_VALUE',
        { name: entry.key, value: entry.shownValue, allowed: 'a regular expression' },
        { span: entry.valueSpan },
      ),
    );
  }
}

/** An append-only table cannot keep a primary key: refused when the table is used, as Flink does. */
export function checkPrimaryKey(context: TableContext): void {
  const identifier = valueFormatEntry(context.entries)?.value ?? '';
  const factory = context.formats.get(identifier);
  if (context.schema.primaryKey === undefined || factory === undefined) return;
  if (factory.decodingChangelogMode !== 'insert-only' || factory.encodingChangelogMode !== 'insert-only') return;
  context.accept(
    diagnostic(
      'TSQL_PLAN_INVALID',
      {
        reason: `table ${context.tableName} has a PRIMARY KEY, but the format '${identifier}' only appends rows, which cannot keep it`,
      },
      { span: context.span, hint: "use the connector 'upsert-kafka', or leave the key out" },
    ),
  );
}

/** What upsert-kafka asks of a table. */
export function checkUpsert(context: TableContext, role: 'source' | 'sink'): void {
  if (context.schema.primaryKey === undefined) {
    context.accept(
      diagnostic(
        'TSQL_PLAN_INVALID',
        { reason: `connector 'upsert-kafka' needs a PRIMARY KEY on ${context.tableName}` },
        { span: context.span },
      ),
    );
  }
  if (role === 'source' && context.runtimeMode === 'batch') {
    context.accept(
      diagnostic(
        'TSQL_PLAN_INVALID',
        { reason: "a table of connector 'upsert-kafka' cannot be read in batch mode: it yields changes" },
        { span: context.span },
      ),
    );
  }
  for (const key of ['key.format', 'value.format']) {
    const entry = context.entries.get(key);
    const factory = entry === undefined ? undefined : context.formats.get(entry.value);
    if (entry === undefined || factory === undefined) continue;
    if (factory.decodingChangelogMode === 'insert-only' || factory.encodingChangelogMode === 'insert-only') continue;
    context.accept(
      diagnostic(
        'TSQL_OPTION_VALUE',
        {
          name: key,
          value: entry.shownValue,
          allowed: "a format that only appends; 'upsert-kafka' makes the changes itself",
        },
        { span: entry.valueSpan },
      ),
    );
  }
}
