import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnostic } from '@tsql/core';
import { type JobProgress, type JobSummary, newProgress } from '@tsql/session';
import { afterEach, expect, test } from 'vitest';
import { JOB_METRICS, jobFigures, prometheusName } from '../../src/observe/job-metrics.js';
import { JsonLog } from '../../src/observe/json-log.js';
import { MetricsServer } from '../../src/observe/metrics-server.js';

const NOW = 1_000_000;
const opened: MetricsServer[] = [];
afterEach(() => Promise.all(opened.splice(0).map((server) => server.close())));

const progress = (more: Partial<JobProgress> = {}): JobProgress => ({
  ...newProgress(),
  recordsIn: 10,
  bytesIn: 1_000,
  recordsOut: 8,
  bytesOut: 800,
  recordsSkipped: 1,
  lag: 5,
  reconnects: 2,
  replays: 3,
  commits: { count: 4, totalMs: 500, lastMs: 100, heldMs: 250, openSince: NOW - 2_500, recordsOut: 6, bytesOut: 600 },
  ...more,
});
const FIGURES = {
  records_in: 10,
  bytes_in: 1_000,
  records_out: 8,
  bytes_out: 800,
  records_skipped: 1,
  records_skipped_on_error: 0,
  records_dead_lettered: 0,
  lag_records: 5,
  commits: 4,
  commit_seconds: 0.5,
  commit_held_seconds: 0.25,
  last_commit_seconds: 0.1,
  open_transaction_seconds: 2.5,
  open_transaction_records: 2,
  open_transaction_bytes: 200,
  replays: 3,
  reconnects: 2,
};

async function serve() {
  const server = await MetricsServer.open(0, 'orders', () => NOW);
  opened.push(server);
  const get = async (path = '/metrics') => fetch(`http://localhost:${server.port}${path}`);
  /** Names with their labels, and values. */
  const figures = async () => {
    const lines = (await (await get()).text()).split('\n').filter((line) => line.startsWith('tsql_'));
    return new Map(
      lines.map((line) => line.split(' ') as [string, string]).map(([name, value]) => [name, Number(value)]),
    );
  };
  return { server, get, figures };
}

test('the figures of a job, and none of what is unknown', () => {
  expect(jobFigures(progress(), NOW)).toEqual(FIGURES);
  expect(jobFigures(progress({ lag: undefined }), NOW)).not.toHaveProperty('lag_records');
});

test('without a transaction, or with an empty one, nothing is open', () => {
  const apart = {
    count: 4,
    totalMs: 500,
    lastMs: 100,
    heldMs: 250,
    openSince: undefined,
    recordsOut: 6,
    bytesOut: 600,
  };
  const nothing = { open_transaction_seconds: 0, open_transaction_records: 0, open_transaction_bytes: 0 };
  expect(jobFigures(progress({ commits: apart }), NOW)).toMatchObject(nothing);
  const empty = { ...apart, openSince: NOW - 60_000, recordsOut: 8, bytesOut: 800 };
  expect(jobFigures(progress({ commits: empty }), NOW)).toMatchObject(nothing);
});

test('Prometheus is given what the counters hold when it asks, summed over jobs', async () => {
  const { server, figures } = await serve();
  const first = progress();
  server.progress(first, { kind: 'job' });
  first.recordsIn = 15;
  server.progress(progress({ lag: 7 }), { kind: 'job' });
  server.diagnostic(diagnostic('TSQL_KAFKA_CLIENT', { reason: 'x' }));
  server.diagnostic(diagnostic('TSQL_KAFKA_CLIENT', { reason: 'y' }));
  const found = await figures();
  expect(found.get('tsql_records_in_total{job_name="orders"}')).toBe(25);
  expect(found.get('tsql_lag_records{job_name="orders"}')).toBe(12);
  expect(found.get('tsql_open_transaction_records{job_name="orders"}')).toBe(4);
  expect(found.get('tsql_diagnostics_total{code="TSQL_KAFKA_CLIENT",severity="error",job_name="orders"}')).toBe(2);
});

test('a lag that is not known is not told', async () => {
  const { server, figures } = await serve();
  server.progress(progress({ lag: undefined }), { kind: 'job' });
  expect([...(await figures()).keys()].filter((name) => name.startsWith('tsql_lag_records'))).toEqual([]);
});

test('other paths are not there; a port that is taken is refused', async () => {
  const { server, get } = await serve();
  expect((await get('/')).status).toBe(404);
  await expect(MetricsServer.open(server.port, 'other')).rejects.toThrow(/--metrics-port \d+: .*EADDRINUSE/);
});

function log() {
  const lines: Record<string, unknown>[] = [];
  const clock = { now: NOW };
  const json = new JsonLog('orders', () => clock.now, { write: (line) => void lines.push(JSON.parse(line)) });
  return { json, lines, clock };
}

test('a diagnostic is one object with code, place and hint', () => {
  const { json, lines } = log();
  const at = (line: number, column: number) => ({ offset: 0, line, column });
  const span = { file: 'job.sql', start: at(3, 5), end: at(3, 9) };
  json.diagnostic(diagnostic('TSQL_KAFKA_CLIENT', { reason: 'x' }, { span, hint: 'try again' }));
  expect(lines).toEqual([
    {
      level: 'error',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      job_name: 'orders',
      code: 'TSQL_KAFKA_CLIENT',
      file: 'job.sql',
      line: 3,
      column: 5,
      hint: 'try again',
      message: expect.stringContaining('x'),
    },
  ]);
});

test('the summary bears the names of the metrics; a running job is told of now and then', () => {
  const { json, lines, clock } = log();
  json.progress(progress());
  expect(lines).toEqual([]);
  clock.now += 10_000;
  json.progress(progress());
  json.progress(progress());
  const summary: JobSummary = { ...progress(), durationMs: 1_500, unacknowledged: 0, wasInterrupted: true };
  json.summary(summary, { kind: 'job' });
  json.summary(summary, { kind: 'query' });
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatchObject({ level: 'info', message: 'running', records_in: 10 });
  const { open_transaction_seconds: _, ...figures } = FIGURES;
  expect(lines[1]).toMatchObject({ ...figures, message: 'interrupted', seconds: 1.5, records_unacknowledged: 0 });
});

test('docs/observability.md lists every figure, and no other', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../../docs/observability.md'), 'utf8');
  const listed = [...text.matchAll(/^\| `(\w+)` \| `(\w+)` \|/gm)].map(([, name, prometheus]) => [name, prometheus]);
  expect(listed).toEqual(JOB_METRICS.map((metric) => [metric.name, prometheusName(metric)]));
});
