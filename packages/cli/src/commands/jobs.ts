import { type JobPosition, JobRegistry, printResult, type ResetTarget } from '@tsql/session';
import { type ClusterOptions, clusterProperties, reportingFailures } from '../cluster-options.js';
import { UsageError } from '../script-input.js';

interface JobsOptions extends ClusterOptions {
  readonly output: 'table' | 'json';
}

/** `tsql jobs list`: the resumable jobs of a cluster. Returns the exit status. */
export function listJobs(options: JobsOptions): Promise<number> {
  return withRegistry(options, async (registry) => {
    const jobs = (await registry.list()).map(({ name, isRunning, positions }) => ({
      name,
      state: isRunning ? 'running' : 'stopped',
      partitions: positions.length,
      lag: positions.reduce((sum, { lag }) => sum + lag, 0),
    }));
    print(options, ['name', 'state', 'partitions', 'lag'], jobs);
  });
}

/** `tsql jobs describe NAME`: each partition's position. Returns the exit status. */
export function describeJob(name: string, options: JobsOptions): Promise<number> {
  return withRegistry(options, async (registry) => {
    const { isRunning, positions } = await registry.describe(name);
    process.stderr.write(`${name}: ${isRunning ? 'running' : 'stopped'}\n`);
    printPositions(options, positions);
  });
}

/** `tsql jobs reset NAME --to PLACE`. Returns the exit status. */
export function resetJob(
  name: string,
  options: JobsOptions & { readonly to: string; readonly topic?: string; readonly partition?: string },
): Promise<number> {
  const { topic, partition } = options;
  const target = resetTarget(options.to);
  if (partition !== undefined && !/^\d{1,9}$/.test(partition))
    throw new UsageError(`--partition takes a number, found '${partition}'`);
  const only = {
    ...(topic === undefined ? {} : { topic }),
    ...(partition === undefined ? {} : { partition: Number(partition) }),
  };
  return withRegistry(options, async (registry) => printPositions(options, await registry.reset(name, target, only)));
}

function resetTarget(text: string): ResetTarget {
  if (text === 'earliest' || text === 'latest') return { kind: text };
  const match = /^(timestamp|offset):(\d{1,15})$/.exec(text);
  if (match === null)
    throw new UsageError(`--to takes earliest, latest, timestamp:MILLIS or offset:N, found '${text}'`);
  return { kind: match[1] as 'timestamp' | 'offset', value: Number(match[2]) };
}

function withRegistry(options: JobsOptions, use: (registry: JobRegistry) => Promise<void>): Promise<number> {
  const properties = clusterProperties(options);
  return reportingFailures(async () => {
    const registry = await JobRegistry.connect(properties);
    try {
      await use(registry);
    } finally {
      await registry.close();
    }
  });
}

function printPositions(options: JobsOptions, positions: readonly JobPosition[]): void {
  const rows = positions.map(({ topic, partition, position, bound, end, lag }) => ({
    topic,
    partition,
    position,
    bound: bound ?? null,
    end,
    lag,
  }));
  print(options, ['topic', 'partition', 'position', 'bound', 'end', 'lag'], rows);
}

function print(
  { output }: JobsOptions,
  names: readonly string[],
  rows: readonly Readonly<Record<string, string | number | null>>[],
): void {
  const line = (text: string) => process.stdout.write(`${text}\n`);
  if (output === 'json') {
    for (const row of rows) line(JSON.stringify(row));
    return;
  }
  const columns = names.map((name) => ({ name }));
  const cells = rows.map((row) => names.map((name) => (row[name] === null ? null : String(row[name]))));
  printResult(columns, cells, line);
}
