import { stripVTControlCharacters } from 'node:util';
import { cutToWidth, textWidth } from './editor/graphemes.js';
import type { History } from './editor/history.js';
import { KeyReader } from './editor/key-reader.js';
import { type EditorInput, type EditorLanguage, LineEditor } from './editor/line-editor.js';
import { colorPaint, plainPaint, wantsColor } from './editor/palette.js';
import { PlainReader } from './editor/plain-reader.js';
import { Screen } from './editor/screen.js';
import { openPager, type TerminalLease } from './other-programs.js';
import type { ShellOutput } from './shell-output.js';
import type { ShellStart } from './start-shell.js';

/** Reads what is typed. */
interface InputReader {
  language: EditorLanguage | undefined;
  /** Shows a prompt that nothing is read at yet. */
  show(prompt: string): void;
  read(prompt: string, initial?: string): Promise<EditorInput>;
}

/** A terminal as a shell uses it. */
export interface ShellTerminal extends TerminalLease {
  readonly reader: InputReader;
  readonly output: ShellOutput;
  /** Has Ctrl-C do something while nothing is read. */
  onInterrupt(action: () => void): void;
}

/** The terminal, with what it can do: one that calls itself dumb is given lines and no control sequences. */
export function openTerminal(start: ShellStart, history: History): ShellTerminal {
  return start.env.TERM === 'dumb' ? plainTerminal(start, history) : fullTerminal(start, history);
}

function fullTerminal({ input, output, env }: ShellStart, history: History): ShellTerminal {
  const paint = wantsColor(output, env) ? colorPaint() : plainPaint;
  const screen = new Screen((text) => output.write(text));
  const keys = new KeyReader(input);
  const size = () => ({ columns: output.columns || 80, rows: output.rows || 24 });
  const onResize = (action: () => void) => output.on('resize', action);
  const lease = { start: () => keys.start(), stop: () => keys.stop() };
  return {
    ...lease,
    reader: new LineEditor({ keys, screen, paint, size, onResize }, history),
    output: {
      line: (text) => output.write(`${text}\n`),
      columns: () => size().columns,
      rows: () => size().rows,
      paint,
      status: (text) => output.write(text === undefined ? '\r\u001b[K' : `\r\u001b[K${text}`),
      clear: () => screen.clearAll(),
      openPager: (command) => openPager(command, lease, env),
      live: {
        paint(lines) {
          const { columns, rows } = size();
          const left = lines.length - (rows - 2);
          const shown = left > 1 ? [...lines.slice(0, rows - 2), `… ${left} more lines`] : lines;
          const cut = shown.map((line) =>
            textWidth(line) > columns ? cutToWidth(stripVTControlCharacters(line), columns) : line,
          );
          screen.paint({ rows: cut, cursorRow: cut.length - 1, cursorColumn: 0 }, rows);
        },
        clear: () => screen.clear(),
      },
    },
    onInterrupt(action) {
      keys.onInterrupt(action);
      // In raw mode Ctrl-C is a key; while a pager or an editor has the terminal it is a signal to all of them.
      process.on('SIGINT', action);
    },
  };
}

function plainTerminal({ input, output, env }: ShellStart, history: History): ShellTerminal {
  const reader = new PlainReader(input, output, history);
  const lease = { start: () => void input.resume(), stop: () => void input.pause() };
  return {
    ...lease,
    reader,
    output: {
      line: (text) => output.write(`${text}\n`),
      columns: () => output.columns || 80,
      rows: () => output.rows || 24,
      paint: wantsColor(output, env) ? colorPaint() : plainPaint,
      status: () => {},
      clear: () => {},
      openPager: (command) => openPager(command, lease, env),
    },
    onInterrupt(action) {
      process.on('SIGINT', () => {
        if (!reader.drop()) action();
      });
    },
  };
}
