import { memorySizeType } from '@tsql/core';
import type { JobSettings } from '../plan/index.js';
import type { Settings } from './settings.js';

/** `tsql.state.max-memory` without a setting: 512 mb. */
const DEFAULT_STATE_BYTES = 512 << 20;

/** The settings of a job, typed. Texts that do not parse were refused by SET and have their defaults here. */
export function jobSettings(settings: Settings): JobSettings {
  const parallelism = Number(settings.get('parallelism.default') ?? '1');
  const tableParallelism = Number(settings.get('table.exec.resource.default-parallelism') ?? '-1');
  const zone = settings.get('table.local-time-zone');
  return {
    runtimeMode: runtimeMode(settings),
    localTimeZone: zone === undefined || zone === 'default' ? systemTimeZone() : zone,
    parallelism: Math.max(1, tableParallelism > 0 ? tableParallelism : parallelism),
    maxStateBytes: memorySizeType.parse(settings.get('tsql.state.max-memory') ?? '') ?? DEFAULT_STATE_BYTES,
    jobName: settings.get('pipeline.name'),
    all: Object.fromEntries(settings.entries()),
  };
}

/** `execution.runtime-mode`. */
export function runtimeMode(settings: Settings): 'streaming' | 'batch' {
  return settings.get('execution.runtime-mode')?.toUpperCase() === 'BATCH' ? 'batch' : 'streaming';
}

let systemZone: string | undefined;

/** The zone of the machine, as Flink takes the JVM's. */
function systemTimeZone(): string {
  systemZone ??= new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return systemZone;
}
