import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FormatContext, OptionEntry } from '@tsql/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { avroConfluentFormat } from '../src/index.js';

const SCHEMA = {
  type: 'record',
  name: 'r',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'name', type: ['null', 'string'] },
    { name: 'price', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 } },
    { name: 'day', type: { type: 'int', logicalType: 'date' } },
    { name: 'tags', type: { type: 'array', items: { type: 'enum', name: 'e', symbols: ['A', 'B'] } } },
    { name: 'more', type: { type: 'map', values: 'boolean' } },
  ],
};

let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const isKnown = request.url === '/schemas/ids/7';
    response.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isKnown ? { schema: JSON.stringify(SCHEMA) } : { error_code: 40403, message: 'none' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
});

function viewer() {
  const entry: OptionEntry = { key: 'value.avro-confluent.url', value: url, shownValue: url };
  const context: FormatContext = {
    entries: new Map([[entry.key, entry]]),
    keyPrefix: 'value.avro-confluent.',
    part: 'value',
    rowType: { kind: 'ROW', fields: [], nullable: false },
    metadata: [],
    primaryKey: [],
    topic: 't',
    tableName: 't',
    setting: () => undefined,
    span: undefined,
    accept: () => {},
  };
  const found = avroConfluentFormat.createViewer?.(context);
  if (found === undefined) throw new Error('avro-confluent has a viewer');
  return found;
}

const framed = (id: number, hex: string): Uint8Array =>
  Buffer.from(`00${id.toString(16).padStart(8, '0')}${hex}`, 'hex');

test('a framed record is shown by the schema that it was written under', async () => {
  // 2^60, "ab", -1.05, 1970-01-02, [A, B], {"x": true}
  const record = `${'80'.repeat(8)}20${'02046162'}${'02'}${'97'}${'02'}${'04000200'}${'02027801'}00`;
  expect(await viewer().view(framed(7, record))).toBe(
    '{"id":1152921504606846976,"name":"ab","price":-1.05,"day":"1970-01-02","tags":["A","B"],"more":{"x":true}}',
  );
});

test('what is not framed is none of its records', async () => {
  expect(await viewer().view(Buffer.from('text'))).toBeUndefined();
});

test('an unknown schema and missing bytes say so', async () => {
  await expect(viewer().view(framed(8, '00'))).rejects.toThrow('schema 8 is not to be had');
  await expect(viewer().view(framed(7, '00'))).rejects.toThrow('bytes are not there');
});
