import type { MetricsServer } from './metrics-server.js';
import type { RunObserver } from './run-observer.js';
import { TextLog } from './text-log.js';

export interface ObserverOptions {
  readonly logFormat?: 'text' | 'json';
  readonly metricsPort?: number;
  readonly progress?: string;
}

/** Who hears of a run, as one; `close` ends what listens. The packages behind it are loaded where they are asked for only. */
export async function openObservers(
  { logFormat, metricsPort, progress }: ObserverOptions,
  { jobName, texts }: { readonly jobName: string; readonly texts: ReadonlyMap<string, string> },
): Promise<RunObserver & { close(): Promise<void> }> {
  const all: RunObserver[] = [];
  if (logFormat === 'json') all.push(new (await import('./json-log.js')).JsonLog(jobName));
  else all.push(new TextLog(texts, progress));
  let server: MetricsServer | undefined;
  if (metricsPort !== undefined) {
    server = await (await import('./metrics-server.js')).MetricsServer.open(metricsPort, jobName);
    all.push(server);
  }
  return {
    diagnostic: (found) => all.forEach((each) => void each.diagnostic(found)),
    progress: (counters, job) => all.forEach((each) => void each.progress(counters, job)),
    summary: (summary, job) => all.forEach((each) => void each.summary(summary, job)),
    close: async () => server?.close(),
  };
}
