import { type Row, RowKind, STRING } from '@tsql/core';
import type { QueryPlan, ResultPlan } from '@tsql/planner';
import type { Session } from '@tsql/session';
import type { Display } from './display.js';
import { changeDisplay } from './output/change-display.js';
import { LiveTable } from './output/live-table.js';
import { directLines, PagedLines, type ResultLines } from './output/paged-lines.js';
import type { ResultColumn } from './output/result-column.js';
import type { ResultPrinter } from './output/result-printer.js';
import { RESULT_STYLES } from './output/result-style.js';
import type { ShellOutput } from './shell-output.js';

export interface PrinterOptions {
  readonly columns: readonly ResultColumn[];
  readonly showsKind?: boolean;
  readonly localTimeZone?: string;
  /** A style in place of the chosen one. */
  readonly style?: string;
}

/** Shows results in the style that the user has chosen. */
export class ResultView {
  constructor(
    private readonly session: Session,
    private readonly output: ShellOutput,
    private readonly display: Display,
  ) {}

  /** Where the lines of a result go. One that may be endless has no pager. */
  lines(isBounded: boolean): ResultLines {
    const { output, display } = this;
    const { pager } = display;
    const rows = output.rows();
    if (!isBounded || pager === undefined || rows === undefined || output.openPager === undefined) {
      return directLines(output.line);
    }
    const open = output.openPager;
    return new PagedLines({ line: output.line, rows: rows - 1, open: () => open(pager) });
  }

  printer(
    { columns, showsKind = false, localTimeZone = 'UTC', style }: PrinterOptions,
    lines: ResultLines,
  ): ResultPrinter {
    const name = style ?? this.display.style;
    const found = RESULT_STYLES.find((each) => each.name === name);
    const json = this.session.state.formats.get('json');
    if (found === undefined || json === undefined) throw new TypeError(`no style ${name}`);
    const options = {
      showsKind,
      localTimeZone,
      columns: this.output.columns(),
      expanded: this.display.expanded,
      paint: this.output.paint,
      write: lines.line,
    };
    return found.create(columns, options, json);
  }

  /** The printer of whole records: one column a line, where a table is chosen. */
  recordPrinter(columns: readonly ResultColumn[], lines: ResultLines): ResultPrinter {
    return this.printer({ columns, ...(this.display.style === 'table' ? { style: 'vertical' } : {}) }, lines);
  }

  /** The printer of a query: changes with their kind, or where they can be shown so the table that they make. */
  queryPrinter(plan: QueryPlan, lines: ResultLines): ResultPrinter {
    const { localTimeZone } = plan.settings;
    const options = { columns: plan.input.fields, localTimeZone };
    switch (changeDisplay(plan)) {
      case 'rows':
        return this.printer(options, lines);
      case 'changes':
        return this.printer({ ...options, showsKind: true }, lines);
      case 'live':
        return new LiveTable({
          columns: options.columns,
          localTimeZone,
          printer: (write) => this.printer(options, { ...lines, line: write }),
          final: () => this.printer(options, lines),
          live: this.output.live,
        });
    }
  }

  /** Shows rows in the chosen style. */
  async rows(columns: readonly ResultColumn[], rows: readonly Row[]): Promise<void> {
    const lines = this.lines(true);
    const printer = this.printer({ columns }, lines);
    for (const row of rows) printer.row(row, RowKind.INSERT);
    printer.end();
    await lines.end();
  }

  /** The answer of SHOW, DESCRIBE, EXPLAIN. A statement or a plan, which Flink calls `result`, is shown as it is. */
  async result({ columns, rows }: ResultPlan): Promise<void> {
    const only = columns.length === 1 && columns[0]?.name === 'result' ? rows[0]?.[0] : undefined;
    const isTable = this.display.style === 'table' || this.display.style === 'vertical';
    if (typeof only !== 'string' || !isTable) {
      await this.rows(
        columns.map(({ name }) => ({ name, type: STRING })),
        rows,
      );
      return;
    }
    const lines = this.lines(true);
    for (const line of only.replace(/\n$/, '').split('\n')) lines.line(line);
    await lines.end();
  }
}
