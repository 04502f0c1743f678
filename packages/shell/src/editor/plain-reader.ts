import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { History } from './history.js';
import type { EditorInput, EditorLanguage } from './line-editor.js';

/** Reads statements line by line from a terminal that can do nothing but lines (`TERM=dumb`): it edits them itself. */
export class PlainReader {
  /** Set before the first input is read. */
  language: EditorLanguage | undefined;
  private readonly lines: string[] = [];
  private typed: string[] = [];
  private prompt = '';
  private hasEnded = false;
  private finish: ((input: EditorInput) => void) | undefined;

  constructor(
    input: Readable,
    private readonly output: Writable,
    private readonly history: History,
  ) {
    const reader = createInterface({ input, terminal: false });
    reader.on('line', (line) => {
      this.lines.push(line);
      this.proceed();
    });
    reader.on('close', () => {
      this.hasEnded = true;
      this.proceed();
    });
  }

  show(prompt: string): void {
    this.prompt = prompt;
    this.output.write(prompt);
  }

  /** Reads one input. Where `initial` is given it is shown, and an empty line takes it. */
  read(prompt: string, initial = ''): Promise<EditorInput> {
    this.typed = [];
    if (initial !== '') this.output.write(`${initial}\n(Enter runs it)\n`);
    if (this.prompt === '' || initial !== '') this.show(prompt);
    return new Promise((resolve) => {
      this.finish = (input) => {
        this.finish = undefined;
        this.prompt = '';
        resolve(input.kind === 'text' && input.text === '' ? { kind: 'text', text: initial } : input);
      };
      this.proceed();
    });
  }

  /** Ctrl-C: drops what was typed. False where nothing is being read. */
  drop(): boolean {
    if (this.finish === undefined) return false;
    this.output.write('\n');
    this.finish({ kind: 'dropped' });
    return true;
  }

  private proceed(): void {
    while (this.finish !== undefined) {
      const line = this.lines.shift();
      if (line === undefined) break;
      this.typed.push(line);
      const text = this.typed.join('\n');
      if (this.language?.isComplete(text) === true) {
        this.history.add(text);
        this.finish({ kind: 'text', text });
      } else {
        this.output.write(`${' '.repeat(Math.max(0, this.prompt.length - 2))}> `);
      }
    }
    if (this.hasEnded && this.lines.length === 0) this.finish?.({ kind: 'end' });
  }
}
