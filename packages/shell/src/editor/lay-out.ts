import { graphemes, textWidth } from './graphemes.js';
import type { Paint, Style } from './palette.js';

/** A part of a text in one style. Parts are in order and don't overlap. */
export interface StyledSpan {
  readonly start: number;
  readonly end: number;
  readonly style: Style;
}

export interface LayOutRequest {
  readonly text: string;
  readonly cursor: number;
  readonly spans: readonly StyledSpan[];
  /** Stands before the first line. */
  readonly prompt: string;
  /** Stands before each further line. */
  readonly continuation: string;
  readonly columns: number;
  readonly paint: Paint;
}

/** Rows as a terminal shows them, none wider than it, and the cell of the cursor. */
export interface Frame {
  readonly rows: readonly string[];
  readonly cursorRow: number;
  readonly cursorColumn: number;
}

/** Breaks a text into the rows of a terminal. */
export function layOut(request: LayOutRequest): Frame {
  return new Layout(request).run();
}

class Layout {
  private readonly rows: string[] = [];
  private row = '';
  private column = 0;
  /** Not painted yet, all of one style. */
  private piece = '';
  private style: Style | undefined;
  private cursor = { row: 0, column: 0 };
  private span = 0;

  constructor(private readonly request: LayOutRequest) {}

  run(): Frame {
    const { text, prompt, continuation, cursor } = this.request;
    let offset = 0;
    this.put(prompt, 'prompt');
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) {
        this.breakRow();
        this.put(continuation, 'dim');
      }
      for (const grapheme of graphemes(line)) {
        if (cursor === offset) this.markCursor(textWidth(shown(grapheme)));
        this.put(shown(grapheme), this.styleAt(offset));
        offset += grapheme.length;
      }
      if (cursor === offset) this.markCursor(1);
      offset++;
    }
    this.breakRow();
    return { rows: this.rows, cursorRow: this.cursor.row, cursorColumn: this.cursor.column };
  }

  /** The cursor stands before what comes next, which takes `width` cells. */
  private markCursor(width: number): void {
    if (this.column + width > this.request.columns) this.breakRow();
    this.cursor = { row: this.rows.length, column: this.column };
  }

  private put(text: string, style: Style | undefined): void {
    for (const grapheme of graphemes(text)) {
      const width = textWidth(grapheme);
      if (this.column + width > this.request.columns) this.breakRow();
      if (style !== this.style) this.endPiece();
      this.style = style;
      this.piece += grapheme;
      this.column += width;
    }
  }

  private endPiece(): void {
    this.row += this.style === undefined ? this.piece : this.request.paint(this.style, this.piece);
    this.piece = '';
  }

  private breakRow(): void {
    this.endPiece();
    this.rows.push(this.row);
    this.row = '';
    this.column = 0;
  }

  /** Offsets are asked for in order. */
  private styleAt(offset: number): Style | undefined {
    const { spans } = this.request;
    while ((spans[this.span]?.end ?? Number.POSITIVE_INFINITY) <= offset) this.span++;
    const span = spans[this.span];
    return span !== undefined && offset >= span.start ? span.style : undefined;
  }
}

/** What stands for a character: blanks for a tab, `^A` and the like for control characters. */
function shown(grapheme: string): string {
  if (grapheme === '\t') return '  ';
  const code = grapheme.charCodeAt(0);
  if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`;
  return code === 0x7f ? '^?' : grapheme;
}
