import {
  booleanType,
  enumType,
  type FormatContext,
  type FormatPlan,
  type OptionSet,
  option,
  resolveOptions,
} from '@tsql/core';

const encoding = option<'binary' | 'json'>(
  'encoding',
  enumType<'binary' | 'json'>([
    { text: 'binary', doc: "Avro's binary encoding" },
    { text: 'json', doc: "Avro's JSON encoding" },
  ]),
  { defaultValue: 'binary', doc: 'How records are encoded.' },
);

const legacyTimestampMapping = option('timestamp_mapping.legacy', booleanType, {
  defaultValue: true,
  doc: 'Takes TIMESTAMP up to milliseconds only and no TIMESTAMP_LTZ; otherwise both, up to microseconds.',
});

export const AVRO_OPTIONS: OptionSet = {
  owner: "format 'avro'",
  options: [encoding, legacyTimestampMapping] as OptionSet['options'],
};

/** The validated values. */
export interface AvroOptions {
  readonly encoding: 'binary' | 'json';
  readonly legacyTimestampMapping: boolean;
}

/** Checks the format's options; reports what is wrong. */
export function resolveAvroOptions({ entries, keyPrefix, span, accept }: FormatContext): AvroOptions {
  const resolved = resolveOptions({ set: AVRO_OPTIONS, entries, keyPrefix, span, accept });
  return {
    encoding: resolved.get(encoding) ?? 'binary',
    legacyTimestampMapping: resolved.get(legacyTimestampMapping) ?? true,
  };
}

/** The options as the plan keeps them. */
export function optionsOf(plan: FormatPlan): AvroOptions {
  return plan.options as unknown as AvroOptions;
}
