import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Diagnostic, renderCodeFrame, seededRandom } from '@tsql/core';
import {
  CaseError,
  type CaseFile,
  type CaseResult,
  describeDifferences,
  hasPassed,
  type JobOutcome,
  mustFail,
  parseCase,
  RegistryStub,
  runCase,
  updateCase,
} from '@tsql/replay';
import { KafkaBroker, MemoryBroker, Session, type SessionOptions } from '@tsql/session';
import { caseConnectors } from './case-connectors.js';
import type { CaseReport } from './case-report.js';

/** The name of the broker inside of this process. */
export const MEMORY = 'memory';

/** Every case starts from here, so that RAND() and UUID() give the same values in every run. */
const SEED = 1;
const JOB_FILE = 'job.sql';

/** Runs case files: on a broker, or in memory, where each has a broker of its own. */
export class CaseRunner {
  private started: Promise<RegistryStub> | undefined;

  private constructor(private readonly broker: KafkaBroker | undefined) {}

  /** `brokers` is `memory` or HOST:PORT. */
  static async create(brokers: string): Promise<CaseRunner> {
    return new CaseRunner(brokers === MEMORY ? undefined : await KafkaBroker.connect(brokers));
  }

  /** Runs a case. With `update` what came out becomes its expectation, where the job ended as expected. */
  async run(file: string, update = false): Promise<CaseReport> {
    const startedAt = performance.now();
    const report = await this.runFile(file, update).catch((error: unknown) => ({
      title: '',
      passed: false,
      mustFail: false,
      reason: `the case could not be run: ${reasonOf(error)}`,
      wasUpdated: false,
    }));
    return { file, ...report, durationMs: Math.round(performance.now() - startedAt) };
  }

  async close(): Promise<void> {
    await this.broker?.close();
  }

  private async runFile(path: string, update: boolean): Promise<Omit<CaseReport, 'file' | 'durationMs'>> {
    const text = readFileSync(path, 'utf8');
    const file = parseCase(text);
    const result = await this.runCase(path, file);
    const common = { title: file.title, mustFail: mustFail(file), wasUpdated: false };
    if (hasPassed(result.differences)) return { ...common, passed: true, reason: '' };
    if (!update) return { ...common, passed: false, reason: describeDifferences(result.differences) };
    const updated = updateCase(text, file, result);
    if ('refusal' in updated) return { ...common, passed: false, reason: `not updated: ${updated.refusal}` };
    writeFileSync(path, updated.text);
    return { ...common, passed: true, reason: '', wasUpdated: true };
  }

  private runCase(path: string, file: CaseFile): Promise<CaseResult> {
    const name = basename(path, '.txtar').replace(/[^A-Za-z0-9._-]/g, '-');
    const random = seededRandom(SEED);
    const now = () => file.clock ?? Date.now();
    const registry = () => {
      this.started ??= RegistryStub.start();
      return this.started;
    };
    if (this.broker !== undefined) {
      const prefix = `${name}-${process.pid.toString(36)}${Date.now().toString(36)}`;
      const runJob = jobRunner({ now, random, connectors: caseConnectors(undefined) });
      return runCase(file, { broker: this.broker, prefix, now: Date.now, runJob, registry });
    }
    const broker = new MemoryBroker({ random: seededRandom(SEED) });
    const runJob = jobRunner({ now, random, connectors: caseConnectors(broker) });
    return runCase(file, { broker, prefix: `${name}-in-memory`, now: Date.now, runJob, registry });
  }
}

type JobSettings = Pick<SessionOptions, 'now' | 'random' | 'connectors'>;

/** Runs a case's job with the settings under which the cases were recorded. */
function jobRunner(options: JobSettings) {
  return async (
    sql: string,
    variables: Record<string, string>,
    { signal, settings }: { readonly signal: AbortSignal; readonly settings: Readonly<Record<string, string>> },
  ): Promise<JobOutcome> => {
    const errors: Diagnostic[] = [];
    const lines: string[] = [];
    const session = new Session({ ...options, settings: { 'table.local-time-zone': 'UTC', ...settings }, variables });
    const exitStatus = await session.run(sql, JOB_FILE, {
      signal,
      jobName: 'case',
      onLine: (line) => lines.push(line),
      onDiagnostic: (found) => {
        if (found.severity === 'error') errors.push(found);
      },
    });
    return {
      exitStatus,
      messages: errors.map((found) => renderCodeFrame(sql, found, {})).join('\n'),
      errors: errors.map(({ code, span }) => ({ code, line: span?.start.line, column: span?.start.column })),
      lines,
    };
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof CaseError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
