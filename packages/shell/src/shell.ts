import { nearest, type Row, TsqlError } from '@tsql/core';
import { statementEnds } from '@tsql/grammar';
import type { StatementPlan } from '@tsql/planner';
import type { Session } from '@tsql/session';
import { CommandError } from './commands/shell-command.js';
import { commandNames, commandOfWord, findCommand } from './commands/shell-commands.js';
import { type Display, defaultDisplay } from './display.js';
import type { ResultColumn } from './output/result-column.js';
import { wrapText } from './output/wrap-text.js';
import { isPrint } from './print/print-statement.js';
import { ResultView } from './result-view.js';
import type { ReadNotes } from './save-test/read-notes.js';
import type { SavedStatement } from './save-test/save-test.js';
import type { ShellOutput } from './shell-output.js';
import { commandBehind, cutPieces, type ShellPiece } from './shell-piece.js';
import { type ShellStatement, StatementRunner } from './statement-runner.js';

/** What stands for the file in positions of what is typed. */
const TYPED = 'input';

/** Shows colours, leaves short texts standing, and cuts no lines. */
const DEFAULT_PAGER = 'less -RFX';

export interface ShellOptions {
  readonly session: Session;
  readonly output: ShellOutput;
  /** Milliseconds, for what statements took. */
  readonly clock: () => number;
  /** Relative paths are below it. */
  readonly folder: string;
  /** The program for long results; undefined where there is no terminal. */
  readonly pager?: string;
  /** What the session's connectors have read. */
  readonly notes?: ReadNotes;
  /** Runs a case in memory and fills in what came of it. */
  readonly completeCase?: CompleteCase;
  /** Has the user edit a text; undefined where there is no terminal. */
  readonly editText?: (text: string) => Promise<string>;
}

/** The completed case, or why it does not run. */
export type CompleteCase = (text: string) => Promise<{ readonly text: string } | { readonly refusal: string }>;

/** A shell without its terminal: what becomes of statements and commands. */
export class Shell {
  readonly display: Display = defaultDisplay();
  readonly output: ShellOutput;
  readonly session: Session;
  readonly editText: ((text: string) => Promise<string>) | undefined;
  readonly view: ResultView;
  readonly notes: ReadNotes | undefined;
  readonly completeCase: CompleteCase | undefined;
  /** What `\save-test` saves. */
  readonly statements: SavedStatement[] = [];
  /** Settings that held before the first statement, without secrets. */
  readonly initialSettings: readonly (readonly [string, string])[];
  /** What `\pager on` switches on. */
  readonly pager: string;
  /** Relative paths are below it. */
  folder: string;
  /** A text that the next input begins with. */
  proposal: string | undefined;
  /** True where the last input was stopped. */
  wasInterrupted = false;
  private inputs = 0;
  private readonly clock: () => number;
  private readonly runner: StatementRunner;
  private readonly running = new Set<AbortController>();
  private lastStatement: string | undefined;
  private hasLeft = false;

  constructor(options: ShellOptions) {
    const { session, output, clock, folder, pager, editText } = options;
    this.notes = options.notes;
    this.completeCase = options.completeCase;
    this.initialSettings = session.state.settings.shownEntries();
    this.pager = pager ?? DEFAULT_PAGER;
    this.display.pager = pager;
    this.session = session;
    this.output = output;
    this.clock = clock;
    this.folder = folder;
    this.editText = editText;
    this.view = new ResultView(session, output, this.display);
    this.runner = new StatementRunner(session, output, this.view);
  }

  /** True once the user has asked to leave. */
  get isDone(): boolean {
    return this.hasLeft;
  }

  leave(): void {
    this.hasLeft = true;
  }

  /** Each input has a name of its own: a table's definition is shown as it was typed, long after. */
  private nextInput(): string {
    this.inputs++;
    return `${TYPED}#${this.inputs}`;
  }

  /** Stops what runs. */
  interrupt(): void {
    this.wasInterrupted = true;
    for (const controller of this.running) controller.abort();
  }

