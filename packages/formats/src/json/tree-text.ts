import { decimalToText, formatDouble, parseDecimal, stripTrailingZeros } from '@tsql/core';
import type { JsonTokenizer } from './tokenizer.js';

/**
 * The object or array at the tokenizer as compact JSON, as Jackson's tree prints it: numbers with a point or an exponent
 * are normalized (through BigDecimal if the table has a DECIMAL anywhere), a field that occurs twice keeps its last value.
 */
export function readTreeText(json: JsonTokenizer, usesDecimals: boolean): string {
  switch (json.token) {
    case '{': {
      const fields = new Map<string, string>();
      while (json.next() !== '}') {
        const name = json.text;
        json.next();
        fields.set(name, readTreeText(json, usesDecimals));
      }
      return `{${[...fields].map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
    }
    case '[': {
      const elements: string[] = [];
      while (json.next() !== ']') elements.push(readTreeText(json, usesDecimals));
      return `[${elements.join(',')}]`;
    }
    case 'string':
      return JSON.stringify(json.text);
    case 'number':
      return numberText(json.text, usesDecimals);
    default:
      return json.text;
  }
}

function numberText(text: string, usesDecimals: boolean): string {
  if (!/[.eE]/.test(text)) return BigInt(text).toString();
  const double = Number(text);
  if (!Number.isFinite(double)) return double > 0 ? '"Infinity"' : '"-Infinity"';
  const decimal = usesDecimals ? parseDecimal(text) : undefined;
  if (decimal === undefined) return formatDouble(double);
  const { unscaled, scale } = stripTrailingZeros(decimal.unscaled, decimal.scale);
  return decimalToText(unscaled, scale);
}
