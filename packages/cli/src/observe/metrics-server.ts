import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Diagnostic } from '@tsql/core';
import type { JobProgress, JobSummary } from '@tsql/session';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { UsageError } from '../script-input.js';
import { JOB_METRICS, type JobMetric, prometheusName } from './job-metrics.js';
import type { ObservedJob, RunObserver } from './run-observer.js';

/**
 * Serves the figures of a run's jobs to Prometheus, at `/metrics` on all addresses of the machine. They are made when they are asked
 * for, of counters that the jobs keep anyway. Without keeping the process alive.
 */
export class MetricsServer implements RunObserver {
  private readonly registry = new Registry();
  private readonly jobs = new Map<ObservedJob, JobProgress>();
  private readonly diagnostics: Counter<'code' | 'severity'>;

  private constructor(
    private readonly server: Server,
    jobName: string,
    private readonly now: () => number,
  ) {
    this.registry.setDefaultLabels({ job_name: jobName });
    const registers = [this.registry];
    for (const metric of JOB_METRICS) this.declare(metric);
    this.diagnostics = new Counter({
      name: 'tsql_diagnostics_total',
      help: 'errors, warnings and notices by code',
      labelNames: ['code', 'severity'],
      registers,
    });
    collectDefaultMetrics({ register: this.registry });
    server.on('request', (request, response) => {
      if (request.url?.split('?')[0] !== '/metrics') {
        response.writeHead(404).end('the figures are at /metrics\n');
        return;
      }
      this.registry.metrics().then(
        (text) => response.writeHead(200, { 'content-type': this.registry.contentType }).end(text),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
    server.unref();
  }

  /** Listens; a port that is taken is a `UsageError`. Port 0 takes a free one. */
  static open(port: number, jobName: string, now: () => number = Date.now): Promise<MetricsServer> {
    const server = createServer();
    return new Promise((resolve, reject) => {
      server.once('error', (error) => reject(new UsageError(`--metrics-port ${port}: ${error.message}`)));
      server.listen(port, () => resolve(new MetricsServer(server, jobName, now)));
    });
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  diagnostic({ code, severity }: Diagnostic): void {
    this.diagnostics.inc({ code, severity });
  }

  progress(counters: JobProgress, job: ObservedJob): void {
    this.jobs.set(job, counters);
  }

  summary(summary: JobSummary, job: ObservedJob): void {
    this.jobs.set(job, summary);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private declare(metric: JobMetric): void {
    const { type, doc: help } = metric;
    const name = prometheusName(metric);
    const value = () => this.sum(metric);
    const registers = [this.registry];
    if (type === 'gauge') {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          const found = value();
          if (found === undefined) this.remove();
          else this.set(found);
        },
      });
      return;
    }
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(value() ?? 0);
      },
    });
  }

  /** Of all jobs of the run; unknown where it is of one. */
  private sum({ value }: JobMetric): number | undefined {
    let total = 0;
    for (const progress of this.jobs.values()) {
      const found = value(progress, this.now());
      if (found === undefined) return undefined;
      total += found;
    }
    return total;
  }
}
