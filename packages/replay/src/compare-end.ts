import type { CaseFile, ExpectedError, RecordedError } from './case-file.js';
import type { JobOutcome } from './job-outcome.js';
import { statementLines } from './statement-lines.js';

const SHOWN_CHARACTERS = 600;

/** Why the job's end is not the one that the case expects, or undefined. */
export function differenceInEnd(outcome: JobOutcome, { scripts, expected }: CaseFile): string | undefined {
  if (expected.errors !== undefined) return differenceInErrors(outcome, expected.errors);
  if (expected.recordedError !== undefined)
    return differenceInFailure(outcome, expected.recordedError, scripts[0]?.text ?? '');
  return hasFinished(outcome) ? undefined : `it ended with status ${outcome.exitStatus}: ${shown(outcome)}`;
}

/** Done, also where records were skipped or put aside: the case says which. */
const FINISHED = [0, 3];
const hasFinished = ({ exitStatus }: JobOutcome): boolean => FINISHED.includes(exitStatus);

/** True where Flink's statement failed while it ran, not before. */
export function failedRunning({ causes }: RecordedError): boolean {
  return (
    causes.length > 1 &&
    (causes[0]?.type === 'TableException' || (causes[0]?.message ?? '').startsWith('Failed to fetch next result'))
  );
}

/** Errors as lines of the section `expected-error`. */
export function errorLines(errors: readonly ExpectedError[]): string[] {
  return errors.map(({ code, line, column }) => (line === undefined ? code : `${code} ${line}:${column}`));
}

function differenceInErrors(outcome: JobOutcome, wanted: readonly ExpectedError[]): string | undefined {
  if (outcome.exitStatus === 0) return 'it ended well, where errors are expected';
  const matches =
    wanted.length === outcome.errors.length &&
    wanted.every((error, index) => {
      const found = outcome.errors[index];
      const isPlaced = error.line === undefined || (error.line === found?.line && error.column === found?.column);
      return error.code === found?.code && isPlaced;
    });
  if (matches) return undefined;
  const list = (errors: readonly ExpectedError[]) => (errors.length === 0 ? 'none' : errorLines(errors).join(', '));
  return `errors differ\n  wanted ${list(wanted)}\n  found  ${list(outcome.errors)}\n${shown(outcome)}`;
}

/** A job that Flink refused has to be refused with status 2 and a position inside of the statement at fault. */
function differenceInFailure(outcome: JobOutcome, recorded: RecordedError, sql: string): string | undefined {
  const { exitStatus, messages } = outcome;
  if (exitStatus === 0) return 'it ended well; Flink did not';
  if (exitStatus !== 1 && exitStatus !== 2) return `exit status ${exitStatus} is neither 1 nor 2`;
  if (failedRunning(recorded)) return undefined;
  if (exitStatus !== 2) return `refused with exit status ${exitStatus}, not 2: ${shown(outcome)}`;
  const lines = statementLines(sql)[recorded.statement - 1];
  if (lines === undefined) return undefined;
  for (const match of messages.matchAll(/:(\d+):(\d+)/g)) {
    const line = Number(match[1]);
    if (line >= lines.first && line <= lines.last) return undefined;
  }
  return `no line of statement ${recorded.statement} (${lines.first} to ${lines.last}) is named: ${shown(outcome)}`;
}

/** What the job said, cut at a line's end. */
function shown({ messages }: JobOutcome): string {
  if (messages.length <= SHOWN_CHARACTERS) return messages;
  return `${messages.slice(0, Math.max(messages.lastIndexOf('\n', SHOWN_CHARACTERS), SHOWN_CHARACTERS / 2))}\n…`;
}
