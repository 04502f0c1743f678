import type { CaseRecord } from '../case-record.js';

/** A line of a recording, with its number for messages. */
export interface RecordedLine {
  readonly record: CaseRecord;
  readonly number: number;
}

const MARKER = /^-- (.+) --$/;
const INPUT = 'input.jsonl';

/**
 * The records of a recording, one at a time: of a file of JSON lines, or of the section `input.jsonl` of a case. Throws an Error that
 * names the line at fault.
 */
export async function* readRecording(lines: AsyncIterable<string>, isCase: boolean): AsyncGenerator<RecordedLine> {
  let number = 0;
  let isInput = !isCase;
  for await (const line of lines) {
    number++;
    const marker = isCase ? MARKER.exec(line) : null;
    if (marker !== null) isInput = marker[1] === INPUT;
    else if (isInput && line.trim() !== '') yield { record: parseRecord(line, number), number };
  }
}

function parseRecord(line: string, number: number): CaseRecord {
  let record: Partial<CaseRecord> | null;
  try {
    record = JSON.parse(line) as Partial<CaseRecord> | null;
  } catch (error) {
    throw new Error(`line ${number} is no JSON: ${(error as Error).message}`);
  }
  if (typeof record?.topic !== 'string' || !isBytes(record.key) || !isBytes(record.value))
    throw new Error(`line ${number}: a record is an object with "topic", "key" and "value"`);
  return { ...record, topic: record.topic, key: record.key ?? null, value: record.value ?? null };
}

function isBytes(value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'string') return true;
  return typeof (value as { base64?: unknown }).base64 === 'string';
}
