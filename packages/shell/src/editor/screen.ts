import type { Frame } from './lay-out.js';

const ESC = '\u001b[';
/** Terminals that know it show what is written between the two at once; others pass over them. */
const [BEGIN_UPDATE, END_UPDATE] = [`${ESC}?2026h`, `${ESC}?2026l`];

/** The rows at the bottom of a terminal that are painted anew with each key. */
export class Screen {
  private height = 0;
  private cursorRow = 0;

  constructor(private readonly write: (text: string) => void) {}

  /** Paints a frame in place of the last one. At most `maxRows` rows around the cursor are shown. */
  paint(frame: Frame, maxRows: number): void {
    const first = Math.max(0, Math.min(frame.cursorRow - maxRows + 2, frame.rows.length - maxRows));
    const rows = frame.rows.slice(first, first + maxRows);
    const cursorRow = frame.cursorRow - first;
    const toCursor = up(rows.length - 1 - cursorRow) + toColumn(frame.cursorColumn);
    this.write(`${BEGIN_UPDATE}${this.toTop()}${ESC}J${rows.join('\r\n')}${toCursor}${END_UPDATE}`);
    this.height = rows.length;
    this.cursorRow = cursorRow;
  }

  /** Leaves what is painted where it is; what comes next is written below. */
  leave(): void {
    if (this.height === 0) return;
    const down = this.height - 1 - this.cursorRow;
    this.write(`${down > 0 ? `${ESC}${down}B` : ''}\r\n`);
    this.forget();
  }

  /** Takes away what is painted. */
  clear(): void {
    if (this.height > 0) this.write(`${this.toTop()}${ESC}J`);
    this.forget();
  }

  /** Empties the whole terminal. */
  clearAll(): void {
    this.write(`${ESC}H${ESC}2J`);
    this.forget();
  }

  private forget(): void {
    this.height = 0;
    this.cursorRow = 0;
  }

  private toTop(): string {
    return `${up(this.cursorRow)}\r`;
  }
}

function up(rows: number): string {
  return rows > 0 ? `${ESC}${rows}A` : '';
}

function toColumn(column: number): string {
  return column > 0 ? `\r${ESC}${column}C` : '\r';
}
