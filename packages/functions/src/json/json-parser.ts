import { formatDouble } from '@tsql/core';

/** A number as it is written: nothing is lost before its type is known. */
export class JsonNumber {
  constructor(readonly source: string) {}

  get isWhole(): boolean {
    return /^-?\d+$/.test(this.source);
  }

  /** As Jackson prints it: whole numbers as they are, others as doubles. */
  toString(): string {
    return this.isWhole ? BigInt(this.source).toString() : formatDouble(Number(this.source));
  }
}

/** A parsed JSON value; objects keep the order of their keys. */
export type Json = null | boolean | string | JsonNumber | readonly Json[] | ReadonlyMap<string, Json>;

/**
 * Parses the JSON value at the start of a text, as Jackson does: what follows it is not looked at.
 *
 * @throws SyntaxError for a text that does not start with a JSON value
 */
export function parseJson(text: string): Json {
  return new JsonReader(text).read();
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON strings hold no control characters
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /true|false|null/y;

class JsonReader {
  private at = 0;

  constructor(private readonly text: string) {}

  read(): Json {
    const value = this.value();
    const next = this.text[this.at];
    const isToken = next === undefined || /[\s{}[\],:"]/.test(next);
    return isToken ? value : this.fail();
  }

  private value(): Json {
    this.skipBlanks();
    switch (this.text[this.at]) {
      case '{':
        return this.object();
      case '[':
        return this.array();
      case '"':
        return this.string();
      default:
        return this.scalar();
    }
  }

  private scalar(): Json {
    const word = this.match(WORD);
    if (word !== undefined) return word === 'null' ? null : word === 'true';
    const number = this.match(NUMBER);
    return number === undefined ? this.fail() : new JsonNumber(number);
  }

  private string(): string {
    const text = this.match(STRING);
    return text === undefined ? this.fail() : (JSON.parse(text) as string);
  }

  private array(): Json[] {
    const elements: Json[] = [];
    this.at++;
    if (this.takes(']')) return elements;
    do elements.push(this.value());
    while (this.takes(','));
    if (!this.takes(']')) this.fail();
    return elements;
  }

  private object(): Map<string, Json> {
    const entries = new Map<string, Json>();
    this.at++;
    if (this.takes('}')) return entries;
    do {
      this.skipBlanks();
      const key = this.string();
      if (!this.takes(':')) this.fail();
      entries.set(key, this.value());
    } while (this.takes(','));
    if (!this.takes('}')) this.fail();
    return entries;
  }

  private takes(character: string): boolean {
    this.skipBlanks();
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private skipBlanks(): void {
    while (/[ \t\n\r]/.test(this.text[this.at] ?? '')) this.at++;
  }

  private match(expression: RegExp): string | undefined {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private fail(): never {
    throw new SyntaxError(`the text is no JSON at character ${this.at + 1}`);
  }
}

/** Writes a text as a JSON string, as Jackson does. */
export function jsonString(text: string): string {
  return JSON.stringify(text).replace(/\\u00([0-9a-f]{2})/g, (_, hex: string) => `\\u00${hex.toUpperCase()}`);
}

/** Writes a parsed value again, without blanks. */
export function jsonText(value: Json): string {
  if (value === null || typeof value === 'boolean' || value instanceof JsonNumber) return String(value);
  if (typeof value === 'string') return jsonString(value);
  if (value instanceof Map) {
    return `{${[...value].map(([key, entry]) => `${jsonString(key)}:${jsonText(entry)}`).join(',')}}`;
  }
  return `[${(value as readonly Json[]).map(jsonText).join(',')}]`;
}

/** Texts, numbers, booleans; NULL is none of them. */
export const isScalar = (value: Json): boolean =>
  typeof value === 'string' || typeof value === 'boolean' || value instanceof JsonNumber;
