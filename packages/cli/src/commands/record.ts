import { createWriteStream } from 'node:fs';
import { dirname, relative } from 'node:path';
import type { Diagnostic } from '@tsql/core';
import { type AnonymizedField, Anonymizer, caseRecord, Disguise, parseAnonymizedField } from '@tsql/replay';
import { openTopicRecording, type RecordBound, type TopicRecording } from '@tsql/session';
import { type CountLine, countLine } from '../count-line.js';
import { interruptSignal } from '../interrupt.js';
import { renderDiagnostic } from '../render.js';
import { type InputOptions, readVariables, UsageError } from '../script-input.js';
import { parseBound } from './record/record-bound.js';
import { RecordingFile } from './record/recording-file.js';
import { reportFailure } from './record/report-failure.js';

export interface RecordCommandOptions extends InputOptions {
  readonly brokers: string;
  readonly property: Readonly<Record<string, string>>;
  readonly from: string;
  readonly to: string;
  readonly where?: string;
  readonly limit?: number;
  readonly anonymize: readonly string[];
  readonly output?: string;
  readonly job?: readonly string[];
  readonly progress?: string;
}

const INTERRUPTED = 130;

/** `tsql record TOPIC…`: writes records as a case's input. Returns the exit status. */
export async function recordCommand(topics: readonly string[], options: RecordCommandOptions): Promise<number> {
  const now = Date.now();
  const from = parseBound('--from', options.from, now);
  const to = parseBound('--to', options.to, now);
  if (from.kind === 'never') throw new UsageError("--from takes no 'never'");
  if (options.job !== undefined && options.output?.endsWith('.txtar') !== true)
    throw new UsageError('--job makes a case: name it with --output FILE.txtar');
  const anonymizer = new Anonymizer(
    options.anonymize.map(readField),
    new Disguise(process.env.TSQL_ANONYMIZE_SECRET || undefined),
  );
  const signal = interruptSignal();
  const progress = countLine(options.progress);
  try {
    const recording = await open({ topics, from, to, options, signal });
    if (recording === undefined) return 2;
    try {
      const target = new RecordingFile(outputStream(options.output));
      if (options.output?.endsWith('.txtar')) await target.beginCase(topics, recording.partitions, jobFiles(options));
      await recordAll(recording, target, { anonymizer, limit: options.limit ?? Number.POSITIVE_INFINITY, progress });
      await target.end();
    } finally {
      await recording.close();
    }
    progress.end('recorded');
    return signal.aborted && to.kind !== 'never' ? INTERRUPTED : 0;
  } catch (error) {
    progress.clear();
    return reportFailure(error);
  }
}

interface OpenRequest {
  readonly topics: readonly string[];
  readonly from: RecordBound;
  readonly to: RecordBound;
  readonly options: RecordCommandOptions;
  readonly signal: AbortSignal;
}

/** Undefined where the condition has faults, which are shown. */
async function open({ topics, from, to, options, signal }: OpenRequest): Promise<TopicRecording | undefined> {
  const where = options.where;
  const notify = (found: Diagnostic, condition = '') =>
    process.stderr.write(`${renderDiagnostic(found, new Map([['--where', condition]]), undefined)}\n`);
  const opened = await openTopicRecording(
    {
      topics,
      properties: { ...options.property, 'bootstrap.servers': options.brokers },
      from,
      to,
      where,
      variables: readVariables(options),
      notify,
    },
    signal,
  );
  if ('read' in opened) return opened;
  for (const found of opened.diagnostics) notify(found, opened.condition);
  return undefined;
}

async function recordAll(
  recording: TopicRecording,
  target: RecordingFile,
  { anonymizer, limit, progress }: { anonymizer: Anonymizer; limit: number; progress: CountLine },
): Promise<void> {
  let count = 0;
  await recording.read(async (batch, accepts) => {
    const bytesBefore = target.bytes;
    const countBefore = count;
    for (let i = 0; i < batch.count && count < limit; i++) {
      if (!accepts(i)) continue;
      const isSpread = (recording.partitions.get(batch.topics[batch.topic[i] ?? 0] ?? '') ?? 1) > 1;
      target.add(anonymized(caseRecord(batch, i, isSpread), anonymizer, batch.offset[i]));
      count++;
    }
    await target.drain();
    progress.add(count - countBefore, target.bytes - bytesBefore);
    return count < limit;
  });
}

function anonymized(record: ReturnType<typeof caseRecord>, anonymizer: Anonymizer, offset: number | undefined) {
  try {
    return anonymizer.apply(record);
  } catch (error) {
    const place = `topic ${record.topic}, partition ${record.partition ?? 0}, offset ${offset}`;
    throw new Error(`${place}: ${(error as Error).message}`);
  }
}

/** As the case names them: from its own folder. */
function jobFiles({ job = [], output = '' }: RecordCommandOptions): string[] {
  return job.map((file) => relative(dirname(output), file).replaceAll('\\', '/'));
}

function outputStream(file: string | undefined): NodeJS.WritableStream {
  if (file === undefined) return process.stdout;
  return createWriteStream(file);
}

function readField(text: string): AnonymizedField {
  try {
    return parseAnonymizedField(text);
  } catch (error) {
    throw new UsageError(`--anonymize: ${(error as Error).message}`);
  }
}
