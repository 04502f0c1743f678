import { RegistryStub } from '@tsql/replay';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  ByteWriter,
  type Diagnostic,
  INT,
  type Row,
  RowKind,
  type RowType,
  STRING,
} from '../packages/core/src/index.js';
import { avroConfluentFormat } from '../packages/formats/src/index.js';

let registry: RegistryStub;

beforeAll(async () => {
  registry = await RegistryStub.start();
});
beforeEach(() => registry.reset());
afterAll(() => registry.close());

const RUNTIME = { part: 'value', mode: 'reference', localTimeZone: 'UTC' } as const;
const ROW: RowType = {
  kind: 'ROW',
  nullable: false,
  fields: [
    { name: 'id', type: INT },
    { name: 'name', type: STRING },
  ],
};

function plan(options: Record<string, string> = {}) {
  const found: Diagnostic[] = [];
  const entries = Object.entries({ url: registry.url, ...options }).map(([name, value]) => {
    const key = `avro-confluent.${name}`;
    return [key, { key, value, shownValue: value }] as const;
  });
  const planned = avroConfluentFormat.planEncoding({
    entries: new Map(entries),
    keyPrefix: 'avro-confluent.',
    part: 'value',
    rowType: ROW,
    metadata: [],
    primaryKey: [],
    topic: 'orders',
    tableName: 't',
    setting: () => undefined,
    span: undefined,
    accept: (each) => found.push(each),
  });
  return { planned, found };
}

function created(options: Record<string, string> = {}) {
  const { planned } = plan(options);
  if (planned === undefined) throw new Error('the options were refused');
  const serializer = avroConfluentFormat.createSerializer(planned, RUNTIME);
  const deserializer = avroConfluentFormat.createDeserializer(planned, RUNTIME);
  return {
    async write(row: Row) {
      const target = new ByteWriter();
      serializer.serialize(row, RowKind.INSERT, target);
      await serializer.complete?.(target.bytes, Int32Array.of(0), 1);
      return target.bytes.slice(0, target.length);
    },
    async read(...records: Uint8Array[]) {
      const slab = new Uint8Array(Buffer.concat(records));
      const ends = Int32Array.from(
        records.map((_, i) => records.slice(0, i + 1).reduce((sum, each) => sum + each.length, 0)),
      );
      const starts = Int32Array.from(ends, (end, i) => end - (records[i]?.length ?? 0));
      await deserializer.prepare?.(slab, starts, ends, records.length);
      const rows: Row[] = [];
      for (const [i, start] of starts.entries())
        deserializer.deserialize(slab, start, ends[i] ?? 0, (row) => rows.push(row));
      return rows;
    },
  };
}

test('the schema is registered under the topic, and what is framed with its id is read back', async () => {
  const { write, read } = created();
  const bytes = await write([1, 'a']);
  expect([...bytes.subarray(0, 5)]).toEqual([0, 0, 0, 0, 1]);
  expect(registry.registered()).toMatchObject([{ subject: 'orders-value', version: 1, id: 1 }]);
  expect(await read(bytes, bytes)).toEqual([
    [1, 'a'],
    [1, 'a'],
  ]);
});

test('the first record registers the schema; what was written before the answer gets its id, a null value nothing', async () => {
  registry.preset('other', 'string');
  const { planned } = plan();
  if (planned === undefined) throw new Error('the options were refused');
  const serializer = avroConfluentFormat.createSerializer(planned, RUNTIME);
  expect(serializer.complete?.(new Uint8Array(), new Int32Array(), 0)).toBeUndefined();
  expect(registry.registered()).toEqual([]);
  const [first, second] = [new ByteWriter(), new ByteWriter()];
  serializer.serialize([1, 'a'], RowKind.INSERT, first);
  const pending = serializer.complete?.(first.bytes, Int32Array.of(0, -1), 2);
  serializer.serialize([2, 'b'], RowKind.INSERT, second);
  await pending;
  serializer.serialize([3, 'c'], RowKind.INSERT, second);
  expect(serializer.complete?.(second.bytes, Int32Array.of(0, second.length / 2), 2)).toBeUndefined();
  const frame = [0, 0, 0, 0, 2];
  expect([...first.bytes.subarray(0, 5)]).toEqual(frame);
  expect([...second.bytes.subarray(0, 5)]).toEqual(frame);
  expect([...second.bytes.subarray(second.length / 2, second.length / 2 + 5)]).toEqual(frame);
  expect(registry.registered()).toMatchObject([{ subject: 'orders-value', id: 2 }]);
});

