import type { JobProgress } from '@tsql/session';

/** A figure of a running job. */
export interface JobMetric {
  /** As in the summary of a run; Prometheus' name is made of it (`prometheusName`). */
  readonly name: string;
  /** A counter grows only, but for a replay, which takes back what is done again. */
  readonly type: 'counter' | 'gauge';
  readonly doc: string;
  /** Undefined while unknown. `now` is in milliseconds since the epoch. */
  readonly value: (progress: JobProgress, now: number) => number | undefined;
}

/** Everything that is counted. Prometheus, the JSON log and docs/observability.md have it from here. */
export const JOB_METRICS: readonly JobMetric[] = [
  counter('records_in', 'records read', ({ recordsIn }) => recordsIn),
  counter('bytes_in', 'bytes of keys, values and headers read', ({ bytesIn }) => bytesIn),
  counter('records_out', 'records handed to the client for writing', ({ recordsOut }) => recordsOut),
  counter('bytes_out', 'bytes of keys, values and headers handed to the client', ({ bytesOut }) => bytesOut),
  counter(
    'records_skipped',
    'records read that made no row: unreadable ones where the format allows them, those without a value',
    ({ recordsSkipped }) => recordsSkipped,
  ),
  counter(
    'records_skipped_on_error',
    "records left out because they failed: 'on-error' = 'skip'",
    (progress) => progress.recordsSkippedOnError,
  ),
  counter(
    'records_dead_lettered',
    'records that failed and went to a dead letter topic',
    ({ recordsDeadLettered }) => recordsDeadLettered,
  ),
  gauge(
    'lag_records',
    'records behind the ends of the partitions that are read, as the last fetch told',
    ({ lag }) => lag,
  ),
  counter('commits', 'commits that came through', ({ commits }) => commits.count),
  counter('commit_seconds', 'how long all commits took together', ({ commits }) => commits.totalMs / 1000),
  counter(
    'commit_held_seconds',
    'how long reading stood still for commits, the mean of the tasks',
    ({ commits }) => commits.heldMs / 1000,
  ),
  gauge('last_commit_seconds', 'how long the last commit took', ({ commits }) => commits.lastMs / 1000),
  gauge('open_transaction_seconds', 'how long the open transaction has had records, 0 without one', (progress, now) =>
    openRecords(progress) === 0 ? 0 : Math.max(0, now - (progress.commits.openSince ?? now)) / 1000,
  ),
  gauge('open_transaction_records', 'records in the open transaction', openRecords),
  gauge('open_transaction_bytes', 'bytes in the open transaction', (progress) =>
    progress.commits.openSince === undefined ? 0 : progress.bytesOut - progress.commits.bytesOut,
  ),
  counter('replays', 'how often work was taken back and done again', ({ replays }) => replays),
  counter('reconnects', 'how often a connection to a broker was lost', ({ reconnects }) => reconnects),
];

/** `tsql_records_in_total`, `tsql_lag_records`. */
export function prometheusName({ name, type }: Pick<JobMetric, 'name' | 'type'>): string {
  return `tsql_${name}${type === 'counter' ? '_total' : ''}`;
}

/** All figures by name, without those that are unknown. */
export function jobFigures(progress: JobProgress, now: number): Record<string, number> {
  const known = JOB_METRICS.map(({ name, value }) => [name, value(progress, now)] as const);
  return Object.fromEntries(known.filter((entry): entry is [string, number] => entry[1] !== undefined));
}

function openRecords({ recordsOut, commits }: JobProgress): number {
  return commits.openSince === undefined ? 0 : recordsOut - commits.recordsOut;
}

function counter(name: string, doc: string, value: JobMetric['value']): JobMetric {
  return { name, type: 'counter', doc, value };
}

function gauge(name: string, doc: string, value: JobMetric['value']): JobMetric {
  return { name, type: 'gauge', doc, value };
}
