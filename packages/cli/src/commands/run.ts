import { basename } from 'node:path';
import type { Diagnostic } from '@tsql/core';
import { connectorsByIdentifier, dryRun, type ResultFormat, Session, SOME_DIVERTED, worseStatus } from '@tsql/session';
import { interruptSignal } from '../interrupt.js';
import { openObservers } from '../observe/observers.js';
import type { RunObserver } from '../observe/run-observer.js';
import { type InputOptions, readInputs, readSettings, readVariables, UsageError } from '../script-input.js';
import { startTask } from '../start-task.js';

export interface RunCommandOptions extends InputOptions {
  readonly set: Record<string, string>;
  readonly output?: ResultFormat;
  readonly jobName?: string;
  readonly progress?: string;
  readonly logFormat?: 'text' | 'json';
  readonly metricsPort?: number;
  /** `HOST:PORT`, or `embedded`. */
  readonly brokers?: string;
  readonly parallelism?: number;
  readonly createTopics?: boolean;
  readonly dryRun?: boolean;
  readonly limit?: number;
  readonly resume?: boolean;
  readonly instance?: string;
}

/** `tsql run FILE…`: several files are one session in order. Returns the exit status. */
export async function runCommand(files: readonly string[], options: RunCommandOptions): Promise<number> {
  checkResumeOptions(options);
  const inputs = readInputs(files, options);
  const texts = new Map(inputs.map(({ file, text }) => [file, text]));
  const variables = readVariables(options);
  const observer = await openObservers(options, { jobName: jobNameOf(inputs[0]?.file ?? '', options), texts });
  const embedded = options.brokers === 'embedded' ? await embeddedBroker() : undefined;
  try {
    const settings = readSettings({ ...options, brokers: embedded?.servers ?? options.brokers }, observer.diagnostic);
    if (settings === undefined) return 2;
    const session = new Session({
      settings,
      variables,
      // The embedded broker begins without topics.
      createTopics: options.createTopics === true || embedded !== undefined,
      ...(options.dryRun === true ? { connectors: dryConnectors() } : { startTask }),
    });
    return await runInputs(session, inputs, options, observer);
  } finally {
    await embedded?.close();
    await observer.close();
  }
}

/** What goes together with `--resume`, and what does not. */
function checkResumeOptions({ resume, instance, limit, dryRun }: RunCommandOptions): void {
  if (instance !== undefined && resume !== true) {
    throw new UsageError('--instance needs --resume: instances share the positions of a job');
  }
  if (instance !== undefined && !/^[A-Za-z0-9._-]{1,100}$/.test(instance)) {
    throw new UsageError(`--instance takes letters, digits, '.', '_' and '-', found '${instance}'`);
  }
  if (resume !== true) return;
  if (limit !== undefined)
    throw new UsageError('--limit and --resume do not go together: positions would skip records');
  if (dryRun === true) throw new UsageError('--dry-run and --resume do not go together: a dry run stores no positions');
}

async function runInputs(
  session: Session,
  inputs: ReturnType<typeof readInputs>,
  options: RunCommandOptions,
  observer: RunObserver,
): Promise<number> {
  if (inputs.length > 1 && hasFault(session.copy(), inputs, observer.diagnostic)) return 2;
  const signal = interruptSignal();
  let worst = 0;
  for (const { file, text } of inputs) {
    const status = await session.run(text, file, {
      signal,
      jobName: jobNameOf(file, options),
      ...(options.limit === undefined ? {} : { limit: options.limit }),
      ...(options.resume === undefined ? {} : { resume: options.resume }),
      isNamed: options.jobName !== undefined,
      ...(options.instance === undefined ? {} : { instance: options.instance }),
      ...(options.output === undefined ? {} : { output: options.output }),
      onLine: (line) => process.stdout.write(`${line}\n`),
      onDiagnostic: observer.diagnostic,
      onProgress: observer.progress,
      onSummary: observer.summary,
    });
    worst = worseStatus(worst, status);
    if (status !== 0 && status !== SOME_DIVERTED) return worst;
  }
  return worst;
}

function jobNameOf(file: string, { jobName }: RunCommandOptions): string {
  return jobName ?? basename(file).replace(/\.sql$/, '');
}

/** A fault in the last file is found before the first one runs. */
function hasFault(session: Session, inputs: ReturnType<typeof readInputs>, report: (found: Diagnostic) => void) {
  const errors = inputs
    .flatMap(({ file, text }) => session.adopt(text, file).diagnostics)
    .filter(({ severity }) => severity === 'error');
  for (const found of errors) report(found);
  return errors.length > 0;
}

/** The usual connectors, with Kafka's sinks on stdout. */
function dryConnectors() {
  const connectors = connectorsByIdentifier();
  for (const identifier of ['kafka', 'upsert-kafka']) {
    const connector = connectors.get(identifier);
    if (connector !== undefined)
      connectors.set(
        identifier,
        dryRun(connector, (line) => process.stdout.write(`${line}\n`)),
      );
  }
  return connectors;
}

/** librdkafka's broker inside of this process: empty at the start, gone at the end. */
async function embeddedBroker(): Promise<{ readonly servers: string; close(): Promise<void> }> {
  const { createMockCluster } = await import('@tsql/kafka-native');
  const cluster = createMockCluster();
  return { servers: cluster.bootstrapServers(), close: () => cluster.close() };
}