test('credentials are sent, and are not part of what a plan shows', async () => {
  await created({ 'basic-auth.credentials-source': 'USER_INFO', 'basic-auth.user-info': 'u:p' }).write([1, 'a']);
  await created({
    'bearer-auth.credentials-source': 'STATIC_TOKEN',
    'bearer-auth.token': 'hidden',
    subject: 's',
  }).write([1, 'a']);
  expect(registry.registered().map(({ authorization }) => authorization)).toEqual(['Basic dTpw', 'Bearer hidden']);
  const { planned } = plan({ 'bearer-auth.credentials-source': 'STATIC_TOKEN', 'bearer-auth.token': 'hidden' });
  expect(JSON.stringify(planned)).not.toContain('hidden');
});

test('an answer that may change is asked for again', async () => {
  registry.failWith('failure', 'failure');
  expect(await created().write([1, 'a'])).toHaveLength(5 + 5);
});

test.each([
  ['conflict', /409.*incompatible/],
  ['unauthorized', /401.*Unauthorized/],
  ['malformed', /no JSON/],
] as const)('%s is told with its subject', async (fault, message) => {
  registry.failWith(fault);
  await expect(created().write([1, 'a'])).rejects.toThrow(message);
});

test('a slow answer is given up and asked for again', async () => {
  registry.failWith('slow', 'slow');
  const bytes = await created({ 'properties.http.read.timeout.ms': '50' }).write([1, 'a']);
  expect([...bytes.subarray(0, 5)]).toEqual([0, 0, 0, 0, 1]);
});

test('an answer that stays slow ends with the time that was waited', async () => {
  registry.failWith('slow', 'slow', 'slow', 'slow');
  await expect(created({ 'properties.http.read.timeout.ms': '50' }).write([1, 'a'])).rejects.toThrow(
    /orders-value.*no answer within 50 ms/,
  );
});

test('what Java’s client would refuse is refused with the plan', () => {
  const both = {
    'basic-auth.credentials-source': 'USER_INFO',
    'basic-auth.user-info': 'u:p',
    'bearer-auth.credentials-source': 'STATIC_TOKEN',
    'bearer-auth.token': 't',
  };
  expect(plan(both).found.map(({ code }) => code)).toEqual(['TSQL_OPTION_CONFLICT']);
  expect(plan({ 'basic-auth.credentials-source': 'USER_INFO' }).found.map(({ code }) => code)).toEqual([
    'TSQL_OPTION_MISSING',
  ]);
  expect(plan({ 'ssl.keystore.location': 'k.jks' }).found.map(({ code }) => code)).toEqual(['TSQL_OPTION_REFUSED']);
});

test('nobody there: the address is named, once the tries are over', async () => {
  await expect(created({ url: 'http://127.0.0.1:1' }).write([1, 'a'])).rejects.toThrow(
    /orders-value.*127\.0\.0\.1:1.*ECONNREFUSED/,
  );
});

test('a record whose schema is not to be had fails itself, not its batch', async () => {
  const { write, read } = created();
  const good = await write([1, 'a']);
  const bad = Uint8Array.of(0, 0, 0, 0, 9, 2);
  await expect(read(good, bad)).rejects.toThrow(/schema 9 is not to be had.*40403/);
});

test('records of an older schema have NULL for what it lacks, and what the table lacks is skipped', async () => {
  const older = {
    type: 'record',
    name: 'r',
    fields: [
      { name: 'more', type: ['null', { type: 'array', items: 'long' }] },
      { name: 'id', type: 'int' },
    ],
  };
  const id = registry.preset('orders-value', older);
  const { read } = created();
  expect(await read(Uint8Array.of(0, 0, 0, 0, id, 2, 4, 2, 4, 0, 14))).toEqual([[7, null]]);
});
