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
import { unescapeJava } from './java-escapes.js';

/** One UTF-16 unit, as a Java `char`. */
function characterType(resolve: (text: string) => string | undefined, allowed: string): OptionType<string> {
  return {
    name: 'String',
    allowed,
    parse(text) {
      const character = resolve(text);
      return character?.length === 1 ? character : undefined;
    },
    print: (value) => value,
  };
}

const plainCharacter = characterType((text) => text, 'a single character');
const escapedCharacter = characterType(
  unescapeJava,
  'a single character, or a Java escape of one such as \\t or \\u0001',
);

export const fieldDelimiter = option('field-delimiter', escapedCharacter, {
  defaultValue: ',',
  doc: 'The character between two columns.',
  example: '\\t',
});

export const disableQuoteCharacter = option('disable-quote-character', booleanType, {
  defaultValue: false,
  doc: "Neither writes nor understands quotes. Not together with 'quote-character'.",
});

export const quoteCharacter = option('quote-character', plainCharacter, {
  defaultValue: '"',
  doc: 'The character around columns that need it.',
});

export const allowComments = option('allow-comments', booleanType, {
  defaultValue: false,
  scope: 'source',
  doc: "Leaves lines out that begin with '#'. A record of nothing else needs 'ignore-parse-errors'.",
});

export const ignoreParseErrors = option('ignore-parse-errors', booleanType, {
  defaultValue: false,
  scope: 'source',
  doc: 'Gives NULL for a column that cannot be read, and skips a record that is no CSV; otherwise the job fails.',
});

export const arrayElementDelimiter = option('array-element-delimiter', plainCharacter, {
  defaultValue: ';',
  doc: 'The character between two elements of an ARRAY or fields of a ROW.',
});

export const escapeCharacter = option('escape-character', plainCharacter, {
  doc: 'The character that takes the meaning from the one behind it; none by default.',
});

export const nullLiteral = option('null-literal', stringType, {
  doc: 'The text that stands for NULL. By default NULL is written as nothing, and no text is read as NULL.',
});

export const writeBigDecimalInScientificNotation = option('write-bigdecimal-in-scientific-notation', booleanType, {
  scope: 'sink',
  doc: 'Writes DECIMAL with an exponent: 6E+1. Without the option, and with false, it is 60.',
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
    writeBigDecimalInScientificNotation,
  ] as OptionSet['options'],
};

/** The validated values; characters as texts of one UTF-16 unit, undefined for none. */
export interface CsvOptions {
  readonly fieldDelimiter: string;
  readonly quoteCharacter: string | undefined;
  readonly escapeCharacter: string | undefined;
  readonly arrayElementDelimiter: string;
  readonly nullLiteral: string | undefined;
  readonly allowComments: boolean;
  readonly ignoreParseErrors: boolean;
  /** Flink documents true as the default, but writes the plain form unless the option is given. */
  readonly isScientific: boolean;
}

/** Checks the format's options; reports what is wrong. */
export function resolveCsvOptions(context: FormatContext): CsvOptions {
  const resolved = resolveOptions({
    set: CSV_OPTIONS,
    entries: context.entries,
    keyPrefix: context.keyPrefix,
    span: context.span,
    accept: context.accept,
  });
  const quote = resolved.entry(quoteCharacter);
  const disabled = resolved.entry(disableQuoteCharacter);
  const isDisabled = resolved.get(disableQuoteCharacter) ?? false;
  if (quote !== undefined && disabled !== undefined && isDisabled) {
    context.accept(conflict(quote, disabled, 'there is no quote character where quotes are disabled'));
  }
  return {
    fieldDelimiter: resolved.get(fieldDelimiter) ?? ',',
    quoteCharacter: isDisabled ? undefined : (resolved.get(quoteCharacter) ?? '"'),
    escapeCharacter: resolved.get(escapeCharacter),
    arrayElementDelimiter: resolved.get(arrayElementDelimiter) ?? ';',
    nullLiteral: resolved.get(nullLiteral),
    allowComments: resolved.get(allowComments) ?? false,
    ignoreParseErrors: resolved.get(ignoreParseErrors) ?? false,
    isScientific: resolved.get(writeBigDecimalInScientificNotation) ?? false,
  };
}

/** The options as the plan keeps them. */
export function optionsOf(plan: FormatPlan): CsvOptions {
  return plan.options as unknown as CsvOptions;
}
