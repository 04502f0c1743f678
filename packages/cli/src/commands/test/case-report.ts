/** How one case went: what reporters show. */
export interface CaseReport {
  readonly file: string;
  readonly title: string;
  readonly passed: boolean;
  /** True for a case whose job is to be refused or to fail. */
  readonly mustFail: boolean;
  /** What differed, as text; empty where the case passed. */
  readonly reason: string;
  readonly durationMs: number;
  /** With `--update`: true where the file was rewritten. */
  readonly wasUpdated: boolean;
}

/** Shows reports while cases run, and their sum at the end. */
export interface Reporter {
  report(report: CaseReport): void;
  end(reports: readonly CaseReport[], durationMs: number): void;
}
