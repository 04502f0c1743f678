import { readFileSync } from 'node:fs';
import { CODES, TsqlError } from '@tsql/core';
import { renderDiagnostic } from './render.js';
import { UsageError } from './script-input.js';

export interface ClusterOptions {
  readonly brokers: string;
  /** A file of Java's client properties, as Kafka's own commands take it. */
  readonly commandConfig?: string;
}

/** The client properties of `--command-config`, with `--brokers` over them. */
export function clusterProperties({ brokers, commandConfig }: ClusterOptions): Record<string, string> {
  const given = commandConfig === undefined ? {} : parseProperties(readConfig(commandConfig));
  return { ...given, 'bootstrap.servers': brokers };
}

function readConfig(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--command-config ${path} cannot be read: ${(error as Error).message}`);
  }
}

/** Java's properties, without its escapes but for the backslash that joins two lines. */
function parseProperties(text: string): Record<string, string> {
  const lines = text.replace(/\\\r?\n\s*/g, '').split(/\r?\n/);
  const entries = lines.flatMap((line) => {
    const match = /^\s*([^#!=:\s][^=:\s]*)\s*[=:\s]\s*(.*?)\s*$/.exec(line);
    return match === null ? [] : [[match[1] ?? '', match[2] ?? ''] as const];
  });
  return Object.fromEntries(entries);
}

/** Runs a command that asks a cluster; what fails is printed. Returns the exit status. */
export async function reportingFailures(run: () => Promise<void>): Promise<number> {
  try {
    await run();
    return 0;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'KAFKA_NATIVE_MISSING') {
      process.stderr.write(`tsql: ${(error as Error).message}\n`);
      return 1;
    }
    if (!(error instanceof TsqlError)) throw error;
    process.stderr.write(`${renderDiagnostic(error.diagnostic, new Map(), undefined)}\n`);
    return CODES[error.diagnostic.code].exitStatus;
  }
}
