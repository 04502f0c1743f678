import {
  conflict,
  diagnostic,
  type FormatFactory,
  type LogicalType,
  nearest,
  type OptionEntries,
  type OptionEntry,
  type PartPlan,
  type ResolvedOptions,
  row,
  type TableContext,
  withNullability,
} from '@tsql/core';
import {
  format,
  keyFields,
  keyFieldsPrefix,
  keyFormat,
  valueFieldsInclude,
  valueFormat,
} from '../options/kafka-options.js';

export interface Parts {
  readonly key: PartPlan | undefined;
  readonly value: PartPlan;
}

export interface PhysicalField {
  readonly name: string;
  readonly type: LogicalType;
}

export function physicalFields(context: TableContext): PhysicalField[] {
  return context.schema.columns
    .filter((column) => column.kind === 'physical')
    .map(({ name, type }) => ({ name, type }));
}

/**
 * Splits the physical columns into key and value and plans both formats, as Flink's `createKeyFormatProjection` and
 * `createValueFormatProjection`. `keyColumns` are the primary key's where it says what the key is (upsert-kafka).
 */
export function planParts(
  context: TableContext,
  options: ResolvedOptions,
  role: 'source' | 'sink',
  keyColumns?: readonly string[],
): Parts | undefined {
  const physical = physicalFields(context);
  const valueEntry = valueFormatEntry(context.entries);
  if (valueEntry === undefined) {
    context.accept(
      diagnostic(
        'TSQL_OPTION_MISSING',
        { name: "format' or 'value.format", owner: "connector 'kafka'" },
        { span: context.span },
      ),
    );
    return undefined;
  }
  const keyEntry = options.entry(keyFormat);
  const keyMode = keyEntry && context.formats.get(keyEntry.value);
  if (keyEntry !== undefined && keyMode?.decodingChangelogMode === 'all' && keyColumns === undefined) {
    const args = { name: keyEntry.key, value: keyEntry.shownValue, allowed: 'a format that only appends' };
    context.accept(diagnostic('TSQL_OPTION_VALUE', args, { span: keyEntry.valueSpan }));
    return undefined;
  }
  const prefix = options.get(keyFieldsPrefix) ?? '';
  const keyProjection = planKeyProjection(context, options, physical, keyEntry, prefix, keyColumns);
  if (keyProjection === undefined) return undefined;
  const isExceptKey = options.get(valueFieldsInclude) === 'EXCEPT_KEY';
  const valueProjection = physical
    .map((_, index) => index)
    .filter((index) => !isExceptKey || !keyProjection.includes(index));
  const prefixEntry = options.entry(keyFieldsPrefix);
  if (prefix !== '' && !isExceptKey && prefixEntry !== undefined) {
    const include = options.entry(valueFieldsInclude);
    context.accept(
      include === undefined
        ? diagnostic(
            'TSQL_OPTION_MISSING',
            { name: 'value.fields-include', owner: "'key.fields-prefix' (with EXCEPT_KEY)" },
            { span: prefixEntry.keySpan },
          )
        : conflict(prefixEntry, include, "a prefix needs 'value.fields-include' = 'EXCEPT_KEY'"),
    );
    return undefined;
  }
  const value = planPart(context, role, 'value', valueEntry, valuePrefixOf(valueEntry), physical, valueProjection, '');
  const key =
    keyEntry === undefined
      ? undefined
      : planPart(context, role, 'key', keyEntry, `key.${keyEntry.value}.`, physical, keyProjection, prefix);
  if (value === undefined || (keyEntry !== undefined && key === undefined)) return undefined;
  return { key, value };
}

function valuePrefixOf(entry: OptionEntry): string {
  return entry.key === 'value.format' ? `value.${entry.value}.` : `${entry.value}.`;
}

function planKeyProjection(
  context: TableContext,
  options: ResolvedOptions,
  physical: readonly PhysicalField[],
  keyEntry: OptionEntry | undefined,
  prefix: string,
  keyColumns: readonly string[] | undefined,
): number[] | undefined {
  const fieldsEntry = options.entry(keyFields);
  const names = keyColumns ?? options.get(keyFields) ?? [];
  if (keyEntry === undefined) {
    if (fieldsEntry === undefined) return [];
    context.accept(
      diagnostic('TSQL_OPTION_MISSING', { name: 'key.format', owner: "'key.fields'" }, { span: fieldsEntry.keySpan }),
    );
    return undefined;
  }
  if (names.length === 0) {
    context.accept(
      diagnostic('TSQL_OPTION_MISSING', { name: 'key.fields', owner: "'key.format'" }, { span: keyEntry.keySpan }),
    );
    return undefined;
  }
  const positions: number[] = [];
  for (const name of names) {
    const position = physical.findIndex((field) => field.name === name);
    if (position < 0) {
      context.accept(unknownKeyField(context, name, physical, fieldsEntry));
      return undefined;
    }
    if (prefix !== '' && !name.startsWith(prefix)) {
      const prefixEntry = options.entry(keyFieldsPrefix);
      const place = fieldsEntry ?? prefixEntry;
      if (place !== undefined && prefixEntry !== undefined) {
        context.accept(conflict(place, prefixEntry, `the key column '${name}' does not begin with '${prefix}'`));
      }
      return undefined;
    }
    positions.push(position);
  }
  return positions;
}

