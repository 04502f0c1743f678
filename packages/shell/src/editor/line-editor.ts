import { type Completion, commonBeginning } from '../completion/completion.js';
import { CompletionMenu } from './completion-menu.js';
import { EditBuffer } from './edit-buffer.js';
import { EDIT_KEYS } from './edit-keys.js';
import { cutToWidth, textWidth } from './graphemes.js';
import type { History } from './history.js';
import type { Key, KeyReader } from './key-reader.js';
import { layOut, type StyledSpan } from './lay-out.js';
import type { Paint } from './palette.js';
import type { Screen } from './screen.js';

/** The terminal that an editor works on. */
export interface EditorTerminal {
  readonly keys: KeyReader;
  readonly screen: Screen;
  readonly paint: Paint;
  readonly size: () => { readonly columns: number; readonly rows: number };
  /** Calls back when the terminal's size changes. */
  readonly onResize: (action: () => void) => void;
}

/** What an editor knows of the language that is typed. */
export interface EditorLanguage {
  /** Whether Enter ends the input. */
  isComplete(text: string): boolean;
  highlight(text: string): readonly StyledSpan[];
  complete(text: string, cursor: number): Completion;
  /** A line about what stands at the cursor. */
  hint(text: string, cursor: number): string | undefined;
}

/** How an input ended: run it, it was dropped (Ctrl-C), or no more follows (Ctrl-D). */
export type EditorInput =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'dropped' }
  | { readonly kind: 'end' };

/** A search through earlier statements that is under way. */
interface Search {
  readonly text: string;
  readonly index: number;
  readonly failed: boolean;
}

const ACTIONS = new Map(EDIT_KEYS.flatMap(({ keys, run }) => keys.map((key) => [key, run] as const)));

/** Edits statements of several lines on a terminal, with history, completion and a hint below. */
export class LineEditor {
  private readonly buffer = new EditBuffer();
  private prompt = '';
  private menu: CompletionMenu | undefined;
  private search: Search | undefined;
  private isPasting = false;
  /** Where in the history the shown statement is from; its length: a new one. */
  private place = 0;
  private draft = '';
  private finish: ((input: EditorInput) => void) | undefined;
  /** What the editor itself does with keys: EDITOR_KEYS tells of them. */
  private readonly own: ReadonlyMap<string, () => void> = new Map([
    ['return', () => this.enter()],
    ['tab', () => this.complete()],
    ...['up', 'ctrl+p'].map((key) => [key, () => this.up()] as const),
    ...['down', 'ctrl+n'].map((key) => [key, () => this.down()] as const),
    ['ctrl+r', () => this.startSearch()],
    ['ctrl+l', () => this.terminal.screen.clearAll()],
    ['ctrl+c', () => this.end({ kind: 'dropped' }, '^C')],
    ['ctrl+d', () => (this.buffer.text === '' ? this.end({ kind: 'end' }) : this.buffer.deleteRight())],
  ]);

  /** Set before the first input is read. */
  language: EditorLanguage | undefined;

  constructor(
    private readonly terminal: EditorTerminal,
    private readonly history: History,
  ) {
    terminal.onResize(() => {
      if (this.finish !== undefined) this.paint();
    });
  }

  /** Paints an empty input that nothing reads yet. */
  show(prompt: string): void {
    this.prompt = prompt;
    this.paint();
  }

  /** Reads one input. `initial` stands there already. */
  read(prompt: string, initial = ''): Promise<EditorInput> {
    this.prompt = prompt;
    this.buffer.reset();
    this.buffer.set(initial);
    this.place = this.history.length;
    this.paint();
    return new Promise((resolve) => {
      this.finish = resolve;
      this.terminal.keys.listen((key) => this.onKey(key));
    });
  }

  private onKey(key: Key): void {
    if (this.search === undefined || !this.searchKey(key)) this.editKey(key);
    if (this.finish !== undefined) this.paint();
  }

  private editKey(key: Key): void {
    const { name, text } = key;
    if (name === 'paste-start' || name === 'paste-end') {
      this.isPasting = name === 'paste-start';
    } else if (this.isPasting) {
      this.buffer.insert(name === 'return' || name === 'enter' ? '\n' : text);
    } else if (!this.menuKey(name)) {
      const hadMenu = this.menu !== undefined;
      this.menu = undefined;
      if (name === undefined) this.type(text);
      else this.command(name);
      if (hadMenu && name === undefined) this.narrow();
    }
  }

