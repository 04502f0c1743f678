import { ByteWriter, type FormatFactory, ROW_KIND_SYMBOLS, type Row, RowKind, type RowType } from '@tsql/core';
import type { PlanField } from '@tsql/planner';
import { cellText } from './cell-text.js';

/** Prints the rows of a query as they come. */
export interface RowPrinter {
  row(row: Row, kind: RowKind): void;
  /** No row follows. */
  end(): void;
}

export interface ResultOptions {
  /** True for the changes of a streaming query: a column `op` tells their kind. */
  readonly showsKind: boolean;
  readonly localTimeZone: string;
  /** Of columns whose type sets no width, in a table: `table.display.max-column-width`. */
  readonly maxColumnWidth: number;
  readonly write: (line: string) => void;
}

/** How the rows of a query are printed. */
export type ResultFormat = 'table' | 'json' | 'csv';

/** A row a line, as a JSON object with the texts that Flink's `json` format writes. */
export function jsonPrinter(fields: readonly PlanField[], options: ResultOptions, json: FormatFactory): RowPrinter {
  const columns = fields.map(({ name, type }) => ({ name, type }));
  const rowType: RowType = { kind: 'ROW', nullable: false, fields: columns };
  const plan = { identifier: 'json', options: {}, rowType, metadata: [] };
  const { localTimeZone } = options;
  const serializer = json.createSerializer(plan, { part: 'value', mode: 'reference', localTimeZone });
  const target = new ByteWriter();
  return {
    row(row, kind) {
      target.truncate();
      serializer.serialize(row, RowKind.INSERT, target);
      const text = Buffer.from(target.bytes.buffer, target.bytes.byteOffset, target.length).toString();
      options.write(options.showsKind ? `{"op":"${ROW_KIND_SYMBOLS[kind]}",${text.slice(1)}` : text);
    },
    end() {},
  };
}

/** RFC 4180 with a header; NULL is an empty cell, an empty text a quoted one. */
export function csvPrinter(fields: readonly PlanField[], options: ResultOptions): RowPrinter {
  const texts = fields.map((field) => cellText(field.type, options.localTimeZone));
  const line = (cells: readonly string[]) => options.write(cells.join(','));
  const names = fields.map((field) => quoted(field.name));
  line(options.showsKind ? ['op', ...names] : names);
  return {
    row(row, kind) {
      const cells = texts.map((text, index) => {
        const value = row[index] ?? null;
        return value === null ? '' : quoted(text(value));
      });
      line(options.showsKind ? [ROW_KIND_SYMBOLS[kind], ...cells] : cells);
    },
    end() {},
  };
}

function quoted(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
