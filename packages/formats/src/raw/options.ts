import {
  enumType,
  type FormatContext,
  type FormatPlan,
  type OptionSet,
  type OptionType,
  option,
  resolveOptions,
} from '@tsql/core';

/** A charset of java.nio.charset, by its canonical name. */
const charsetType: OptionType<string> = {
  name: 'String',
  allowed: 'UTF-8, UTF-16, UTF-16BE, UTF-16LE, ISO-8859-1 or US-ASCII',
  parse(text) {
    const upper = text.toUpperCase();
    const known: Readonly<Record<string, string>> = { UTF8: 'UTF-8', LATIN1: 'ISO-8859-1', ASCII: 'US-ASCII' };
    const name = known[upper] ?? upper;
    return ['UTF-8', 'UTF-16', 'UTF-16BE', 'UTF-16LE', 'ISO-8859-1', 'US-ASCII'].includes(name) ? name : undefined;
  },
  print: (value) => value,
};

export const charset = option('charset', charsetType, { defaultValue: 'UTF-8', doc: 'How text is encoded.' });

export const endianness = option<'big-endian' | 'little-endian'>(
  'endianness',
  enumType<'big-endian' | 'little-endian'>([
    { text: 'big-endian', doc: 'the most significant byte first' },
    { text: 'little-endian', doc: 'the least significant byte first' },
  ]),
  { defaultValue: 'big-endian', doc: 'The order of the bytes of numbers.' },
);

export const RAW_OPTIONS: OptionSet = { owner: "format 'raw'", options: [charset, endianness] as OptionSet['options'] };

/** The validated values. */
export interface RawOptions {
  readonly charset: string;
  readonly endianness: 'big-endian' | 'little-endian';
}

/** Checks the format's options; reports what is wrong. */
export function resolveRawOptions({ entries, keyPrefix, span, accept }: FormatContext): RawOptions {
  const resolved = resolveOptions({ set: RAW_OPTIONS, entries, keyPrefix, span, accept });
  return {
    charset: resolved.get(charset) ?? 'UTF-8',
    endianness: resolved.get(endianness) ?? 'big-endian',
  };
}

/** The options as the plan keeps them. */
export function optionsOf(plan: FormatPlan): RawOptions {
  return plan.options as unknown as RawOptions;
}
