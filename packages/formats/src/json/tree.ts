import { decimalToText, formatDouble, parseDecimal, stripTrailingZeros } from '@tsql/core';
import { JsonTokenizer } from './tokenizer.js';

/** A number as it was written. */
export class JsonNumber {
  constructor(readonly text: string) {}
}

/** A document as Jackson's tree holds it: of fields with one name the last counts, in the place of the first. */
export type JsonNode = null | boolean | string | JsonNumber | readonly JsonNode[] | ReadonlyMap<string, JsonNode>;

/** The first document of a text; what follows it is not looked at. Throws for text that is no JSON. */
export function parseTree(source: Uint8Array, start: number, end: number): JsonNode {
  const json = new JsonTokenizer(source, start, end);
  if (json.next() === 'end') throw new Error('it is empty');
  return readTree(json);
}

/** The value at the tokenizer. */
export function readTree(json: JsonTokenizer): JsonNode {
  switch (json.token) {
    case '{': {
      const fields = new Map<string, JsonNode>();
      while (json.next() !== '}') {
        const name = json.text;
        json.next();
        fields.set(name, readTree(json));
      }
      return fields;
    }
    case '[': {
      const elements: JsonNode[] = [];
      while (json.next() !== ']') elements.push(readTree(json));
      return elements;
    }
    case 'string':
      return json.text;
    case 'number':
      return new JsonNumber(json.text);
    case 'null':
      return null;
    default:
      return json.token === 'true';
  }
}

/**
 * The node as compact JSON: `JsonNode.toString`. Numbers with a point or an exponent are normalized, through BigDecimal if the table
 * has a DECIMAL anywhere, else through double.
 */
export function printTree(node: JsonNode, usesDecimals: boolean): string {
  if (node instanceof JsonNumber) {
    const text = numberText(node.text, usesDecimals);
    return text.endsWith('y') ? `"${text}"` : text;
  }
  if (node instanceof Map) {
    return `{${[...node].map(([name, value]) => `${JSON.stringify(name)}:${printTree(value, usesDecimals)}`).join(',')}}`;
  }
  if (Array.isArray(node)) return `[${node.map((element) => printTree(element, usesDecimals)).join(',')}]`;
  return JSON.stringify(node);
}

/** `JsonNode.asText`: empty for objects and arrays. */
export function textOf(node: JsonNode, usesDecimals: boolean): string {
  if (node instanceof JsonNumber) return numberText(node.text, usesDecimals);
  return node instanceof Map || Array.isArray(node) ? '' : String(node);
}

function numberText(text: string, usesDecimals: boolean): string {
  if (!/[.eE]/.test(text)) return BigInt(text).toString();
  const double = Number(text);
  if (!Number.isFinite(double)) return double > 0 ? 'Infinity' : '-Infinity';
  const decimal = usesDecimals ? parseDecimal(text) : undefined;
  if (decimal === undefined) return formatDouble(double);
  const { unscaled, scale } = stripTrailingZeros(decimal.unscaled, decimal.scale);
  return decimalToText(unscaled, scale);
}
