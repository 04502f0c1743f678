/** A text or a number within a JSON text: where it stands. */
export interface JsonLeaf {
  readonly kind: 'text' | 'number';
  readonly start: number;
  readonly end: number;
}

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON's texts hold none
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const BLANK = /[ \t\r\n]*/y;
const WORD = /true|false|null/y;

/**
 * The texts and numbers at or below a path of field names; elements of arrays are gone through. The rest of the document stays as it is
 * written: numbers keep their digits. Throws an Error for a text that is no JSON.
 */
export function jsonLeaves(json: string, path: readonly string[]): JsonLeaf[] {
  const reader = new LeafReader(json);
  reader.document(path);
  return reader.leaves;
}

class LeafReader {
  readonly leaves: JsonLeaf[] = [];
  private at = 0;

  constructor(private readonly json: string) {}

  document(path: readonly string[]): void {
    this.value(path, true);
    this.take(BLANK);
    if (this.at < this.json.length) throw this.unexpected();
  }

  /** `rest`: the names still to come; `isOnPath`: false for what lies beside the path. */
  private value(rest: readonly string[], isOnPath: boolean): void {
    this.take(BLANK);
    const start = this.at;
    const isWanted = isOnPath && rest.length === 0;
    switch (this.json[this.at]) {
      case '{':
        this.object(rest, isOnPath);
        return;
      case '[':
        this.array(rest, isOnPath);
        return;
      case '"':
        this.require(TEXT);
        if (isWanted) this.leaves.push({ kind: 'text', start, end: this.at });
        return;
      default:
        if (this.take(WORD) !== undefined) return;
        this.require(NUMBER);
        if (isWanted) this.leaves.push({ kind: 'number', start, end: this.at });
    }
  }

  private object(rest: readonly string[], isOnPath: boolean): void {
    this.at++;
    if (this.ends('}')) return;
    do {
      this.take(BLANK);
      const name = JSON.parse(this.require(TEXT)) as string;
      this.take(BLANK);
      if (this.json[this.at++] !== ':') throw this.unexpected(-1);
      const [wanted, ...others] = rest;
      this.value(wanted === undefined ? rest : others, isOnPath && (wanted === undefined || wanted === name));
    } while (this.continues('}'));
  }

  private array(rest: readonly string[], isOnPath: boolean): void {
    this.at++;
    if (this.ends(']')) return;
    do this.value(rest, isOnPath);
    while (this.continues(']'));
  }

  private ends(bracket: string): boolean {
    this.take(BLANK);
    if (this.json[this.at] !== bracket) return false;
    this.at++;
    return true;
  }

  private continues(bracket: string): boolean {
    if (this.ends(bracket)) return false;
    if (this.json[this.at++] === ',') return true;
    throw this.unexpected(-1);
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.json)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private require(pattern: RegExp): string {
    const found = this.take(pattern);
    if (found === undefined) throw this.unexpected();
    return found;
  }

  private unexpected(shift = 0): Error {
    const at = this.at + shift;
    const found = this.json[at];
    return new Error(found === undefined ? 'it ends too early' : `'${found}' at ${at} is not expected`);
  }
}
