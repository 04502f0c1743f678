import type { Completion } from '../completion/completion.js';
import { cutToWidth, textWidth } from './graphemes.js';
import type { Paint } from './palette.js';

const MAX_ROWS = 8;
const MAX_TEXT_WIDTH = 44;

/** The list of candidates below the text, one of them perhaps chosen. */
export class CompletionMenu {
  private selected = -1;

  constructor(readonly completion: Completion) {}

  /** The chosen candidate. */
  get candidate() {
    return this.completion.candidates[this.selected];
  }

  /** Chooses the next one, or with -1 the one before; around at the ends. */
  move(step: 1 | -1): void {
    const { length } = this.completion.candidates;
    this.selected = this.selected < 0 && step < 0 ? length - 1 : (this.selected + step + length) % length;
  }

  /** A row each: the text, what it is, its help. */
  rows(columns: number, maxRows: number, paint: Paint): string[] {
    const { candidates } = this.completion;
    const count = Math.max(1, Math.min(MAX_ROWS, maxRows - 1));
    const first = Math.max(0, Math.min(this.selected - count + 1, candidates.length - count));
    const shown = candidates.slice(first, first + count);
    const widthOf = (texts: readonly string[]) => Math.min(MAX_TEXT_WIDTH, Math.max(...texts.map(textWidth)));
    const textColumns = widthOf(shown.map(({ text }) => text));
    const kindColumns = widthOf(shown.map(({ kind }) => kind));
    const rows = shown.map(({ text, kind, doc }, index) => {
      const name = ` ${fill(text, textColumns)} `;
      const help = cutToWidth(`${fill(kind, kindColumns)}  ${doc}`, columns - textWidth(name) - 1);
      const isSelected = first + index === this.selected;
      return cutRow(isSelected ? paint('selected', name) : name, name, columns) + paint('dim', help);
    });
    const left = candidates.length - shown.length;
    return left > 0 ? [...rows, paint('dim', cutToWidth(` … ${left} more`, columns))] : rows;
  }
}

function fill(text: string, width: number): string {
  const cut = cutToWidth(text, width);
  return cut + ' '.repeat(width - textWidth(cut));
}

/** The painted row, or where it is too wide for the terminal its plain beginning. */
function cutRow(painted: string, plain: string, columns: number): string {
  return textWidth(plain) <= columns ? painted : cutToWidth(plain, columns);
}
