import {
  booleanType,
  conflict,
  type FormatContext,
  type FormatPlan,
  type OptionSet,
  type OptionType,
  option,
  resolveOptions,
  stringType,
} from '@tsql/core';

const characterType: OptionType<string> = {
  name: 'Character',
  allowed: 'a single character',
  parse: (text) => (text.length === 1 ? text : undefined),
  print: (value) => value,
};

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f' };

/** A character that may be written as in Java: `\t`, `\u0001`. */
const delimiterType: OptionType<string> = {
  ...characterType,
  allowed: 'a single character, or one written as \\t or \\u0001',
  parse: (text) => characterType.parse(unescapeJava(text)),
};

/** As Apache Commons' `StringEscapeUtils.unescapeJava`. */
function unescapeJava(text: string): string {
  return text.replace(/\\(?:u+([0-9a-fA-F]{4})|([0-3]?[0-7]{1,2})|(.))/gs, (_, unicode, octal, letter) => {
    if (unicode !== undefined) return String.fromCharCode(Number.parseInt(unicode, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    return ESCAPES[letter] ?? letter;
  });
}

export const fieldDelimiter = option('field-delimiter', delimiterType, {
  defaultValue: ',',
  doc: 'Stands between fields.',
});

export const disableQuoteCharacter = option('disable-quote-character', booleanType, {
  defaultValue: false,
  doc: 'Takes quotes as data, and writes none.',
});

export const quoteCharacter = option('quote-character', characterType, { defaultValue: '"', doc: 'Encloses fields.' });

export const allowComments = option('allow-comments', booleanType, {
  defaultValue: false,
  doc: "Skips lines that begin with '#'; with 'ignore-parse-errors' a record of nothing else gives no row.",
});

export const ignoreParseErrors = option('ignore-parse-errors', booleanType, {
  defaultValue: false,
  doc: 'Gives NULL for a field that cannot be read, and skips a record that is no CSV; otherwise the job fails.',
});

export const arrayElementDelimiter = option('array-element-delimiter', characterType, {
  defaultValue: ';',
  doc: 'Stands between the elements of an ARRAY and the fields of a ROW.',
});

export const escapeCharacter = option('escape-character', characterType, {
  doc: 'Stands before a character that is meant as such.',
});

export const nullLiteral = option('null-literal', stringType, { doc: 'Stands for NULL.' });

export const scientificDecimals = option('write-bigdecimal-in-scientific-notation', booleanType, {
  doc: 'Writes 60 as 6E+1. Only where it is given, although its default is true in Flink.',
});

export const CSV_OPTIONS: OptionSet = {
  owner: "format 'csv'",
  options: [
    fieldDelimiter,
    disableQuoteCharacter,
    quoteCharacter,
    allowComments,
    ignoreParseErrors,
    arrayElementDelimiter,
    escapeCharacter,
    nullLiteral,
    scientificDecimals,
  ] as OptionSet['options'],
};

/** The validated values. */
export interface CsvOptions {
  readonly fieldDelimiter: string;
  /** Undefined where quotes are data. */
  readonly quoteCharacter: string | undefined;
  readonly allowComments: boolean;
  readonly ignoreParseErrors: boolean;
  readonly arrayElementDelimiter: string;
  readonly escapeCharacter: string | undefined;
  readonly nullLiteral: string | undefined;
  readonly scientificDecimals: boolean;
}

/** Checks the format's options; reports what is wrong. */
export function resolveCsvOptions(context: FormatContext): CsvOptions {
  const { entries, keyPrefix, span, accept } = context;
  const resolved = resolveOptions({ set: CSV_OPTIONS, entries, keyPrefix, span, accept });
  const quote = resolved.entry(quoteCharacter);
  const disabled = resolved.entry(disableQuoteCharacter);
  const isDisabled = resolved.get(disableQuoteCharacter) === true;
  if (quote !== undefined && disabled !== undefined && isDisabled) {
    accept(conflict(quote, disabled, 'quotes are either a character or disabled'));
  }
  return {
    fieldDelimiter: resolved.get(fieldDelimiter) ?? ',',
    quoteCharacter: isDisabled ? undefined : (resolved.get(quoteCharacter) ?? '"'),
    allowComments: resolved.get(allowComments) ?? false,
    ignoreParseErrors: resolved.get(ignoreParseErrors) ?? false,
    arrayElementDelimiter: resolved.get(arrayElementDelimiter) ?? ';',
    escapeCharacter: resolved.get(escapeCharacter),
    nullLiteral: resolved.get(nullLiteral),
    scientificDecimals: resolved.get(scientificDecimals) ?? false,
  };
}

/** The options as the plan keeps them. */
export function optionsOf(plan: FormatPlan): CsvOptions {
  return plan.options as unknown as CsvOptions;
}
