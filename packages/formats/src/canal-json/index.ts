import {
  array,
  BIGINT,
  compileWholeJavaRegex,
  INT,
  map,
  type OptionType,
  option,
  type Row,
  RowKind,
  STRING,
  Timestamp,
  timestampLtz,
  type Value,
} from '@tsql/core';
import type { MessageFilter } from '../changelog-json/envelope.js';
import { changelogFormat } from '../changelog-json/index.js';
import { completeOldRow } from '../changelog-json/old-rows.js';
import { changelogOptions } from '../changelog-json/options.js';
import { textOf } from '../json/tree.js';

const patternType: OptionType<string> = {
  name: 'Pattern',
  allowed: 'a regular expression',
  parse(text) {
    try {
      compileWholeJavaRegex(text);
      return text;
    } catch {
      return undefined;
    }
  },
  print: (value) => value,
};

const databaseInclude = option('database.include', patternType, {
  doc: 'A regular expression: only changes of databases whose whole name matches are read.',
});
const tableInclude = option('table.include', patternType, {
  doc: 'A regular expression: only changes of tables whose whole name matches are read.',
});

const instant = (value: Value) => new Timestamp(Number(value));

/** Whether a field of the message matches. A message without the field is at fault. */
function matches(name: string, pattern: unknown): MessageFilter {
  if (pattern === undefined) return () => true;
  const whole = compileWholeJavaRegex(String(pattern));
  return (document, usesDecimals) => {
    const value = document.get(name);
    if (value === undefined) throw new Error(`'${name}' is missing`);
    return whole.test(textOf(value, usesDecimals));
  };
}

/** Flink's `canal-json` format. */
export const canalJsonFormat = changelogFormat({
  identifier: 'canal-json',
  options: changelogOptions('canal-json', [databaseInclude, tableInclude]),
  metadata: [
    { key: 'database', type: STRING, doc: 'The database of the change.', field: 'database', fieldType: STRING },
    { key: 'table', type: STRING, doc: 'The table of the change.', field: 'table', fieldType: STRING },
    {
      key: 'sql-type',
      type: map(STRING, INT),
      doc: 'The SQL types of the fields.',
      field: 'sqlType',
      fieldType: map(STRING, INT),
    },
    {
      key: 'pk-names',
      type: array(STRING),
      doc: 'The names of the primary key.',
      field: 'pkNames',
      fieldType: array(STRING),
    },
    {
      key: 'ingestion-timestamp',
      type: timestampLtz(3),
      doc: 'When Canal processed the change.',
      field: 'ts',
      fieldType: BIGINT,
      convert: instant,
    },
    {
      key: 'event-timestamp',
      type: timestampLtz(3),
      doc: 'When the change was made in the database.',
      field: 'es',
      fieldType: BIGINT,
      convert: instant,
    },
  ],
  fields: (row) => [
    { name: 'data', type: array(row) },
    { name: 'old', type: array(row) },
    { name: 'type', type: STRING },
  ],
  writtenFields: (row) => [
    { name: 'data', type: array(row) },
    { name: 'type', type: STRING },
  ],
  filter(options) {
    const isDatabase = matches('database', options['database.include']);
    const isTable = matches('table', options['table.include']);
    return (document, usesDecimals) => isDatabase(document, usesDecimals) && isTable(document, usesDecimals);
  },
  read({ field, tree }, type, emit) {
    const rows = (name: string): readonly Row[] => {
      const value = field(name) as readonly Row[] | null;
      if (value === null) throw new Error(`'${name}' is missing`);
      return value;
    };
    switch (field('type')) {
      case 'INSERT':
        for (const row of rows('data')) emit(row, RowKind.INSERT);
        return;
      case 'UPDATE': {
        const old = rows('old');
        for (const [index, after] of rows('data').entries()) {
          const before = old[index];
          if (before === undefined) throw new Error("'old' has fewer rows than 'data'");
          emit(completeOldRow(before, after, type, tree.get('old') ?? null), RowKind.UPDATE_BEFORE);
          emit(after, RowKind.UPDATE_AFTER);
        }
        return;
      }
      case 'DELETE':
        for (const row of rows('data')) emit(row, RowKind.DELETE);
        return;
      case 'CREATE':
        // A change of the table itself.
        return;
      default:
        throw new Error(
          `'type' is ${field('type') === null ? 'missing' : `'${String(field('type'))}'`}, not INSERT, UPDATE, DELETE or CREATE`,
        );
    }
  },
  write: (row, isRetraction) => [[row], isRetraction ? 'DELETE' : 'INSERT'],
});
