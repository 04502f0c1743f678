import type { CaseRecord, ExpectedError, JobOutcome } from '@tsql/replay';
import { type FoundRecord, toFoundRecord } from './test-record.js';

/** What a job under test did. */
export class JobResult {
  constructor(
    private readonly outcome: JobOutcome,
    private readonly found: readonly CaseRecord[],
  ) {}

  /** 0 done, 1 failed while running, 2 refused before, 3 done, but records were skipped or put aside. */
  get status(): number {
    return this.outcome.exitStatus;
  }

  /** Errors by code and place. */
  get errors(): readonly ExpectedError[] {
    return this.outcome.errors;
  }

  /** The errors as people see them. */
  get messages(): string {
    return this.outcome.messages;
  }

  /** What SELECT, SHOW and DESCRIBE printed. */
  get lines(): readonly string[] {
    return this.outcome.lines;
  }

  /** What the job wrote into a topic that held no input, by partition and offset. */
  topic(name: string): FoundRecord[] {
    return this.found.filter((record) => record.topic === name).map(toFoundRecord);
  }
}
