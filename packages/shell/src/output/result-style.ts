import type { FormatFactory } from '@tsql/core';
import { csvPrinter, jsonPrinter, type ResultOptions } from '@tsql/session';
import { JsonArrayPrinter } from './json-array-printer.js';
import { MarkdownPrinter } from './markdown-printer.js';
import type { ResultColumn } from './result-column.js';
import type { PrintOptions, ResultPrinter } from './result-printer.js';
import { TablePrinter } from './table-printer.js';
import { VerticalPrinter } from './vertical-printer.js';

/** A way to show results. */
export interface ResultStyle {
  readonly name: string;
  readonly doc: string;
  readonly create: (columns: readonly ResultColumn[], options: PrintOptions, json: FormatFactory) => ResultPrinter;
}

/** The ways to show results: for `\format`, its help and its completion. */
export const RESULT_STYLES: readonly ResultStyle[] = [
  {
    name: 'table',
    doc: 'a table as wide as its texts and no wider than the terminal',
    create: (columns, options) => new TablePrinter(columns, options),
  },
  {
    name: 'vertical',
    doc: 'a column a line',
    create: (columns, options) => new VerticalPrinter(columns, options),
  },
  {
    name: 'json',
    doc: 'one JSON array of objects',
    create: (columns, options, json) =>
      new JsonArrayPrinter((write) => jsonPrinter(columns, { ...sessionOptions(options), write }, json), options.write),
  },
  {
    name: 'jsonl',
    doc: 'a JSON object a line',
    create: (columns, options, json) => jsonPrinter(columns, sessionOptions(options), json),
  },
  {
    name: 'csv',
    doc: 'RFC 4180 with a header; NULL is an empty cell, an empty text a quoted one',
    create: (columns, options) => csvPrinter(columns, sessionOptions(options)),
  },
  {
    name: 'markdown',
    doc: 'a table for Markdown',
    create: (columns, options) => new MarkdownPrinter(columns, options),
  },
];

function sessionOptions({ showsKind, localTimeZone, write }: PrintOptions): ResultOptions {
  return { showsKind, localTimeZone, write, maxColumnWidth: Number.POSITIVE_INFINITY };
}
