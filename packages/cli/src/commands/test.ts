import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type CaseResult, type JobOutcome, runCase } from '@tsql/replay';
import { connectorsByIdentifier, KafkaBroker, MemoryBroker, memoryConnectors, Session } from '@tsql/session';
import { renderDiagnostic } from '../render.js';
import { UsageError } from '../script-input.js';

export interface TestCommandOptions {
  readonly brokers?: string;
  readonly filter?: string;
  readonly reporter: 'pretty' | 'json';
}

/** `tsql test PATH…`: runs case files in this process, one after the other. Returns the exit status. */
export async function testCommand(paths: readonly string[], options: TestCommandOptions): Promise<number> {
  const { brokers } = options;
  if (brokers === undefined || brokers === '')
    throw new UsageError('no broker: give --brokers HOST:PORT, or set KAFKA_BROKERS');
  const files = paths
    .flatMap(findCases)
    .filter((file) => options.filter === undefined || file.includes(options.filter));
  const broker = brokers === 'memory' ? new MemoryBroker() : await KafkaBroker.connect(brokers);
  const counts = { passed: 0, failed: 0 };
  for (const file of files) {
    const result = await runOne(file, broker);
    counts[result.passed ? 'passed' : 'failed']++;
    if (options.reporter === 'json') process.stdout.write(`${JSON.stringify({ file, ...result })}\n`);
    else if (!result.passed) process.stdout.write(`FAIL ${file}: ${result.reason}\n`);
  }
  await broker.close();
  if (options.reporter === 'pretty') process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
  return counts.failed === 0 ? 0 : 1;
}

async function runOne(file: string, broker: KafkaBroker | MemoryBroker): Promise<CaseResult> {
  const prefix = `${basename(file, '.txtar')}-${process.pid.toString(36)}${Date.now().toString(36)}`;
  try {
    return await runCase(readFileSync(file, 'utf8'), {
      broker,
      prefix,
      now: Date.now,
      runJob: (sql, variables, options) => runJob(sql, variables, options, broker),
    });
  } catch (error) {
    return {
      passed: false,
      mustFail: false,
      reason: `the case could not be run: ${error instanceof Error ? error.stack : String(error)}`,
    };
  }
}

/** Runs a case's job with the settings under which the cases were recorded. */
async function runJob(
  sql: string,
  variables: Record<string, string>,
  { signal }: { signal: AbortSignal },
  broker: KafkaBroker | MemoryBroker,
): Promise<JobOutcome> {
  const file = 'job.sql';
  const messages: string[] = [];
  const lines: string[] = [];
  const session = new Session({
    settings: { 'table.local-time-zone': 'UTC' },
    variables,
    ...(broker instanceof MemoryBroker ? { connectors: memoryConnectors(connectorsByIdentifier(), broker) } : {}),
  });
  const exitStatus = await session.run(sql, file, {
    signal,
    jobName: 'case',
    onLine: (line) => lines.push(line),
    onDiagnostic: (found) => {
      if (found.severity === 'error') messages.push(renderDiagnostic(found, new Map([[file, sql]]), undefined));
    },
  });
  return { exitStatus, messages: messages.join('\n'), lines };
}

function findCases(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => findCases(join(path, name)))
    .filter((file) => file.endsWith('.txtar'));
}
