import { graphemes, textWidth } from './graphemes.js';

interface Snapshot {
  readonly text: string;
  readonly cursor: number;
}

const MAX_UNDO = 500;
const WORD = /[\p{L}\p{N}_$]/u;

/** A text of several lines that is being edited: a cursor between characters, undo, and what was cut last. */
export class EditBuffer {
  #text = '';
  #cursor = 0;
  #cut = '';
  /** The column that moving up and down keeps to. */
  #goal: number | undefined;
  #isTyping = false;
  readonly #undo: Snapshot[] = [];
  readonly #redo: Snapshot[] = [];

  get text(): string {
    return this.#text;
  }

  /** Between UTF-16 units, never inside of a character. */
  get cursor(): number {
    return this.#cursor;
  }

  /** Replaces all; the cursor stands at the end unless told. */
  set(text: string, cursor = text.length): void {
    if (text === this.#text && cursor === this.#cursor) return;
    this.remember();
    this.change(text, cursor);
  }

  /** Forgets text and undo: a new statement begins. */
  reset(): void {
    this.change('', 0);
    this.#undo.length = 0;
    this.#redo.length = 0;
  }

  insert(text: string): void {
    if (!this.#isTyping || /\s/.test(text)) this.remember();
    this.change(this.before + text + this.after, this.#cursor + text.length);
    this.#isTyping = true;
  }

  /** Puts a text in place of a part of it, the cursor behind it. */
  replace(from: number, to: number, text: string): void {
    this.remember();
    this.change(this.#text.slice(0, from) + text + this.#text.slice(to), from + text.length);
  }

  moveTo(cursor: number): void {
    this.#cursor = Math.max(0, Math.min(this.#text.length, cursor));
    this.#goal = undefined;
    this.#isTyping = false;
  }

  left(): void {
    this.moveTo(this.previous());
  }

  right(): void {
    this.moveTo(this.next());
  }

  wordLeft(): void {
    this.moveTo(this.wordStart());
  }

  wordRight(): void {
    this.moveTo(this.wordEnd());
  }

  lineStart(): void {
    this.moveTo(this.startOfLine());
  }

  lineEnd(): void {
    this.moveTo(this.endOfLine());
  }

  /** One line up, in the same column as far as there is one. False on the first line. */
  up(): boolean {
    const start = this.startOfLine();
    if (start === 0) return false;
    this.toColumn(this.#text.lastIndexOf('\n', start - 2) + 1);
    return true;
  }

  /** One line down. False on the last line. */
  down(): boolean {
    const end = this.endOfLine();
    if (end === this.#text.length) return false;
    this.toColumn(end + 1);
    return true;
  }

  deleteLeft(): void {
    this.remove(this.previous(), this.#cursor);
  }

  deleteRight(): void {
    this.remove(this.#cursor, this.next());
  }

  cutWordLeft(): void {
    this.take(this.wordStart(), this.#cursor);
  }

  cutWordRight(): void {
    this.take(this.#cursor, this.wordEnd());
  }

  /** To the end of the line; at its end the line break. */
  cutToLineEnd(): void {
    const end = this.endOfLine();
    this.take(this.#cursor, end === this.#cursor ? this.next() : end);
  }

  cutToLineStart(): void {
    const start = this.startOfLine();
    this.take(start === this.#cursor ? this.previous() : start, this.#cursor);
  }

  /** Inserts what was cut last. */
  paste(): void {
    if (this.#cut !== '') this.replace(this.#cursor, this.#cursor, this.#cut);
  }

  undo(): void {
    this.exchange(this.#undo, this.#redo);
  }

  redo(): void {
    this.exchange(this.#redo, this.#undo);
  }

  private get before(): string {
    return this.#text.slice(0, this.#cursor);
  }

  private get after(): string {
    return this.#text.slice(this.#cursor);
  }

  private change(text: string, cursor: number): void {
    this.#text = text;
    this.moveTo(cursor);
  }

  private remember(): void {
    this.#undo.push({ text: this.#text, cursor: this.#cursor });
    if (this.#undo.length > MAX_UNDO) this.#undo.shift();
    this.#redo.length = 0;
  }

  private exchange(from: Snapshot[], to: Snapshot[]): void {
    const snapshot = from.pop();
    if (snapshot === undefined) return;
    to.push({ text: this.#text, cursor: this.#cursor });
    this.change(snapshot.text, snapshot.cursor);
  }

  private remove(from: number, to: number): void {
    if (from === to) return;
    this.remember();
    this.change(this.#text.slice(0, from) + this.#text.slice(to), from);
  }

  private take(from: number, to: number): void {
    if (from !== to) this.#cut = this.#text.slice(from, to);
    this.remove(from, to);
  }

  private startOfLine(): number {
    return this.#text.lastIndexOf('\n', this.#cursor - 1) + 1;
  }

  private endOfLine(): number {
    const end = this.#text.indexOf('\n', this.#cursor);
    return end < 0 ? this.#text.length : end;
  }

  private previous(): number {
    if (this.#cursor === 0) return 0;
    const start = this.startOfLine();
    if (start === this.#cursor) return start - 1;
    return this.#cursor - (graphemes(this.#text.slice(start, this.#cursor)).at(-1)?.length ?? 0);
  }

  private next(): number {
    if (this.#cursor === this.#text.length) return this.#cursor;
    const end = this.endOfLine();
    if (end === this.#cursor) return end + 1;
    return this.#cursor + (graphemes(this.#text.slice(this.#cursor, end))[0]?.length ?? 0);
  }

  private wordStart(): number {
    let at = this.#cursor;
    while (at > 0 && !WORD.test(this.#text[at - 1] ?? '')) at--;
    while (at > 0 && WORD.test(this.#text[at - 1] ?? '')) at--;
    return at;
  }

  private wordEnd(): number {
    let at = this.#cursor;
    while (at < this.#text.length && !WORD.test(this.#text[at] ?? '')) at++;
    while (at < this.#text.length && WORD.test(this.#text[at] ?? '')) at++;
    return at;
  }

  /** Goes to the line that begins at `start`, to the column that was left. */
  private toColumn(start: number): void {
    const goal = this.#goal ?? textWidth(this.#text.slice(this.startOfLine(), this.#cursor));
    const end = this.#text.indexOf('\n', start);
    let at = start;
    let column = 0;
    for (const grapheme of graphemes(this.#text.slice(start, end < 0 ? undefined : end))) {
      column += textWidth(grapheme);
      if (column > goal) break;
      at += grapheme.length;
    }
    this.moveTo(at);
    this.#goal = goal;
  }
}
