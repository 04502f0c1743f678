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

/** The value at the tokenizer. Built without recursion: no depth of nesting overflows the stack. */
export function readTree(json: JsonTokenizer): JsonNode {
  const root = open(json);
  const parents: (Map<string, JsonNode> | JsonNode[])[] = [];
  let container = containerOf(root);
  while (container !== undefined) {
    const token = json.next();
    if (token === '}' || token === ']') {
      container = parents.pop();
      continue;
    }
    const name = json.text;
    if (token === 'field') json.next();
    const node = open(json);
    if (container instanceof Map) container.set(name, node);
    else container.push(node);
    const inner = containerOf(node);
    if (inner === undefined) continue;
    parents.push(container);
    container = inner;
  }
  return root;
}

function containerOf(node: JsonNode): Map<string, JsonNode> | JsonNode[] | undefined {
  return node instanceof Map || Array.isArray(node) ? (node as Map<string, JsonNode> | JsonNode[]) : undefined;
}

/** The value at the token; an object or an array as yet without what it holds. */
function open(json: JsonTokenizer): JsonNode {
  switch (json.token) {
    case '{':
      return new Map();
    case '[':
      return [];
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

/** True if a field of that name stands anywhere in the node, as Jackson's `findValue` looks for it. */
export function hasField(node: JsonNode, name: string): boolean {
  const pending: JsonNode[] = [node];
  while (pending.length > 0) {
    const next = pending.pop() as JsonNode;
    if (next instanceof Map) {
      if (next.has(name)) return true;
      for (const value of next.values()) pending.push(value);
    } else if (Array.isArray(next)) {
      for (const element of next) pending.push(element);
    }
  }
  return false;
}

/** Text that is printed as it is. */
class Printed {
  constructor(readonly text: string) {}
}

/**
 * The node as compact JSON: `JsonNode.toString`. Numbers with a point or an exponent are normalized, through BigDecimal if the table
 * has a DECIMAL anywhere, else through double. Without recursion, too: what is still to be printed is a list.
 */
export function printTree(root: JsonNode, usesDecimals: boolean): string {
  let text = '';
  const pending: (JsonNode | Printed)[] = [root];
  while (pending.length > 0) {
    const next = pending.pop() as JsonNode | Printed;
    if (next instanceof Printed) text += next.text;
    else if (next instanceof Map) pushObject(next, pending);
    else if (Array.isArray(next)) pushArray(next, pending);
    else text += printScalar(next as JsonNode, usesDecimals);
  }
  return text;
}

function pushObject(fields: ReadonlyMap<string, JsonNode>, pending: (JsonNode | Printed)[]): void {
  const entries = [...fields];
  pending.push(new Printed('}'));
  for (let i = entries.length - 1; i >= 0; i--) {
    const [name, value] = entries[i] as [string, JsonNode];
    pending.push(value, new Printed(`${i === 0 ? '{' : ','}${quoted(name)}:`));
  }
  if (entries.length === 0) pending.push(new Printed('{'));
}

function pushArray(elements: readonly JsonNode[], pending: (JsonNode | Printed)[]): void {
  pending.push(new Printed(']'));
  for (let i = elements.length - 1; i >= 0; i--) {
    pending.push(elements[i] as JsonNode, new Printed(i === 0 ? '[' : ','));
  }
  if (elements.length === 0) pending.push(new Printed('['));
}

function printScalar(node: JsonNode, usesDecimals: boolean): string {
  if (typeof node === 'string') return quoted(node);
  if (!(node instanceof JsonNumber)) return String(node);
  const text = numberText(node.text, usesDecimals);
  return text.endsWith('y') ? `"${text}"` : text;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what has to be escaped
const SPECIAL = /["\\\u0000-\u001f]/g;

/** A text in quotes as Jackson's generator of characters writes it: control characters escaped, in capitals. */
function quoted(text: string): string {
  return `"${text.replace(SPECIAL, (unit) => ESCAPES[unit] ?? `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)}"`;
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
