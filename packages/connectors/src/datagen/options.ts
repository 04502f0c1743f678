import {
  booleanType,
  type ConfigOption,
  durationType,
  exactEnumType,
  intType,
  longType,
  type OptionSet,
  type OptionType,
  option,
  stringType,
} from '@tsql/core';

export const rowsPerSecond = option('rows-per-second', longType(1), {
  defaultValue: 10_000,
  doc: 'How many rows a second are made.',
});
export const numberOfRows = option('number-of-rows', longType(0), {
  doc: 'How many rows are made; without it the table ends with its shortest sequence, or never.',
});
export const seed = option('seed', longType(), {
  isExtension: true,
  doc: 'A number that makes the random values the same in every run.',
});
const scanParallelism = option('scan.parallelism', intType(1), {
  doc: 'Taken and without effect: one task makes rows.',
});
const connector = option('connector', stringType, { required: true, doc: "'datagen'" });

/** A number as Java's `Float.parseFloat` and `Double.parseDouble` read it, without their hexadecimal forms. */
const doubleType: OptionType<number> = {
  name: 'Double',
  allowed: 'a number',
  parse: (text) =>
    /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?[fd]?\s*$/i.test(text) ? Number.parseFloat(text) : undefined,
  print: String,
};

const rateType: OptionType<number> = {
  ...doubleType,
  name: 'Float',
  allowed: 'a share from 0 to 1',
  parse(text) {
    const value = doubleType.parse(text);
    return value !== undefined && value >= 0 && value <= 1 ? value : undefined;
  },
};

/** A 64-bit integer, exact. */
const bigintType: OptionType<bigint> = {
  name: 'Long',
  allowed: 'a whole number of 64 bits',
  parse(text) {
    if (!/^[+-]?\d+$/.test(text.trim())) return undefined;
    const value = BigInt(text.trim());
    return BigInt.asIntN(64, value) === value ? value : undefined;
  },
  print: String,
};

const kindType = exactEnumType([
  { text: 'random', doc: 'values by chance' },
  { text: 'sequence', doc: 'one value after the other' },
] as const);

/** The options of one column, in place of `#` its name; fields of rows, elements of collections by their path (`a.element`). */
export const FIELD_OPTIONS = {
  kind: option('kind', kindType, { defaultValue: 'random', doc: 'How values come about.' }),
  min: option('min', bigintType, { doc: 'The least random value of an integer type.' }),
  max: option('max', bigintType, { doc: 'The greatest random value of an integer type.' }),
  minFraction: option('min', doubleType, { doc: 'The least random value of FLOAT, DOUBLE and DECIMAL.' }),
  maxFraction: option('max', doubleType, { doc: 'The greatest random value of FLOAT, DOUBLE and DECIMAL.' }),
  maxPast: option('max-past', durationType, { defaultValue: 0, doc: 'How far back random timestamps reach.' }),
  length: option('length', intType(1), {
    doc: 'Length of random texts and bytes (100 unless told), number of elements of collections (3 unless told).',
  }),
  varLen: option('var-len', booleanType, {
    defaultValue: false,
    doc: 'True for texts and bytes of any length from 1 up to below the length.',
  }),
  nullRate: option('null-rate', rateType, { defaultValue: 0, doc: 'The share of NULLs, from 0 to 1.' }),
  start: option('start', bigintType, { doc: 'The first value of a sequence.' }),
  end: option('end', bigintType, { doc: 'The last value of a sequence.' }),
} as const;

const BASE_OPTIONS: readonly ConfigOption<never>[] = [
  connector,
  rowsPerSecond,
  numberOfRows,
  scanParallelism,
  seed,
] as unknown as ConfigOption<never>[];

/** For documentation: all options, columns written `#`. */
export const DATAGEN_OPTIONS: OptionSet = {
  owner: "connector 'datagen'",
  options: [
    ...BASE_OPTIONS,
    ...Object.values(FIELD_OPTIONS)
      .filter((field) => field !== FIELD_OPTIONS.minFraction && field !== FIELD_OPTIONS.maxFraction)
      .map((field) => ofField(field as ConfigOption, '#')),
  ] as OptionSet['options'],
};

/** What a table takes: the connector's options and those of its columns. */
export function tableOptions(ofColumns: readonly ConfigOption[]): OptionSet {
  return { ...DATAGEN_OPTIONS, options: [...BASE_OPTIONS, ...ofColumns] as OptionSet['options'] };
}

export function ofField<T>(field: ConfigOption<T>, path: string): ConfigOption<T> {
  return { ...field, key: `fields.${path}.${field.key}` };
}
