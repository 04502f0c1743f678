import {
  booleanType,
  type ConfigOption,
  conflict,
  enumType,
  exactEnumType,
  type FormatContext,
  type FormatPlan,
  type OptionSet,
  option,
  resolveOptions,
  stringType,
} from '@tsql/core';
import type { TimestampStandard } from '../java/temporal.js';

export const failOnMissingField = option('fail-on-missing-field', booleanType, {
  defaultValue: false,
  doc: 'Fails the job when a field is missing; otherwise the column is NULL.',
});

export const ignoreParseErrors = option('ignore-parse-errors', booleanType, {
  defaultValue: false,
  doc: 'Gives NULL for a field that cannot be read, and skips a record that is no JSON; otherwise the job fails.',
});

export const timestampFormat = option<TimestampStandard>(
  'timestamp-format.standard',
  exactEnumType<TimestampStandard>([
    { text: 'SQL', doc: "yyyy-MM-dd HH:mm:ss.s{precision}, with a 'Z' behind it for TIMESTAMP_LTZ" },
    { text: 'ISO-8601', doc: "yyyy-MM-ddTHH:mm:ss.s{precision}, with a 'Z' behind it for TIMESTAMP_LTZ" },
  ]),
  { defaultValue: 'SQL', doc: 'How timestamps are written and read.' },
);

export const mapNullKeyMode = option<'FAIL' | 'DROP' | 'LITERAL'>(
  'map-null-key.mode',
  enumType<'FAIL' | 'DROP' | 'LITERAL'>([
    { text: 'FAIL', doc: 'the job fails' },
    { text: 'DROP', doc: 'the entry is left out' },
    { text: 'LITERAL', doc: "the key is written as 'map-null-key.literal'" },
  ]),
  { defaultValue: 'FAIL', doc: 'What becomes of a map entry whose key is NULL.' },
);

export const mapNullKeyLiteral = option('map-null-key.literal', stringType, {
  defaultValue: 'null',
  doc: "What stands for a NULL key where 'map-null-key.mode' is LITERAL.",
});

export const decimalAsPlainNumber = option('encode.decimal-as-plain-number', booleanType, {
  defaultValue: false,
  doc: 'Writes DECIMAL without an exponent: 0.000000027 instead of 2.7E-8.',
});

export const ignoreNullFields = option('encode.ignore-null-fields', booleanType, {
  defaultValue: false,
  doc: 'Leaves fields out that are NULL.',
});

export const JSON_OPTIONS: OptionSet = {
  owner: "format 'json'",
  options: [
    failOnMissingField,
    ignoreParseErrors,
    timestampFormat,
    mapNullKeyMode,
    mapNullKeyLiteral,
    decimalAsPlainNumber,
    ignoreNullFields,
  ] as OptionSet['options'],
};

/** The validated values. */
export interface JsonOptions {
  readonly failOnMissingField: boolean;
  readonly ignoreParseErrors: boolean;
  readonly timestampFormat: TimestampStandard;
  readonly mapNullKeyMode: 'FAIL' | 'DROP' | 'LITERAL';
  readonly mapNullKeyLiteral: string;
  readonly decimalAsPlainNumber: boolean;
  readonly ignoreNullFields: boolean;
}

/** The options as they are checked when reading: what is only written with is taken as it is. */
export function whenReading(set: OptionSet): OptionSet {
  const options = (set.options as readonly ConfigOption<unknown>[]).map((each) =>
    each.key === mapNullKeyMode.key ? { ...each, type: stringType } : each,
  );
  return { ...set, options: options as OptionSet['options'] };
}

const READING_OPTIONS = whenReading(JSON_OPTIONS);

/** Checks the format's options; reports what is wrong. */
export function resolveJsonOptions(context: FormatContext, isReading: boolean): JsonOptions {
  const resolved = resolveOptions({
    set: isReading ? READING_OPTIONS : JSON_OPTIONS,
    entries: context.entries,
    keyPrefix: context.keyPrefix,
    span: context.span,
    accept: context.accept,
  });
  const ignore = resolved.entry(ignoreParseErrors);
  const fail = resolved.entry(failOnMissingField);
  if (
    isReading &&
    ignore !== undefined &&
    fail !== undefined &&
    resolved.get(ignoreParseErrors) &&
    resolved.get(failOnMissingField)
  ) {
    context.accept(conflict(fail, ignore, 'only one of them can be true'));
  }
  return {
    failOnMissingField: resolved.get(failOnMissingField) ?? false,
    ignoreParseErrors: resolved.get(ignoreParseErrors) ?? false,
    timestampFormat: resolved.get(timestampFormat) ?? 'SQL',
    mapNullKeyMode: resolved.get(mapNullKeyMode) ?? 'FAIL',
    mapNullKeyLiteral: resolved.get(mapNullKeyLiteral) ?? 'null',
    decimalAsPlainNumber: resolved.get(decimalAsPlainNumber) ?? false,
    ignoreNullFields: resolved.get(ignoreNullFields) ?? false,
  };
}

/** The options as the plan keeps them. */
export function optionsOf(plan: FormatPlan): JsonOptions {
  return plan.options as unknown as JsonOptions;
}
