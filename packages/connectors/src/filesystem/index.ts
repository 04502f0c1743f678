import { access } from 'node:fs/promises';
import type {
  ConnectorRuntimeContext,
  DynamicTableFactory,
  FileFraming,
  PartPlan,
  RecordSinkPlan,
  RecordSourcePlan,
} from '@tsql/core';
import { fileError } from './file-error.js';
import { FileSink } from './file-sink.js';
import { FileSource } from './file-source.js';
import type { FileSinkTransport, FileSourceTransport } from './file-transport.js';
import { FILE_METADATA } from './metadata.js';
import { FILESYSTEM_OPTIONS } from './options.js';
import { planSink, planSource } from './plan.js';

/** Flink's `filesystem`: tables in files and folders of this machine. */
export const filesystemConnector: DynamicTableFactory = {
  identifier: 'filesystem',
  options: FILESYSTEM_OPTIONS,
  metadata: FILE_METADATA,
  planSource,
  planSink,
  canOverwrite: true,
  async probe(plan) {
    const { path } = plan.transport as FileSourceTransport;
    if (plan.kind === 'record-sink') return [];
    return access(path).then(
      () => [],
      (error) => [fileError(path, error).diagnostic],
    );
  },
  async openRecordSource({ transport, value }: RecordSourcePlan, context) {
    return new FileSource(transport as FileSourceTransport, framingOf(value, context), value.format);
  },
  async openRecordSink({ transport, value }: RecordSinkPlan, context) {
    return new FileSink(transport as FileSinkTransport, framingOf(value, context), value.format);
  },
};

function framingOf({ format }: PartPlan, { formats }: ConnectorRuntimeContext): FileFraming {
  const framing = formats.get(format.identifier)?.fileFraming;
  if (framing === undefined) throw new Error(`format '${format.identifier}' has no place in files`);
  return framing;
}