  /** Does something that {@link interrupt} stops. */
  async interruptible<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.running.add(controller);
    try {
      return await action(controller.signal);
    } finally {
      this.running.delete(controller);
    }
  }

  /** Whether what was typed can be run: whole statements, or commands. */
  static isComplete(text: string): boolean {
    const trimmed = text.trim();
    if (trimmed === '' || trimmed.startsWith('\\') || commandOfWord(trimmed) !== undefined) return true;
    return !statementEnds(text).isUnfinished || commandBehind(text) !== undefined;
  }

  /** Runs all that was typed, piece by piece; the first one that fails ends it. Returns whether all went well. */
  async submit(whole: string, file = this.nextInput()): Promise<boolean> {
    this.wasInterrupted = false;
    const pieces = cutPieces(whole, statementEnds);
    for (const [index, piece] of pieces.entries()) {
      if (this.hasLeft) return true;
      if (piece.kind === 'statement' && takesStatement(piece, pieces[index + 1])) continue;
      const before = pieces[index - 1];
      const isFine =
        piece.kind === 'command'
          ? await this.command(piece.text, takesStatement(before, piece) ? before?.text : this.lastStatement)
          : await this.statement({ text: piece.text, whole, start: piece.start, file });
      if (!isFine || this.wasInterrupted) return false;
    }
    return true;
  }

  /** Runs a statement for a command. */
  run(text: string): Promise<boolean> {
    return this.statement({ text, whole: text, start: 0, file: this.nextInput() });
  }

  /** Compiles a statement for a command; faults are reported. */
  compile(text: string): StatementPlan | undefined {
    return this.runner.compile({ text, whole: text, start: 0, file: this.nextInput() });
  }

  /** Shows rows for a command. */
  showRows(columns: readonly ResultColumn[], rows: readonly Row[]): Promise<void> {
    return this.view.rows(columns, rows);
  }

  /** Says what is wrong. */
  complain(message: string): void {
    const { paint, line, columns } = this.output;
    for (const part of wrapText(message, columns() ?? Number.POSITIVE_INFINITY)) line(paint('error', part));
  }

  /** Does something with another folder for relative paths. */
  async inFolder<T>(folder: string, action: () => Promise<T>): Promise<T> {
    const before = this.folder;
    this.folder = folder;
    try {
      return await action();
    } finally {
      this.folder = before;
    }
  }

  private async command(text: string, statement: string | undefined): Promise<boolean> {
    const [, name = '', argument = ''] = /^(\\\S+)\s*([\s\S]*)$/.exec(text) ?? [];
    return this.guarded(async () => {
      const command = findCommand(name.replace(/;$/, ''));
      if (command === undefined) throw new CommandError(unknownCommand(name));
      return (await command.run(this, argument.trim().replace(/\s*;$/, ''), statement)) !== false;
    });
  }

  private async statement(statement: ShellStatement): Promise<boolean> {
    const word = commandOfWord(statement.text);
    if (word !== undefined) return this.command(word.name, this.lastStatement);
    this.lastStatement = statement.text;
    const startedAt = this.clock();
    const isFine = await this.guarded(() => this.interruptible((signal) => this.execute(statement, signal)));
    if (this.display.timing) this.output.line(`Time: ${((this.clock() - startedAt) / 1000).toFixed(3)} s`);
    return isFine;
  }

  private async execute(statement: ShellStatement, signal: AbortSignal): Promise<boolean> {
    if (isPrint(statement.text)) return this.runner.print(statement, signal);
    const plan = this.runner.adopt(statement);
    if (plan === undefined) return false;
    const isFine = await this.runner.run(plan, signal);
    const wasStopped = signal.aborted && plan.kind !== 'done';
    if (plan.kind !== 'result' && (isFine || wasStopped)) {
      this.statements.push({ text: statement.text, kind: plan.kind, written: topicsWritten(plan) });
    }
    return isFine;
  }

  private async guarded(action: () => Promise<boolean>): Promise<boolean> {
    try {
      return await action();
    } catch (error) {
      // Whatever goes wrong, the shell and what was declared in it stay.
      const isKnown = error instanceof CommandError || error instanceof TsqlError;
      this.complain(
        isKnown ? error.message : `this is a fault of tsql: ${error instanceof Error ? error.stack : error}`,
      );
      return false;
    }
  }
}

/** The topics of Kafka that a job writes. */
function topicsWritten(plan: StatementPlan): string[] {
  if (plan.kind !== 'job') return [];
  return plan.sinks.flatMap(({ sink: { kind, transport } }) => {
    const { topic } = transport as { readonly topic?: unknown };
    return kind === 'record-sink' && typeof topic === 'string' ? [topic] : [];
  });
}

/** Whether a piece is the statement that the command behind it is about: `SELECT 1 \gdesc`. */
function takesStatement(piece: ShellPiece | undefined, next: ShellPiece | undefined): boolean {
  if (piece?.kind !== 'statement' || next?.kind !== 'command' || piece.text.endsWith(';')) return false;
  return findCommand(/^\S+/.exec(next.text)?.[0] ?? '')?.argument === 'statement';
}

function unknownCommand(name: string): string {
  const close = nearest(name, commandNames());
  return `unknown command ${name}: ${close === undefined ? '' : `did you mean ${close}? `}\\? lists all`;
}
