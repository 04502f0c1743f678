import { type Diagnostic, nearest, type Row, RowKind, renderCodeFrame, varchar } from '@tsql/core';
import { statementEnds } from '@tsql/grammar';
import type { QueryPlan, ResultPlan, StatementPlan } from '@tsql/planner';
import type { JobSummary, Session } from '@tsql/session';
import { CommandError } from './commands/shell-command.js';
import { commandNames, commandOfWord, findCommand } from './commands/shell-commands.js';
import { defaultDisplay } from './display.js';
import type { ResultColumn } from './output/result-column.js';
import type { ResultPrinter } from './output/result-printer.js';
import { RESULT_STYLES } from './output/result-style.js';
import { showsChanges } from './output/shows-changes.js';
import { wrapText } from './output/wrap-text.js';
import type { ShellOutput } from './shell-output.js';
import { commandBehind, cutPieces } from './shell-statement.js';

/** What stands for the file in positions. */
const FILE = 'input';
const STRING = varchar(2_147_483_647);
/** A query whose rows are late shows those that it has. */
const FLUSH_INTERVAL_MS = 200;

export interface ShellOptions {
  readonly session: Session;
  readonly output: ShellOutput;
  /** Milliseconds, for what statements took. */
  readonly clock: () => number;
}

/** A shell without its terminal: what becomes of statements and commands. */
export class Shell {
  readonly display = defaultDisplay();
  readonly output: ShellOutput;
  readonly session: Session;
  private readonly clock: () => number;
  private running: AbortController | undefined;
  private hasLeft = false;

  constructor(options: ShellOptions) {
    this.session = options.session;
    this.output = options.output;
    this.clock = options.clock;
  }

  /** True once the user has asked to leave. */
  get isDone(): boolean {
    return this.hasLeft;
  }

  leave(): void {
    this.hasLeft = true;
  }

  /** Stops what runs. False where nothing does. */
  interrupt(): boolean {
    this.running?.abort();
    return this.running !== undefined;
  }

  /** Whether what was typed can be run: whole statements, or commands. */
  static isComplete(text: string): boolean {
    const trimmed = text.trim();
    if (trimmed === '' || trimmed.startsWith('\\') || commandOfWord(trimmed) !== undefined) return true;
    return !statementEnds(text).isUnfinished || commandBehind(text) !== undefined;
  }

  /** Runs all that was typed, piece by piece; the first one that fails ends it. Returns whether all went well. */
  async submit(text: string): Promise<boolean> {
    for (const piece of cutPieces(text, statementEnds)) {
      if (this.hasLeft) break;
      const isFine =
        piece.kind === 'command' ? await this.command(piece.text) : await this.statement(text, piece.start, piece.text);
      if (!isFine) return false;
    }
    return true;
  }

  /** Runs a statement that a command is made of. */
  async run(statement: string): Promise<void> {
    await this.statement(statement, 0, statement);
  }

  private async command(text: string): Promise<boolean> {
    const [, name = '', argument = ''] = /^(\\\S+)\s*([\s\S]*)$/.exec(text) ?? [];
    const command = findCommand(name);
    try {
      if (command === undefined) throw new CommandError(unknownCommand(name));
      await command.run(this, argument.trim().replace(/\s*;$/, ''));
      return true;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      this.output.line(this.output.paint('error', error.message));
      return false;
    }
  }

  private async statement(whole: string, start: number, text: string): Promise<boolean> {
    const command = commandOfWord(text);
    if (command !== undefined) return this.command(command.name);
    const startedAt = this.clock();
    // What stands before it becomes blank, so that positions are those of what was typed.
    const masked = whole.slice(0, start).replace(/[^\n]/g, ' ') + text;
    const { plans, diagnostics } = this.session.adopt(masked, FILE);
    for (const found of diagnostics) this.report(found, whole);
    const [plan] = plans;
    if (plan === undefined || diagnostics.some(({ severity }) => severity === 'error')) return false;
    const isFine = await this.execute(plan, whole);
    if (this.display.timing) this.output.line(`Time: ${((this.clock() - startedAt) / 1000).toFixed(3)} s`);
    return isFine;
  }

