import { blanksEnd, plainTextEnd, valueEnd } from '../json/scan.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** Where a field's value stands. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Finds fields of an object by name, and checks that the object is JSON. */
export class FieldFinder {
  private readonly names: readonly Buffer[];
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;

  constructor(private readonly fields: readonly string[]) {
    this.names = fields.map((name) => Buffer.from(name));
    this.starts = new Int32Array(fields.length);
    this.ends = new Int32Array(fields.length);
  }

  /** False for what is no object, and where a name is written with escapes or stands twice. What follows is not looked at. */
  find(source: Uint8Array, start: number, end: number): boolean {
    this.starts.fill(-1);
    let at = blanksEnd(source, start);
    if (source[at] !== OPEN) return false;
    at = blanksEnd(source, at + 1);
    if (source[at] === CLOSE) return at < end;
    for (;;) {
      at = this.field(source, at);
      if (at < 0) return false;
      if (source[at] === CLOSE) return at < end;
      if (source[at] !== COMMA) return false;
      at = blanksEnd(source, at + 1);
    }
  }

  /** Undefined for a field that the object lacks. */
  place(name: string): Place | undefined {
    const index = this.fields.indexOf(name);
    const start = this.starts[index] ?? -1;
    return start < 0 ? undefined : { start, end: this.ends[index] as number };
  }

  /** Notes a field; returns the position of what follows, or -1. */
  private field(source: Uint8Array, start: number): number {
    const nameEnd = source[start] === QUOTE ? plainTextEnd(source, start + 1) : -1;
    if (nameEnd < 0) return -1;
    const colon = blanksEnd(source, nameEnd + 1);
    if (source[colon] !== COLON) return -1;
    const value = blanksEnd(source, colon + 1);
    const end = valueEnd(source, value);
    const index = this.indexOf(source, start + 1, nameEnd);
    if (end < 0 || (index >= 0 && (this.starts[index] as number) >= 0)) return -1;
    if (index >= 0) {
      this.starts[index] = value;
      this.ends[index] = end;
    }
    return blanksEnd(source, end);
  }

  private indexOf(source: Uint8Array, start: number, end: number): number {
    const { names } = this;
    for (let index = 0; index < names.length; index++) {
      const name = names[index] as Buffer;
      if (name.length !== end - start) continue;
      let i = 0;
      while (i < name.length && name[i] === source[start + i]) i++;
      if (i === name.length) return index;
    }
    return -1;
  }
}