function unknownKeyField(
  context: TableContext,
  name: string,
  physical: readonly PhysicalField[],
  entry: OptionEntry | undefined,
) {
  const column = context.schema.columns.find((candidate) => candidate.name === name);
  const names = physical.map((field) => field.name);
  const close = nearest(name, names);
  return diagnostic(
    'TSQL_NAME_UNKNOWN',
    {
      kind: column === undefined ? 'key column' : `a key column has to be physical, ${column.kind} column`,
      name: `'${name}'`,
    },
    {
      span: entry?.valueSpan ?? context.span,
      hint: `${close === undefined ? '' : `did you mean '${close}'? `}columns that can be in the key: ${names.join(', ')}`,
    },
  );
}

function planPart(
  context: TableContext,
  role: 'source' | 'sink',
  part: 'key' | 'value',
  entry: OptionEntry,
  keyPrefix: string,
  physical: readonly PhysicalField[],
  projection: readonly number[],
  namePrefix: string,
): PartPlan | undefined {
  const factory = findFormat(context, entry);
  if (factory === undefined) return undefined;
  const isReading = role === 'source';
  const mode = isReading ? factory.decodingChangelogMode : factory.encodingChangelogMode;
  if (mode === undefined) {
    context.accept(
      diagnostic(
        'TSQL_OPTION_VALUE',
        { name: entry.key, value: entry.shownValue, allowed: `the format cannot be ${isReading ? 'read' : 'written'}` },
        { span: entry.valueSpan },
      ),
    );
    return undefined;
  }
  const names = distinctNames(projection.map((index) => physical[index]?.name ?? ''));
  const fields = projection.map((index, i) => ({
    name: (names[i] as string).slice(namePrefix.length),
    type: physical[index]?.type as LogicalType,
  }));
  const rowType = withNullability(row(fields), false);
  const formatContext = {
    entries: context.entries,
    keyPrefix,
    part,
    rowType,
    metadata:
      part === 'value' ? context.metadata.filter((key) => key.startsWith('value.')).map((key) => key.slice(6)) : [],
    primaryKey: context.schema.primaryKey?.columns ?? [],
    topic: context.entries.get('topic')?.value,
    tableName: context.tableName,
    setting: context.setting,
    span: context.span,
    accept: context.accept,
  };
  const planned = isReading ? factory.planDecoding(formatContext) : factory.planEncoding(formatContext);
  return planned === undefined ? undefined : { format: planned, projection };
}

/** A column that `key.fields` names again gets a name of its own, as in Flink's projections: `a`, `a_$0`. */
function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  let repeated = 0;
  return names.map((name) => {
    let free = name;
    while (taken.has(free)) free = `${name}_$${repeated++}`;
    taken.add(free);
    return free;
  });
}

export function findFormat(context: TableContext, entry: OptionEntry): FormatFactory | undefined {
  const factory = context.formats.get(entry.value);
  if (factory === undefined) {
    const close = nearest(entry.value, context.formats.keys());
    context.accept(
      diagnostic(
        'TSQL_OPTION_VALUE',
        { name: entry.key, value: entry.shownValue, allowed: `formats are ${[...context.formats.keys()].join(', ')}` },
        { span: entry.valueSpan, hint: close === undefined ? undefined : `did you mean '${close}'?` },
      ),
    );
  }
  return factory;
}

/** The option that names the value's format: of two the plain one counts. */
export const valueFormatEntry = (entries: OptionEntries): OptionEntry | undefined =>
  entries.get(format.key) ?? entries.get(valueFormat.key);

/** Keys of the table's options that belong to its formats. */
export function isFormatKey(context: TableContext): (key: string) => boolean {
  const value = valueFormatEntry(context.entries);
  const key = context.entries.get(keyFormat.key)?.value;
  const prefixes = [value && valuePrefixOf(value), key && `key.${key}.`].filter((prefix) => prefix !== undefined);
  return (name) => prefixes.some((prefix) => name.startsWith(prefix as string));
}
