import { stripVTControlCharacters } from 'node:util';
import { type Diagnostic, renderCodeFrame, TsqlError } from '@tsql/core';
import type { JobPlan, QueryPlan, StatementPlan } from '@tsql/planner';
import type { JobSummary, Session } from '@tsql/session';
import { wrapText } from './output/wrap-text.js';
import { findViewer } from './print/find-viewer.js';
import { parsePrint } from './print/print-statement.js';
import { PRINT_COLUMNS, printTopic } from './print/print-topic.js';
import { openTopic } from './print/topic-source.js';
import type { ResultView } from './result-view.js';
import type { ShellOutput } from './shell-output.js';

/** What is late is shown all the same, so often. */
const FLUSH_INTERVAL_MS = 250;

/** A statement in the text that was typed. */
export interface ShellStatement {
  readonly text: string;
  /** All that was typed, for the lines around a fault. */
  readonly whole: string;
  /** Where the statement begins in it. */
  readonly start: number;
  /** What stands for the file in positions. */
  readonly file: string;
}

/** Runs statements one by one and shows what comes of them. */
export class StatementRunner {
  /** What was typed or read, by the name that positions give. */
  private readonly texts = new Map<string, string>();

  constructor(
    private readonly session: Session,
    private readonly output: ShellOutput,
    private readonly view: ResultView,
  ) {}

  /** Compiles a statement; what it declares and sets holds from now on. Reports faults and returns undefined then. */
  adopt(statement: ShellStatement): StatementPlan | undefined {
    this.texts.set(statement.file, statement.whole);
    return this.accept(this.session.adopt(masked(statement), statement.file));
  }

  /** As {@link adopt}, and nothing is changed. */
  compile(statement: ShellStatement): StatementPlan | undefined {
    this.texts.set(statement.file, statement.whole);
    return this.accept(this.session.compile(masked(statement), statement.file));
  }

  /** Runs a plan until it ends or the signal. Returns whether all went well. */
  async run(plan: StatementPlan, signal: AbortSignal): Promise<boolean> {
    switch (plan.kind) {
      case 'result':
        await this.view.result(plan);
        return true;
      case 'done':
        this.output.line('OK');
        return true;
      case 'query':
        return this.query(plan, signal);
      case 'job':
        return this.job(plan, signal);
    }
  }

  /** Runs a PRINT. Throws a CommandError where it is written wrongly. */
  async print(statement: ShellStatement, signal: AbortSignal): Promise<boolean> {
    const { topic, start, limit } = parsePrint(statement.text);
    try {
      const source = await openTopic(topic, start, { session: this.session, signal });
      const lines = this.view.lines(limit !== undefined);
      const printer = this.view.recordPrinter(PRINT_COLUMNS, lines);
      try {
        const viewer = findViewer(topic, this.session.state);
        await printTopic(source, printer, { limit, signal, viewer });
      } finally {
        await source.close();
        await lines.end();
      }
      return true;
    } catch (error) {
      if (!(error instanceof TsqlError)) throw error;
      this.report(error.diagnostic);
      return false;
    }
  }

  private async query(plan: QueryPlan, signal: AbortSignal): Promise<boolean> {
    const lines = this.view.lines(plan.isBounded);
    const printer = this.view.queryPrinter(plan, lines);
    const timer = setInterval(() => {
      printer.flush?.();
      lines.flush();
    }, FLUSH_INTERVAL_MS);
    try {
      const status = await this.session.execute(plan, {
        ...this.listeners(signal),
        onSummary: ({ wasInterrupted }) => {
          if (wasInterrupted) lines.line('stopped');
        },
        printer: () => printer,
      });
      return status === 0;
    } finally {
      clearInterval(timer);
      await lines.end();
    }
  }

  private async job(plan: JobPlan, signal: AbortSignal): Promise<boolean> {
    try {
      const status = await this.session.execute(plan, {
        ...this.listeners(signal),
        onProgress: ({ recordsIn, recordsOut }) => this.output.status(`${recordsIn} read, ${recordsOut} written`),
        onSummary: (summary) => this.summarize(summary),
      });
      return status === 0;
    } finally {
      this.output.status(undefined);
    }
  }

  private listeners(signal: AbortSignal) {
    return {
      signal,
      jobName: 'shell',
      onLine: this.output.line,
      onDiagnostic: (found: Diagnostic) => this.report(found),
    };
  }

  private summarize({ wasInterrupted, recordsIn, recordsOut, unacknowledged }: JobSummary): void {
    this.output.status(undefined);
    const stopped = wasInterrupted ? 'stopped: ' : '';
    const read = recordsIn === 0 ? '' : `${recordsIn} read, `;
    const left = unacknowledged === 0 ? '' : `, ${unacknowledged} not acknowledged`;
    this.output.line(`${stopped}${read}${recordsOut} written${left}`);
  }

  private accept({ plans, diagnostics }: ReturnType<Session['compile']>): StatementPlan | undefined {
    for (const found of diagnostics) this.report(found);
    return diagnostics.some(({ severity }) => severity === 'error') ? undefined : plans[0];
  }

  private report(found: Diagnostic): void {
    this.output.status(undefined);
    const { paint } = this.output;
    const columns = this.output.columns();
    const frame = renderCodeFrame((name) => this.texts.get(name), found, {
      ...(columns === undefined ? {} : { columns }),
      position: (label) => paint('bold', label.replace(/#\d+(?=:\d+:\d+$)/, '')),
      severity: (label, severity) => paint(severity, label),
      gutter: (label) => paint('dim', label),
      marker: (label, severity) => paint(severity, label),
      hint: (label) => paint('dim', label),
    });
    for (const line of frame.split('\n')) {
      // The lines of the statement and the mark below them stay as they are.
      const isFrame = /^[> ] +\d* \|/.test(stripVTControlCharacters(line));
      for (const part of isFrame ? [line] : wrapText(line, columns ?? Number.POSITIVE_INFINITY)) this.output.line(part);
    }
  }
}

/** The statement with blanks for what stands before it, so that positions are those of all that was typed. */
function masked({ whole, start, text }: ShellStatement): string {
  return whole.slice(0, start).replace(/[^\n]/g, ' ') + text;
}
