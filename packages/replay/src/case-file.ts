import { nearest } from '@tsql/core';
import type { CaseRecord } from './case-record.js';
import { parseTxtar } from './txtar.js';

/** A case that cannot be run as it is written. */
export class CaseError extends Error {}

/** What Flink said of a statement that failed. */
export interface RecordedError {
  /** Counted from 1. */
  readonly statement: number;
  readonly causes: readonly { readonly type: string; readonly message: string }[];
}

/** An error as `expected-error` names it: `CODE` or `CODE LINE:COLUMN`. */
export interface ExpectedError {
  readonly code: string;
  /** Of the job, counted from 1; undefined for any place. */
  readonly line: number | undefined;
  readonly column: number | undefined;
}

/** A part of a job: its text, and its name for positions. */
export interface CaseScript {
  readonly file: string;
  readonly text: string;
}

/** How many partitions a topic has, and settings by Kafka's names, such as `message.timestamp.type`. */
export interface CaseTopic {
  readonly partitions: number;
  readonly config: Readonly<Record<string, string | number>>;
}

/** A schema that stands in the registry before the job starts. */
export interface PresetSchema {
  readonly subject: string;
  readonly schema: unknown;
  readonly id?: number;
}

/** A case file, read. Topic and group names lack the case's prefix. */
export interface CaseFile {
  readonly title: string;
  /** The job: the section `job.sql`, or the files that the section `job` names. */
  readonly scripts: readonly CaseScript[];
  /** True for files: they name topics as they are, without the case's prefix. */
  readonly isOfJobFiles: boolean;
  readonly input: readonly CaseRecord[];
  readonly topics: ReadonlyMap<string, CaseTopic>;
  /** True where no topic is made beforehand. */
  readonly hasNoTopics: boolean;
  readonly groups: Readonly<Record<string, Readonly<Record<string, readonly (number | null)[]>>>>;
  readonly timeoutMs: number;
  /** True where the job names a schema registry by `{{ REGISTRY }}`. */
  readonly usesRegistry: boolean;
  /** Schemas that the registry knows beforehand. */
  readonly registry: readonly PresetSchema[];
  /** The case's own .proto files, by name. */
  readonly protos: ReadonlyMap<string, string>;
  /** Milliseconds at which the job's clock stands, or undefined for the real one. */
  readonly clock: number | undefined;
  readonly expected: {
    readonly records: readonly CaseRecord[];
    readonly recordedError: RecordedError | undefined;
    readonly errors: readonly ExpectedError[] | undefined;
    /** Printed lines, or undefined where they don't count. */
    readonly lines: readonly string[] | undefined;
    /** What the registry has to have been given, as JSON; undefined where it doesn't count. */
    readonly registered: unknown;
  };
}

/** The sections of a case. Files that a job reads beside them (`x.proto`) keep their own names. */
const SECTIONS = [
  'input.jsonl',
  'topics.json',
  'no-topics',
  'groups.json',
  'timeout',
  'clock',
  'job.sql',
  'job',
  'expected.jsonl',
  'expected-error.json',
  'expected-error',
  'record-output',
  'expected-output',
  'registry.json',
  'expected-registry.json',
];
/** What a job within the case is called in positions. */
const JOB_FILE = 'job.sql';
const DEFAULT_TIMEOUT_S = 60;

/**
 * Reads a case; `readJob` gives the files that it names. Throws a {@link CaseError} that names the section at fault.
 */
export function parseCase(text: string, readJob?: (path: string) => CaseScript): CaseFile {
  const { comment, sections } = parseTxtar(text);
  for (const name of sections.keys()) checkSection(name);
  const jobFiles = jobFilesOf(text);
  const scripts = parseScripts(sections, jobFiles, readJob);
  const recorded = sections.get('expected-error.json');
  const errors = sections.get('expected-error');
  const registered = sections.get('expected-registry.json');
  return {
    title: comment.trim().split('\n')[0] ?? '',
    scripts,
    isOfJobFiles: jobFiles.length > 0,
    input: parseRecords(sections, 'input.jsonl'),
    topics: parseTopics(sections),
    hasNoTopics: sections.has('no-topics'),
    groups: parseJson('groups.json', sections.get('groups.json') ?? '{}') as CaseFile['groups'],
    usesRegistry: [text, ...scripts.map((script) => script.text)].some((each) => /\{\{ *REGISTRY *\}\}/.test(each)),
    registry: parseJson('registry.json', sections.get('registry.json') ?? '[]') as PresetSchema[],
    protos: new Map([...sections].filter(([name]) => name.endsWith('.proto'))),
    timeoutMs: parseTimeout(sections.get('timeout')) * 1000,
    clock: parseClock(sections.get('clock')),
    expected: {
      records: parseRecords(sections, 'expected.jsonl'),
      recordedError: recorded === undefined ? undefined : (parseJson('expected-error.json', recorded) as RecordedError),
      errors: errors === undefined ? undefined : linesOf(errors).map(parseExpectedError),
      lines: sections.has('record-output')
        ? outputLines((sections.get('expected-output') ?? '').split('\n'))
        : undefined,
      registered: registered === undefined ? undefined : parseJson('expected-registry.json', registered),
    },
  };
}