  /** Sequences of keys that nobody knows are passed over. */
  private type(text: string): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    if (!/^[\x00-\x1f\x7f]/.test(text)) this.buffer.insert(text);
  }

  private command(name: string): void {
    const own = this.own.get(name);
    if (own !== undefined) own();
    else ACTIONS.get(name)?.(this.buffer);
  }

  private enter(): void {
    const { text } = this.buffer;
    if (this.language?.isComplete(text) === true) {
      this.history.add(text);
      this.end({ kind: 'text', text });
    } else {
      this.buffer.insert('\n');
    }
  }

  private end(input: EditorInput, mark = ''): void {
    this.menu = undefined;
    this.search = undefined;
    this.buffer.moveTo(this.buffer.text.length);
    this.paint({ isFinal: true, mark });
    this.terminal.screen.leave();
    this.terminal.keys.listen(undefined);
    const finish = this.finish;
    this.finish = undefined;
    finish?.(input);
  }

  private up(): void {
    if (!this.buffer.up()) this.recall(-1);
  }

  private down(): void {
    if (!this.buffer.down()) this.recall(1);
  }

  private recall(step: 1 | -1): void {
    const place = this.place + step;
    if (place < 0 || place > this.history.length) return;
    if (this.place === this.history.length) this.draft = this.buffer.text;
    this.place = place;
    this.buffer.set(this.history.at(place) ?? this.draft);
  }

  private complete(): void {
    const { text, cursor } = this.buffer;
    const completion = this.language?.complete(text, cursor);
    if (completion === undefined) return;
    const [first, second] = completion.candidates;
    if (first === undefined) return;
    if (second === undefined) {
      this.accept(completion, first);
      return;
    }
    const typed = text.slice(completion.from, completion.to);
    const common = commonBeginning(completion.candidates);
    const isLonger = common.length > typed.length && common.toLowerCase().startsWith(typed.toLowerCase());
    if (isLonger) this.buffer.replace(completion.from, completion.to, common);
    this.menu = new CompletionMenu({ ...completion, to: this.buffer.cursor });
  }

  /** What was typed on leaves fewer candidates in the list. */
  private narrow(): void {
    const completion = this.language?.complete(this.buffer.text, this.buffer.cursor);
    if (completion !== undefined && completion.candidates.length > 0) this.menu = new CompletionMenu(completion);
  }

  private accept({ from, to }: Completion, candidate: Completion['candidates'][number]): void {
    const { suffix = '', text } = candidate;
    const isThere = suffix !== '' && this.buffer.text.startsWith(suffix, to);
    this.buffer.replace(from, to, text + (isThere ? '' : suffix));
    if (isThere) this.buffer.moveTo(this.buffer.cursor + suffix.length);
  }

  /** Keys while the list is open; false for keys that close it and do what they always do. */
  private menuKey(name: string | undefined): boolean {
    if (this.menu === undefined) return false;
    const { candidate, completion } = this.menu;
    if (name === 'tab' || name === 'down') this.menu.move(1);
    else if (name === 'shift+tab' || name === 'up') this.menu.move(-1);
    else if (name === 'escape') this.menu = undefined;
    else if (name === 'return' && candidate !== undefined) {
      this.menu = undefined;
      this.accept(completion, candidate);
    } else return false;
    return true;
  }

  /** Keys while a search is under way; false for keys that end it with what was found and do what they always do. */
  private searchKey({ name, text }: Key): boolean {
    const search = this.search ?? { text: '', index: 0, failed: false };
    if (name === 'ctrl+r') this.find(search.text, search.index);
    else if (name === 'backspace') this.find(search.text.slice(0, -1), this.history.length);
    else if (name === undefined) this.find(search.text + text, search.index + 1);
    else if (name === 'escape' || name === 'ctrl+g') {
      this.search = undefined;
      this.buffer.set(this.draft);
    } else {
      this.search = undefined;
      return false;
    }
    return true;
  }

  private startSearch(): void {
    if (this.place === this.history.length) this.draft = this.buffer.text;
    this.search = { text: '', index: this.history.length, failed: false };
  }

  private find(text: string, before: number): void {
    const index = text === '' ? undefined : this.history.search(text, before);
    const failed = index === undefined && text !== '';
    this.search = { text, index: index ?? Math.min(before, this.history.length), failed };
    if (index === undefined) return;
    this.place = index;
    this.buffer.set(this.history.at(index) ?? '');
  }

  private paint({ isFinal = false, mark = '' } = {}): void {
    const { columns, rows } = this.terminal.size();
    const { text, cursor } = this.buffer;
    const { paint } = this.terminal;
    const width = textWidth(this.prompt);
    const frame = layOut({
      text: text + mark,
      cursor: isFinal ? text.length + mark.length : cursor,
      spans: this.language?.highlight(text) ?? [],
      prompt: this.prompt,
      continuation: `${' '.repeat(Math.max(0, width - 2))}> `,
      columns,
      paint,
    });
    const below = isFinal ? [] : this.below(columns, Math.max(1, rows - frame.rows.length - 1));
    this.terminal.screen.paint({ ...frame, rows: [...frame.rows, ...below] }, Math.max(2, rows - 1));
  }

  private below(columns: number, maxRows: number): string[] {
    const { paint } = this.terminal;
    if (this.search !== undefined) {
      const { text, failed } = this.search;
      return [paint('dim', cutToWidth(`${failed ? 'not found' : 'search'}: ${text}`, columns))];
    }
    if (this.menu !== undefined) return this.menu.rows(columns, maxRows, paint);
    if (this.isPasting) return [];
    const hint = this.language?.hint(this.buffer.text, this.buffer.cursor);
    return hint === undefined ? [] : [paint('dim', cutToWidth(hint, columns))];
  }
}
