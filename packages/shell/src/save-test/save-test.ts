import { findFunction } from '@tsql/functions';
import { tokenize } from '@tsql/grammar';
import type { CaseRecord } from '@tsql/replay';
import { type TopicContext, topicPositions } from '../print/topic-source.js';
import { caseName, caseStatement } from './case-statement.js';
import { readInputs } from './read-inputs.js';
import type { ReadNotes } from './read-notes.js';

/** A statement that went well, and what it was. */
export interface SavedStatement {
  readonly text: string;
  readonly kind: 'done' | 'query' | 'job';
  /** The topics that it wrote. */
  readonly written: readonly string[];
}

export interface SaveTestRequest extends TopicContext {
  readonly statements: readonly SavedStatement[];
  readonly notes: ReadNotes;
  /** Settings that held before the first statement. */
  readonly settings: readonly (readonly [string, string])[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Makes a case file of a session: its statements, and as input the records that they read. What the session itself wrote is
 * no input: the case's statements write it again. The expectation is still to be filled in.
 */
export async function saveTest(request: SaveTestRequest): Promise<string> {
  const { statements, notes, settings, now } = request;
  const written = new Set(statements.flatMap((statement) => statement.written));
  const inputs = [...notes.ranges.keys()].filter((topic) => !written.has(topic)).sort();
  const records: CaseRecord[] = [];
  for (const topic of inputs) records.push(...(await readInputs(topic, notes.ranges.get(topic) ?? new Map(), request)));
  const topics = await partitionCounts([...new Set([...inputs, ...written])], request);
  const names = { topics: [...notes.ranges.keys()] };
  const sets = settings
    .filter(([key]) => key !== 'tsql.brokers')
    .map(([key, value]) => `SET ${quote(key)} = ${quote(value)};`);
  const job = statements
    .filter(({ text }) => !/^SET\s+'tsql\.brokers'/i.test(text))
    .map(({ text }) => `${caseStatement(text, names).replace(/\s*;$/, '')};`);
  const sections: readonly (readonly [string, string])[] = [
    ...(Object.keys(topics).length === 0 ? [] : [['topics.json', JSON.stringify(topics)] as const]),
    ...(records.length === 0
      ? []
      : [['input.jsonl', records.map((record) => JSON.stringify(record)).join('\n')] as const]),
    ...(job.some(isUnsteady) ? [['clock', new Date(now).toISOString()] as const] : []),
    ...(statements.some(({ kind }) => kind === 'query') ? [['record-output', ''] as const] : []),
    ['job.sql', [...sets, ...job].join('\n')],
    ['expected.jsonl', ''],
  ];
  const title = 'Saved from a shell.';
  return `${title}\n${sections.map(([name, text]) => `-- ${name} --\n${text === '' ? '' : `${text}\n`}`).join('')}`;
}

/** Topics of several partitions. */
async function partitionCounts(topics: readonly string[], context: TopicContext) {
  const counts: Record<string, { readonly partitions: number }> = {};
  for (const topic of topics) {
    const { length } = await topicPositions(topic, 'earliest', context);
    if (length > 1) counts[caseName(topic)] = { partitions: length };
  }
  return counts;
}

/** Whether a statement gives something else each time, so that the case needs a clock that stands. */
function isUnsteady(statement: string): boolean {
  const { tokens } = tokenize(statement, '');
  return tokens.some(({ image }) => /^[A-Za-z]\w*$/.test(image) && findFunction(image)?.isDeterministic === false);
}

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
