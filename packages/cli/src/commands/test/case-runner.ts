import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { seededRandom } from '@tsql/core';
import {
  CaseError,
  type CaseFile,
  type CaseResult,
  type CaseScript,
  type CaseUpdate,
  describeDifferences,
  hasPassed,
  mustFail,
  parseCase,
  RegistryStub,
  runCase,
  updateCase,
} from '@tsql/replay';
import { caseConnectors, KafkaBroker, MemoryBroker, runCaseJob } from '@tsql/session';
import type { CaseReport } from './case-report.js';

/** The name of the broker inside of this process. */
export const MEMORY = 'memory';

/** Every case starts from here, so that RAND() and UUID() give the same values in every run. */
const SEED = 1;

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

  /** Runs a case's text and returns it with what came out as its expectation, or why that cannot be. */
  async complete(text: string): Promise<CaseUpdate> {
    const file = parseCase(text);
    const result = await this.runCase('saved', file);
    return hasPassed(result.differences) ? { text } : updateCase(text, file, result);
  }

  async close(): Promise<void> {
    await this.broker?.close();
  }

  private async runFile(path: string, update: boolean): Promise<Omit<CaseReport, 'file' | 'durationMs'>> {
    const text = readFileSync(path, 'utf8');
    const file = parseCase(text, (job) => readJob(path, job));
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
    const own = this.broker === undefined ? new MemoryBroker({ random: seededRandom(SEED) }) : undefined;
    const prefix =
      own === undefined ? `${name}-${process.pid.toString(36)}${Date.now().toString(36)}` : `${name}-in-memory`;
    // A job's own file names its topics as they are.
    const topicPrefix = file.isOfJobFiles ? `${prefix}-` : undefined;
    const job = { now, random, connectors: caseConnectors({ broker: own, topicPrefix }) };
    return runCase(file, {
      broker: own ?? (this.broker as KafkaBroker),
      prefix,
      now: Date.now,
      runJob: (scripts, options) => runCaseJob(scripts, { ...job, ...options }),
      registry,
    });
  }
}

/** A job's file stands beside the case, or at a path from there. */
function readJob(path: string, job: string): CaseScript {
  const file = join(dirname(path), job);
  try {
    return { file, text: readFileSync(file, 'utf8') };
  } catch (error) {
    throw new CaseError(`job: ${file} cannot be read: ${(error as Error).message}`);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof CaseError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
