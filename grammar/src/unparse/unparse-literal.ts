import type { CharacterLiteral, Literal, NumericLiteral } from '../ast/index.js';
import { printQualifier } from '../printer/print-type.js';
import type { Unparsing } from './unparsing.js';

/** A literal as Flink writes it. */
export function unparseLiteral(style: Unparsing, literal: Literal): string {
  switch (literal.kind) {
    case 'NullLiteral':
      return 'NULL';
    case 'BooleanLiteral':
      return literal.value === null ? 'UNKNOWN' : literal.value ? 'TRUE' : 'FALSE';
    case 'NumericLiteral':
      return unparseNumber(literal, false);
    case 'CharacterLiteral':
      return unparseText(style, literal);
    case 'BinaryLiteral':
      return `X'${literal.hex}'`;
    case 'DateTimeLiteral':
      return `${literal.type} ${literal.value.text}`;
    case 'IntervalLiteral':
      return `INTERVAL ${literal.negative ? '-' : ''}${literal.value.text} ${printQualifier(literal.qualifier)}`;
  }
}

/** A number with its sign: plain digits, or one digit before the point and an exponent. */
export function unparseNumber({ text, approximate }: NumericLiteral, isNegative: boolean): string {
  const [mantissa = '', exponent = '0'] = text.toUpperCase().split('E');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = `${whole}${fraction}`.replace(/^0+(?=\d)/, '');
  const sign = isNegative && /[1-9]/.test(digits) ? '-' : '';
  if (approximate) return `${sign}${scientific(digits, fraction.length - Number(exponent))}`;
  const plain = whole.replace(/^0+(?=\d)/, '') || '0';
  return `${sign}${fraction === '' ? plain : `${plain}.${fraction}`}`;
}

/** `scale`: how many of the digits stand behind the point. */
function scientific(digits: string, scale: number): string {
  const kept = digits.slice(0, 20);
  const behind = (scale === 0 ? kept.replace(/(?<=\d)0+$/, '') : kept).slice(1);
  return `${digits[0] ?? '0'}${behind === '' ? '' : `.${behind}`}E${digits.length - scale - 1}`;
}

/** The pieces of a text that is written in several. */
const PIECES = /'(?:[^']|'')*'/g;

/** What Calcite calls 7-bit ASCII; a text with anything else is written with its character set. */
const PLAIN_TEXT = /^[\x20-\x7f\n\r]*$/;

/** A text: in its pieces, and with its character set where it has another than Latin. */
export function unparseText({ isValidated }: Unparsing, { text, value }: CharacterLiteral): string {
  const isPrefixed = !text.startsWith("'");
  const quoted = `'${value.replaceAll("'", "''")}'`;
  if (isValidated) return PLAIN_TEXT.test(value) ? quoted : `u&'${value.replace(/[^\x20-\x7f]|\\/g, escaped)}'`;
  if (isPrefixed || !PLAIN_TEXT.test(value)) return `_UTF16${quoted}`;
  return (text.match(PIECES) ?? [quoted]).join('\n');
}

const escaped = (character: string): string =>
  character === '\\' ? '\\\\' : `\\${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
