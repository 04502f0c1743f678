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

const codec = option<Codec>(
  'codec',
  enumType<Codec>([
    { text: 'snappy', doc: 'fast' },
    { text: 'deflate', doc: 'small' },
    { text: 'null', doc: 'not compressed' },
  ]),
  { defaultValue: 'snappy', scope: 'sink', doc: 'How the blocks of a file are compressed; in files only.' },
);

/** In files the encoding is always binary, and there is a codec. */
const FILE_OPTIONS: OptionSet = {
  owner: "format 'avro' in files",
  options: [codec, legacyTimestampMapping] as OptionSet['options'],
};

export const AVRO_OPTIONS: OptionSet = {
  owner: "format 'avro'",
  options: [encoding, legacyTimestampMapping] as OptionSet['options'],
};

/** How the blocks of a container file are compressed, by Avro's names. */
export type Codec = 'null' | 'deflate' | 'snappy';

/** The validated values. */
export interface AvroOptions {
  readonly encoding: 'binary' | 'json';
  readonly legacyTimestampMapping: boolean;
  /** Of files. */
  readonly codec: Codec;
}

/** Checks the format's options; reports what is wrong. */
export function resolveAvroOptions({ entries, keyPrefix, span, isFile, accept }: FormatContext): AvroOptions {
  const resolved = resolveOptions({ set: isFile ? FILE_OPTIONS : AVRO_OPTIONS, entries, keyPrefix, span, accept });
  return {
    encoding: resolved.get(encoding) ?? 'binary',
    legacyTimestampMapping: resolved.get(legacyTimestampMapping) ?? true,
    codec: resolved.get(codec) ?? 'snappy',
  };
}

/** The options as the plan keeps them. */
export function optionsOf(plan: FormatPlan): AvroOptions {
  return plan.options as unknown as AvroOptions;
}
