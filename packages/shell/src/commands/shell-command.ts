import type { Shell } from '../shell.js';

/** What an argument of a command is: tells completion what to offer. */
export type ArgumentKind = 'table' | 'file' | 'style' | 'switch' | 'statement' | 'none';

/** A backslash command, declared once: dispatch, `\?` and completion read it from here. */
export interface ShellCommand {
  /** With its backslash. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** Flink's words for it, in capitals: a statement of that one word does the same. */
  readonly words?: readonly string[];
  /** What follows the name: `[TABLE]`. */
  readonly syntax: string;
  /** One line. */
  readonly doc: string;
  readonly argument: ArgumentKind;
  /**
   * Carries it out; a {@link CommandError} says what is wrong with its use, false that something failed and was reported.
   * `statement` is what stands before the command without a semicolon, else the last statement.
   */
  readonly run: (
    shell: Shell,
    argument: string,
    statement: string | undefined,
  ) => Promise<boolean | undefined> | Promise<void> | void;
}

/** Wrong use of a command. */
export class CommandError extends Error {}
