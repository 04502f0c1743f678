/** How the text of an option becomes its value. `parse` returns undefined for a text that is none. */
export interface OptionType<T> {
  /** The type's name in documentation: Boolean, Integer, Duration, … */
  readonly name: string;
  /** What is allowed, as a phrase for messages: "true or false". */
  readonly allowed: string;
  /** The allowed texts with what each means, where they can be listed. */
  readonly values?: readonly OptionValue[];
  parse(text: string): T | undefined;
  print(value: T): string;
}

export interface OptionValue {
  readonly text: string;
  readonly doc: string;
}

export const stringType: OptionType<string> = {
  name: 'String',
  allowed: 'any text',
  parse: (text) => text,
  print: (value) => value,
};

/** `true` or `false` in any letter case, as Flink's `ConfigurationUtils.convertToBoolean`. */
export const booleanType: OptionType<boolean> = {
  name: 'Boolean',
  allowed: 'true or false',
  values: [
    { text: 'true', doc: 'on' },
    { text: 'false', doc: 'off' },
  ],
  parse(text) {
    const lower = text.toLowerCase();
    return lower === 'true' ? true : lower === 'false' ? false : undefined;
  },
  print: String,
};

/** A 32-bit integer, not below `minimum`. */
export function intType(minimum = -2_147_483_648): OptionType<number> {
  return integerType('Integer', minimum, 2_147_483_647);
}

/** An integer that a double holds exactly: enough for offsets and milliseconds. */
export function longType(minimum = Number.MIN_SAFE_INTEGER): OptionType<number> {
  return integerType('Long', minimum, Number.MAX_SAFE_INTEGER);
}

function integerType(name: string, minimum: number, maximum: number): OptionType<number> {
  return {
    name,
    allowed:
      minimum === 0 ? 'a whole number, at least 0' : minimum === 1 ? 'a whole number, at least 1' : 'a whole number',
    parse(text) {
      if (!/^[+-]?\d+$/.test(text.trim())) return undefined;
      const value = Number(text);
      return value >= minimum && value <= maximum ? value : undefined;
    },
    print: String,
  };
}

/** One of a few words, letter case and `-` against `_` told apart as Flink does for enums: case ignored. */
export function enumType<T extends string>(values: readonly (OptionValue & { readonly text: T })[]): OptionType<T> {
  return {
    name: 'Enum',
    allowed: `one of ${values.map((value) => value.text).join(', ')}`,
    values,
    parse: (text) => values.find((value) => value.text.toLowerCase() === text.toLowerCase())?.text,
    print: (value) => value,
  };
}

/** As {@link enumType}, where the case of letters counts. */
export function exactEnumType<T extends string>(
  values: readonly (OptionValue & { readonly text: T })[],
): OptionType<T> {
  return { ...enumType(values), parse: (text) => values.find((value) => value.text === text)?.text };
}

/** Texts separated by `;`, blanks around each dropped, as Flink's list options. */
export const stringListType: OptionType<readonly string[]> = {
  name: 'List<String>',
  allowed: "texts separated by ';'",
  parse: (text) =>
    text
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  print: (value) => value.join(';'),
};

const DURATION_UNITS: ReadonlyMap<string, number> = new Map([
  ...['ns', 'nano', 'nanosecond', 'nanoseconds'].map((unit) => [unit, 1e-6] as const),
  ...['us', 'µs', 'micro', 'microsecond', 'microseconds'].map((unit) => [unit, 1e-3] as const),
  ...['ms', 'milli', 'millisecond', 'milliseconds'].map((unit) => [unit, 1] as const),
  ...['s', 'sec', 'second', 'seconds'].map((unit) => [unit, 1_000] as const),
  ...['m', 'min', 'minute', 'minutes'].map((unit) => [unit, 60_000] as const),
  ...['h', 'hour', 'hours'].map((unit) => [unit, 3_600_000] as const),
  ...['d', 'day', 'days'].map((unit) => [unit, 86_400_000] as const),
]);

/** A duration in milliseconds: a number with a unit (`10 s`, `5min`), milliseconds without one, as Flink's `TimeUtils`. */
export const durationType: OptionType<number> = {
  name: 'Duration',
  allowed: 'a duration such as 500 ms, 10 s, 5 min, 1 h, 2 d',
  parse(text) {
    const match = /^(\d+)\s*([a-zµ]*)$/i.exec(text.trim());
    if (match === null) return undefined;
    const unit = match[2] === '' ? 1 : DURATION_UNITS.get((match[2] ?? '').toLowerCase());
    return unit === undefined ? undefined : Number(match[1]) * unit;
  },
  print: (value) => `${value} ms`,
};

const MEMORY_UNITS: ReadonlyMap<string, number> = new Map([
  ...['', 'b', 'bytes'].map((unit) => [unit, 1] as const),
  ...['k', 'kb', 'kibibytes'].map((unit) => [unit, 1024] as const),
  ...['m', 'mb', 'mebibytes'].map((unit) => [unit, 1024 ** 2] as const),
  ...['g', 'gb', 'gibibytes'].map((unit) => [unit, 1024 ** 3] as const),
  ...['t', 'tb', 'tebibytes'].map((unit) => [unit, 1024 ** 4] as const),
]);

/** A size in bytes: a number with a unit (`64 mb`), bytes without one, as Flink's `MemorySize`. */
export const memorySizeType: OptionType<number> = {
  name: 'MemorySize',
  allowed: 'a size such as 512 kb, 64 mb, 1 gb',
  parse(text) {
    const match = /^(\d+)\s*([a-z]*)$/i.exec(text.trim());
    if (match === null) return undefined;
    const unit = MEMORY_UNITS.get((match[2] ?? '').toLowerCase());
    return unit === undefined ? undefined : Number(match[1]) * unit;
  },
  print: (value) => `${value} bytes`,
};
