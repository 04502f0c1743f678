import type { JobProgress, JobSummary } from '@tsql/session';

export interface ProgressLine {
  show(counters: JobProgress): void;
  clear(): void;
  summary(summary: JobSummary): string;
}

/** One line on a terminal that is written anew; nothing elsewhere. */
export function progressLine(mode: string | undefined): ProgressLine {
  const isShown = mode !== 'never' && process.stderr.isTTY;
  const startedAt = Date.now();
  return {
    show(counters) {
      if (!isShown) return;
      const seconds = Math.max(0.001, (Date.now() - startedAt) / 1000);
      const lag = counters.lag === undefined ? '' : `, lag ${counters.lag}`;
      const lost = counters.reconnects > 0 ? `, reconnects ${counters.reconnects}` : '';
      process.stderr.write(
        `\r\u001b[K${counters.recordsIn} in, ${counters.recordsOut} out, ${Math.round(counters.recordsIn / seconds)}/s${lag}${lost}`,
      );
    },
    clear() {
      if (isShown) process.stderr.write('\r\u001b[K');
    },
    summary(summary) {
      const seconds = (summary.durationMs / 1000).toFixed(2);
      const end = summary.wasInterrupted ? 'interrupted' : 'done';
      const left = summary.unacknowledged === 0 ? 'all acknowledged' : `${summary.unacknowledged} not acknowledged`;
      const diverted = [
        ...(summary.recordsSkippedOnError > 0 ? [`, ${summary.recordsSkippedOnError} skipped`] : []),
        ...(summary.recordsDeadLettered > 0 ? [`, ${summary.recordsDeadLettered} dead-lettered`] : []),
      ].join('');
      const again =
        summary.wasInterrupted && !summary.isResumable
          ? "; a next start cannot go on from here: there is neither 'properties.group.id' nor --resume"
          : '';
      return `${end}: ${summary.recordsIn} records in, ${summary.recordsOut} out${diverted}, ${left}, ${seconds} s${again}`;
    },
  };
}