/** The lines of output that count: Flink's own `> N` before a result and blank ones don't. */
export function outputLines(lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split('\n')).filter((line) => line.trim() !== '' && !line.startsWith('>'));
}

/** The files that a case's section `job` names. */
export function jobFilesOf(text: string): string[] {
  return linesOf(parseTxtar(text).sections.get('job') ?? '').map((line) => line.trim());
}

function parseScripts(
  sections: ReadonlyMap<string, string>,
  jobFiles: readonly string[],
  readJob: ((path: string) => CaseScript) | undefined,
): CaseScript[] {
  const text = sections.get('job.sql');
  if (text !== undefined && jobFiles.length > 0) throw new CaseError('there are both job.sql and job: one is enough');
  if (text !== undefined) return [{ file: JOB_FILE, text }];
  if (jobFiles.length > 0 && readJob !== undefined) return jobFiles.map(readJob);
  throw new CaseError(
    'the job is missing: a line `-- job.sql --`, then the job, or a line `-- job --`, then the names of SQL files',
  );
}

function checkSection(name: string): void {
  if (SECTIONS.includes(name) || /\.(proto|avsc)$/.test(name)) return;
  const close = nearest(name, SECTIONS);
  const hint = close === undefined ? `known are ${SECTIONS.join(', ')}` : `did you mean '${close}'?`;
  throw new CaseError(`unknown section '${name}': ${hint}`);
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

function parseJson(section: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CaseError(`${section}: ${(error as Error).message}`);
  }
}

function parseRecords(sections: ReadonlyMap<string, string>, section: string): CaseRecord[] {
  return (sections.get(section) ?? '').split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const record = parseJson(`${section}, line ${index + 1}`, line) as Partial<CaseRecord> | null;
    if (typeof record?.topic !== 'string')
      throw new CaseError(`${section}, line ${index + 1}: a record is an object with "topic", "key" and "value"`);
    return [{ ...record, topic: record.topic, key: record.key ?? null, value: record.value ?? null }];
  });
}

function parseTopics(sections: ReadonlyMap<string, string>): Map<string, CaseTopic> {
  const given = parseJson('topics.json', sections.get('topics.json') ?? '{}') as Record<string, Partial<CaseTopic>>;
  return new Map(
    Object.entries(given).map(([topic, { partitions = 1, config = {} }]) => [topic, { partitions, config }]),
  );
}

function parseTimeout(text: string | undefined): number {
  const seconds = text === undefined ? DEFAULT_TIMEOUT_S : Number(text.trim() || Number.NaN);
  if (!(seconds > 0)) throw new CaseError(`timeout: a number of seconds above 0, found '${text?.trim()}'`);
  return seconds;
}

function parseClock(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const instant = text.trim();
  const millis = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(instant) ? Date.parse(instant) : Number.NaN;
  if (Number.isNaN(millis)) throw new CaseError(`clock: an instant such as 2024-05-01T12:00:00Z, found '${instant}'`);
  return millis;
}

function parseExpectedError(text: string): ExpectedError {
  const match = /^(TSQL_[A-Z0-9_]+)(?:\s+(\d+):(\d+))?$/.exec(text.trim());
  if (match === null)
    throw new CaseError(`expected-error: a code, and where it matters LINE:COLUMN, found '${text.trim()}'`);
  const [, code = '', line, column] = match;
  return {
    code,
    line: line === undefined ? undefined : Number(line),
    column: column === undefined ? undefined : Number(column),
  };
}