  private async execute(plan: StatementPlan, whole: string): Promise<boolean> {
    if (plan.kind === 'result') {
      this.showResult(plan);
      return true;
    }
    if (plan.kind === 'done') {
      this.output.line('OK');
      return true;
    }
    const running = new AbortController();
    this.running = running;
    const printer = plan.kind === 'query' ? this.queryPrinter(plan) : undefined;
    const timer = setInterval(() => printer?.flush?.(), FLUSH_INTERVAL_MS);
    try {
      const status = await this.session.execute(plan, {
        signal: running.signal,
        jobName: 'shell',
        onLine: this.output.line,
        onDiagnostic: (found) => this.report(found, whole),
        onProgress: (progress) => {
          if (plan.kind === 'job') this.output.status(`${progress.recordsIn} in, ${progress.recordsOut} out`);
        },
        onSummary: (summary) => this.summarize(summary, plan.kind),
        ...(printer === undefined ? {} : { printer: () => printer }),
      });
      return status === 0;
    } finally {
      clearInterval(timer);
      this.output.status(undefined);
      this.running = undefined;
    }
  }

  private summarize(summary: JobSummary, kind: 'job' | 'query'): void {
    this.output.status(undefined);
    const end = summary.wasInterrupted ? 'stopped: ' : '';
    if (kind === 'query') {
      if (summary.wasInterrupted) this.output.line('stopped');
      return;
    }
    const left = summary.unacknowledged === 0 ? '' : `, ${summary.unacknowledged} not acknowledged`;
    this.output.line(`${end}${summary.recordsIn} records read, ${summary.recordsOut} written${left}`);
  }

  /** The answer of SHOW, DESCRIBE, EXPLAIN. A statement or a plan, which Flink calls `result`, is shown as it is. */
  private showResult({ columns, rows }: ResultPlan): void {
    const only = columns.length === 1 && columns[0]?.name === 'result' ? rows[0]?.[0] : undefined;
    if (typeof only === 'string' && this.isTable) {
      for (const line of only.replace(/\n$/, '').split('\n')) this.output.line(line);
      return;
    }
    this.showRows(
      columns.map(({ name }) => ({ name, type: STRING })),
      rows,
    );
  }

  /** Shows rows in the chosen style. */
  showRows(columns: readonly ResultColumn[], rows: readonly Row[]): void {
    const printer = this.printer(columns, { showsKind: false, localTimeZone: 'UTC' });
    for (const row of rows) printer.row(row, RowKind.INSERT);
    printer.end();
  }

  private get isTable(): boolean {
    return this.display.style === 'table' || this.display.style === 'vertical';
  }

  private queryPrinter(plan: QueryPlan): ResultPrinter {
    const { localTimeZone } = plan.settings;
    return this.printer(plan.input.fields, { showsKind: showsChanges(plan), localTimeZone });
  }

  private printer(
    columns: readonly ResultColumn[],
    options: { readonly showsKind: boolean; readonly localTimeZone: string },
  ): ResultPrinter {
    const style = RESULT_STYLES.find(({ name }) => name === this.display.style);
    const json = this.session.state.formats.get('json');
    if (style === undefined || json === undefined) throw new TypeError(`no style ${this.display.style}`);
    return style.create(
      columns,
      {
        ...options,
        columns: this.output.columns(),
        expanded: this.display.expanded,
        paint: this.output.paint,
        write: this.output.line,
      },
      json,
    );
  }

  private report(found: Diagnostic, text: string): void {
    this.output.status(undefined);
    const { paint } = this.output;
    const frame = renderCodeFrame(text, found, {
      position: (label) => paint('bold', label),
      severity: (label, severity) => paint(severity, label),
      gutter: (label) => paint('dim', label),
      marker: (label, severity) => paint(severity, label),
      hint: (label) => paint('dim', label),
    });
    const [message = '', ...rest] = frame.split('\n');
    for (const line of [...wrapText(message, this.output.columns() ?? Number.POSITIVE_INFINITY), ...rest]) {
      this.output.line(line);
    }
  }
}

function unknownCommand(name: string): string {
  const close = nearest(name, commandNames());
  return `unknown command ${name}${close === undefined ? '' : `: did you mean ${close}?`} \\? lists all`;
}
