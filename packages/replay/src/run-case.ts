import type { CaseBroker } from './case-broker.js';
import type { CaseFile, CaseScript } from './case-file.js';
import { withProtos } from './case-protos.js';
import type { CaseRecord } from './case-record.js';
import { differenceInRegistry, prepareRegistry } from './case-registry.js';
import { differenceInEnd } from './compare-end.js';
import { compareLines, type LinesDifference } from './compare-lines.js';
import { compareRecords, type RecordDifference } from './compare-records.js';
import type { JobOutcome } from './job-outcome.js';
import { prepareCase } from './prepare-case.js';
import { readOutputs } from './read-outputs.js';
import type { RegistryStub } from './registry-stub.js';

/** What a case is run with. */
export interface CaseRun {
  readonly broker: CaseBroker;
  /** A prefix unique to this run. */
  readonly prefix: string;
  readonly runJob: (
    scripts: readonly CaseScript[],
    options: {
      readonly variables: Readonly<Record<string, string>>;
      readonly settings: Readonly<Record<string, string>>;
      readonly signal: AbortSignal;
    },
  ) => Promise<JobOutcome>;
  /** The real time: what a record without a timestamp gets. Milliseconds. */
  readonly now: () => number;
  /** The schema registry of cases that use one; started when the first of them runs. */
  readonly registry: () => Promise<RegistryStub>;
}

/** What differed; all undefined or empty where the case passed. */
export interface CaseDifferences {
  /** Why the job's end is another. */
  readonly end: string | undefined;
  readonly records: readonly RecordDifference[];
  readonly lines: LinesDifference | undefined;
  /** Why the registered schemas are others. */
  readonly registry: string | undefined;
}

/** What a case's job did. */
export interface CaseResult {
  readonly differences: CaseDifferences;
  /** What was found in the topics that are no inputs. */
  readonly records: readonly CaseRecord[];
  readonly outcome: JobOutcome;
}

/** The exit status of a job that was stopped. */
const INTERRUPTED = 130;

/** Runs one case and compares with what is expected: for recorded ones by the rules of the recorder's own check. */
export async function runCase(file: CaseFile, run: CaseRun): Promise<CaseResult> {
  const { broker, prefix } = run;
  const topics = await prepareCase(file, broker, prefix);
  const startedAt = run.now();
  const registry = await prepareRegistry(file, run.registry);
  const variables = { BROKERS: broker.servers, CASE: prefix, ...(registry && { REGISTRY: registry.url }) };
  const signal = AbortSignal.timeout(file.timeoutMs);
  const outcome = await withProtos(file, (settings) => run.runJob(file.scripts, { variables, signal, settings }));
  const records = await readOutputs(broker, prefix, topics.outputs, startedAt);
  await broker.deleteTopics(topics.created.map((topic) => `${prefix}-${topic}`));
  return {
    records,
    outcome,
    differences: {
      end:
        signal.aborted && outcome.exitStatus === INTERRUPTED
          ? `it did not end within ${file.timeoutMs / 1000} s`
          : differenceInEnd(outcome, file),
      records: compareRecords(file.expected.records, records, mustFail(file)),
      lines: compareLines(outcome.lines, file),
      registry: differenceInRegistry(registry, file, prefix),
    },
  };
}

/** True for a case whose job is to be refused or to fail. */
export function mustFail({ expected }: CaseFile): boolean {
  return expected.recordedError !== undefined || expected.errors !== undefined;
}

export function hasPassed({ end, records, lines, registry }: CaseDifferences): boolean {
  return end === undefined && records.length === 0 && lines === undefined && registry === undefined;
}
