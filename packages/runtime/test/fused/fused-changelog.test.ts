import { printType } from '@tsql/core';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  message,
  ROW,
  type Settings,
  SUBJECTS,
  type Subject,
} from '../../../formats/test/support/changelog-messages.js';
import { RegistryStub } from '../../../replay/src/index.js';
import { type Input, run } from './run-records.js';

let registry: RegistryStub;
beforeAll(async () => {
  registry = await RegistryStub.start();
});
beforeEach(() => registry.reset());
afterAll(() => registry.close());

const SINKS = [...SUBJECTS.map(({ factory }) => factory.identifier), 'upsert', 'debezium-avro-confluent'];
const CONDITIONS = ['', '', "WHERE s <> 'abc'", 'WHERE d > 1', 'WHERE id < 5', 'WHERE l / id > 1'];
/** Columns that are read and written, as many as make functions of their own of them. */
const WIDE = Array.from({ length: 24 }, (_, index) => `w${index}`);

const job = fc.record({
  from: fc.constantFrom(
    ...SUBJECTS.flatMap(({ settings }, subject) => settings.map((_, index) => [subject, index] as const)),
  ),
  to: fc.constantFrom(...SINKS),
  columns: fc.shuffledSubarray(
    ROW.fields.map(({ name }) => name).filter((name) => name !== 'id'),
    { maxLength: 5 },
  ),
  isWide: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  hasKey: fc.boolean(),
  condition: fc.constantFrom(...CONDITIONS),
  isComputed: fc.boolean(),
  notNull: fc.constantFrom('', '', 'ERROR', 'DROP'),
  sinkOption: fc.constantFrom('encode.ignore-null-fields', 'encode.decimal-as-plain-number', ''),
  partitioner: fc.constantFrom('', '', "'sink.partitioner' = 'round-robin',", "'sink.partitioner' = 'fixed',"),
});
type Job = typeof job extends fc.Arbitrary<infer T> ? T : never;

/** A format and the options and metadata that it is read with. */
function subjectOf([index, setting]: Job['from']) {
  const { factory, settings } = SUBJECTS[index] as Subject;
  return { factory, settings: settings[setting] as Settings };
}

function sqlOf({ from, to, columns, ...rest }: Job): string {
  const { factory, settings } = subjectOf(from);
  const names = ['id', ...columns, ...(rest.isWide ? WIDE : [])];
  const columnOf = (name: string) => {
    const type = ROW.fields.find((field) => field.name === name)?.type;
    return `${name} ${type === undefined ? 'STRING' : printType(type)}`;
  };
  // Avro has no times with a zone.
  const readable = settings.metadata.filter((key) => to !== 'debezium-avro-confluent' || !key.endsWith('timestamp'));
  const metadata = readable.map((key, index) => {
    const type = factory.metadata.find((each) => each.key === key)?.type;
    if (type === undefined) throw new Error(key);
    return { name: `meta${index}`, type: printType(type), from: ` METADATA FROM 'value.${key}' VIRTUAL` };
  });
  const key = rest.hasKey || to === 'upsert' ? [', PRIMARY KEY (id) NOT ENFORCED'] : [];
  const options = Object.entries(settings.options).map(
    ([name, value]) => `'value.${factory.identifier}.${name}' = '${value}',`,
  );
  const isConfluent = to === 'debezium-avro-confluent';
  const isUpsert = to === 'upsert';
  const format = isUpsert ? 'json' : to;
  const sink = [
    `'connector' = '${isUpsert ? 'upsert-kafka' : 'kafka'}', 'topic' = 'out', 'value.format' = '${format}',`,
    ...(isUpsert ? ["'key.format' = 'json',"] : [rest.partitioner]),
    ...(isConfluent ? [`'value.${to}.url' = '${registry.url}',`] : []),
    ...(isConfluent || rest.sinkOption === '' ? [] : [`'value.${format}.${rest.sinkOption}' = 'true',`]),
  ];
  const written = [...names.map(columnOf), ...metadata.map(({ name, type }) => `${name} ${type}`)];
  const notNull = written.map((column) =>
    rest.notNull !== '' && column.startsWith('s ') ? `${column} NOT NULL` : column,
  );
  // What cannot be evaluated (or is not) fails for some rows.
  const computed = names.map((name) => (rest.isComputed ? (COMPUTED[name] ?? name) : name));
  return `
    SET 'execution.runtime-mode' = 'streaming';
    SET 'table.exec.sink.not-null-enforcer' = '${rest.notNull === 'DROP' ? 'DROP' : 'ERROR'}';
    CREATE TABLE src (${[...names.map(columnOf), ...metadata.map((each) => `${each.name} ${each.type}${each.from}`)].join(', ')}${key.join()})
      WITH ('connector' = 'kafka', 'topic' = 'in', 'properties.bootstrap.servers' = 'none', ${options.join(' ')}
      'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'value.format' = '${factory.identifier}');
    CREATE TABLE dst (${notNull.join(', ')}${isUpsert ? key.join() : ''}) WITH (${sink.join(' ')}
      'properties.bootstrap.servers' = 'none');
    INSERT INTO dst SELECT ${[...computed, ...metadata.map(({ name }) => name)].join(', ')} FROM src ${conditionOf(names, rest.condition)};`;
}

const COMPUTED: Readonly<Record<string, string>> = { s: 'UPPER(s)', l: 'l / (l - 1)', t: "t + INTERVAL '1' SECOND" };

const conditionOf = (names: readonly string[], condition: string): string =>
  [...condition.matchAll(/\b[a-z]\b/g)].every(([name]) => names.includes(name)) ? condition : '';

const messages = ({ fields }: Subject) => fc.array(message(fields), { minLength: 1, maxLength: 8 });

const count = Number(process.env.TSQL_PROPERTY_RUNS ?? 400);

test('changes are read and written as the stages do it', { timeout: 120_000 + count * 200 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      job.chain((plan) => fc.tuple(fc.constant(plan), messages(SUBJECTS[plan.from[0]] as Subject))),
      async ([plan, values]) => {
        const records = values.map((value): Input => ({ key: null, value, headers: [], timestamp: 1 }));
        registry.reset();
        const sql = sqlOf(plan);
        const reference = await run(sql, records, 'reference');
        expect(reference.messages.filter(() => reference.status === 2)).toEqual([]);
        registry.reset();
        expect(await run(sql, records, 'compiled')).toEqual(reference);
      },
    ),
    { numRuns: count, ...(process.env.TSQL_PROPERTY_SEED ? { seed: Number(process.env.TSQL_PROPERTY_SEED) } : {}) },
  );
});
