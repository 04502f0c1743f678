import {
  formatDate,
  formatTime,
  formatTimestamp,
  type LogicalType,
  MapValue,
  ROW_KIND_SYMBOLS,
  type Row,
  type RowKind,
  Timestamp,
  type Value,
} from '@tsql/core';
import { createCast, timeZone, toLocal } from '@tsql/functions';
import type { PlanField } from '@tsql/planner';
import { eastAsianWidth } from 'get-east-asian-width';

const MAX_WIDTH = 30;

/** The width that a text takes: its UTF-16 units, and one more for each wide code point, as Flink's printer counts. */
export function displayWidth(text: string): number {
  let width = text.length;
  for (const character of text) if (eastAsianWidth(character.codePointAt(0) ?? 0) === 2) width++;
  return width;
}

/** A column as wide as its type needs at most, as Flink's `TableauStyle`. */
function typeWidth(type: LogicalType): number {
  switch (type.kind) {
    case 'BOOLEAN':
    case 'TINYINT':
    case 'SMALLINT':
      return 6;
    case 'INTEGER':
      return 11;
    case 'BIGINT':
      return 20;
    case 'DECIMAL':
      return Math.max(6, type.precision + 2);
    case 'DATE':
      return 10;
    case 'TIME':
      return 8;
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ':
      return type.precision === 0 ? 19 : type.precision <= 3 ? 23 : type.precision <= 6 ? 26 : 29;
    default:
      return MAX_WIDTH;
  }
}

/** Prints the rows of a query as Flink's `TableResult.print()` does: widths by type, everything to the right. */
export class TablePrinter {
  private count = 0;
  private readonly widths: readonly number[];
  private readonly texts: readonly ((value: Value) => string)[];

  constructor(
    private readonly fields: readonly PlanField[],
    private readonly options: {
      readonly showsKind: boolean;
      readonly localTimeZone: string;
      readonly write: (line: string) => void;
    },
  ) {
    this.widths = fields.map((field) => Math.max(displayWidth(field.name), typeWidth(field.type)));
    this.texts = fields.map((field) => cellText(field.type, options.localTimeZone));
  }

  row(row: Row, kind: RowKind): void {
    if (this.count++ === 0) this.header();
    const cells = this.fields.map((_, index) => {
      const value = row[index] ?? null;
      return value === null ? '<NULL>' : (this.texts[index]?.(value) ?? '');
    });
    this.line(this.options.showsKind ? [ROW_KIND_SYMBOLS[kind], ...cells] : cells);
  }

  end(): void {
    if (this.count === 0) {
      this.options.write('Empty set');
      return;
    }
    this.rule();
    this.options.write(this.count === 1 ? '1 row in set' : `${this.count} rows in set`);
  }

  private header(): void {
    this.rule();
    const names = this.fields.map((field) => field.name);
    this.line(this.options.showsKind ? ['op', ...names] : names, true);
    this.rule();
  }

  private columns(): number[] {
    return this.options.showsKind ? [2, ...this.widths] : [...this.widths];
  }

  private rule(): void {
    this.options.write(
      `+${this.columns()
        .map((width) => '-'.repeat(width + 2))
        .join('+')}+`,
    );
  }

  private line(cells: readonly string[], isHeader = false): void {
    const widths = this.columns();
    this.options.write(`|${cells.map((cell, index) => ` ${fit(cell, widths[index] ?? 0, isHeader)} `).join('|')}|`);
  }
}

/** Cut to the width with three dots behind, or filled up with blanks before. */
function fit(text: string, width: number, isHeader: boolean): string {
  const own = displayWidth(text);
  if (own <= width || isHeader) return ' '.repeat(Math.max(0, width - own)) + text;
  let cut = '';
  let used = 0;
  for (const unit of text) {
    const step = displayWidth(unit);
    if (used + step > width - 3) break;
    cut += unit;
    used += step;
  }
  return `${' '.repeat(width - 3 - used)}${cut}...`;
}

function cellText(type: LogicalType, localTimeZone: string): (value: Value) => string {
  const part = (inner: LogicalType) => {
    const text = cellText(inner, localTimeZone);
    return (value: Value) => (value === null ? 'NULL' : text(value));
  };
  switch (type.kind) {
    case 'BINARY':
    case 'VARBINARY':
      return (value) => `x'${Buffer.from(value as Uint8Array).toString('hex')}'`;
    case 'DATE':
      return (value) => formatDate(value as number);
    case 'TIME':
      return (value) => formatTime(value as number);
    case 'TIMESTAMP':
      return (value) => formatTimestamp(value as Timestamp, type.precision);
    case 'TIMESTAMP_LTZ':
      return (value) => {
        const { millis, nanoOfMilli } = value as Timestamp;
        return formatTimestamp(new Timestamp(toLocal(timeZone(localTimeZone), millis), nanoOfMilli), type.precision);
      };
    case 'ARRAY': {
      const element = part(type.element);
      return (value) => `[${(value as Row).map(element).join(', ')}]`;
    }
    case 'MAP':
    case 'MULTISET': {
      const key = part(type.kind === 'MAP' ? type.key : type.element);
      const inner = type.kind === 'MAP' ? part(type.value) : String;
      return (value) =>
        value instanceof MapValue
          ? `{${value.keys.map((name, index) => `${key(name)}=${inner(value.values[index] ?? null)}`).join(', ')}}`
          : '{}';
    }
    case 'ROW': {
      const fields = type.fields.map((field) => part(field.type));
      return (value) => `(${fields.map((field, index) => field((value as Row)[index] ?? null)).join(', ')})`;
    }
    default: {
      const context = { localTimeZone, now: Date.now, random: Math.random };
      const cast = createCast(
        type,
        { kind: 'VARCHAR', length: 2_147_483_647, nullable: true },
        { isTry: false, context },
      );
      return (value) => cast(value) as string;
    }
  }
}

/** Prints the answer of SHOW and DESCRIBE: widths by the data. */
export function printResult(
  columns: readonly { readonly name: string }[],
  rows: readonly (readonly (string | null)[])[],
  write: (line: string) => void,
): void {
  if (rows.length === 0) {
    write('Empty set');
    return;
  }
  const texts = rows.map((row) => row.map((cell) => cell ?? '<NULL>'));
  const widths = columns.map((column, index) =>
    Math.max(displayWidth(column.name), ...texts.map((row) => displayWidth(row[index] ?? ''))),
  );
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const line = (cells: readonly string[]) =>
    `|${cells.map((cell, index) => ` ${' '.repeat(Math.max(0, (widths[index] ?? 0) - displayWidth(cell)))}${cell} `).join('|')}|`;
  write(rule);
  write(line(columns.map((column) => column.name)));
  write(rule);
  for (const row of texts) write(line(row));
  write(rule);
  write(rows.length === 1 ? '1 row in set' : `${rows.length} rows in set`);
}
