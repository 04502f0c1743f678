import { connectorsByIdentifier, MemoryBroker, memoryConnectors, Session } from '@tsql/session';
import { beforeAll, describe, expect, test } from 'vitest';
import { plainPaint } from '../src/editor/palette.js';
import { Shell } from '../src/shell.js';
import { ShellLanguage } from '../src/shell-language.js';

const TABLES = `
  CREATE TABLE orders (
    order_id STRING, amount DECIMAL(10, 2), \`from\` STRING, address ROW<city STRING, zip INT>,
    ts TIMESTAMP(3) METADATA FROM 'timestamp'
  ) WITH (
    'connector' = 'kafka', 'topic' = 'orders-topic', 'key.format' = 'raw', 'key.fields' = 'order_id', 'value.format' = 'json',
    'properties.group.id' = 'g', 'properties.bootstrap.servers' = 'b:9092'
  );
  CREATE TABLE users (user_id STRING COMMENT 'as in the log-in') WITH ('connector' = 'datagen');
  CREATE VIEW big AS SELECT order_id, amount FROM orders WHERE amount > 100;
`;

let language: ShellLanguage;

beforeAll(async () => {
  const connectors = memoryConnectors(connectorsByIdentifier(), new MemoryBroker());
  const lines: string[] = [];
  const output = {
    line: (text: string) => void lines.push(text),
    columns: () => 80,
    rows: () => 24,
    paint: plainPaint,
    status: () => {},
    clear: () => {},
  };
  const shell = new Shell({
    session: new Session({ connectors }),
    output,
    clock: () => 0,
    folder: import.meta.dirname,
  });
  await shell.submit(TABLES);
  expect(lines).toEqual(['OK', 'OK', 'OK']);
  language = new ShellLanguage(shell);
});

/** The candidates at the mark, and the text with the first one in. */
function complete(marked: string) {
  const cursor = marked.indexOf('‸');
  const text = marked.replace('‸', '');
  const { from, to, candidates } = language.complete(text, cursor);
  const [first] = candidates;
  const filled = first && `${text.slice(0, from)}${first.text}${first.suffix ?? ''}‸${text.slice(to)}`;
  return { texts: candidates.map((each) => each.text), candidates, filled };
}

function hint(marked: string): string | undefined {
  return language.hint(marked.replace('‸', ''), marked.indexOf('‸'));
}

describe('completion', () => {
  test.each([
    ['‸', ['SELECT', 'CREATE', 'INSERT', 'PRINT']],
    ['SELECT * FROM ‸', ['big', 'orders', 'users']],
    ['SELECT * FROM users, ‸', ['big', 'orders', 'users']],
    ['SELECT * FROM users JOIN ‸', ['orders']],
    ['INSERT INTO ‸', ['orders', 'users']],
    ['DESCRIBE ‸', ['orders', 'big']],
    ['DROP TABLE ‸', ['orders', 'IF EXISTS']],
    ['CREATE TABLE ‸', ['IF NOT EXISTS']],
    ['SHOW CREATE TABLE ‸', ['orders']],
    ['SELECT ‸ FROM orders', ['order_id', 'amount', '`from`', 'ts', 'CASE', 'COALESCE']],
    ['SELECT o.‸ FROM orders AS o', ['order_id', 'amount', '`from`', 'address', 'ts']],
    ['SELECT orders.‸ FROM orders', ['order_id']],
    ['SELECT address.‸ FROM orders', ['city', 'zip']],
    ['SELECT * FROM default_database.‸', ['big', 'orders', 'users']],
    ['SELECT * FROM orders WHERE am‸', ['amount']],
    ['SELECT * FROM orders ‸', ['WHERE', 'GROUP', 'LIMIT', 'AS']],
    ['INSERT INTO orders (‸', ['order_id', 'amount']],
    ['CREATE TABLE t (a ‸', ['BIGINT', 'STRING', 'ROW']],
    ['SELECT 1; SELECT * FROM ord‸; DROP TABLE users', ['orders']],
    ['PRINT ‸', ['`orders-topic`']],
    ['PRINT x FROM ‸', ['BEGINNING', 'END']],
    ['USE CATALOG ‸', ['default_catalog']],
    ['USE ‸', ['default_database', 'CATALOG']],
    ["CREATE TABLE t (a INT) WITH ('‸", ['connector', 'topic', 'format']],
    ["CREATE TABLE t (a INT) WITH ('connector' = '‸", ['kafka', 'upsert-kafka', 'datagen', 'print']],
    ["CREATE TABLE t (a INT) WITH ('connector' = 'kafka', 'format' = '‸", ['json', 'csv', 'raw']],
    [
      "CREATE TABLE t (a INT) WITH ('connector' = 'kafka', 'scan.startup.mode' = '‸",
      ['earliest-offset', 'latest-offset', 'group-offsets', 'timestamp', 'specific-offsets'],
    ],
    ["CREATE TABLE t (a INT) WITH ('connector' = 'kafka', 'format' = 'json', 'json.‸", ['json.ignore-parse-errors']],
    ["CREATE TABLE t (a INT) WITH ('connector' = 'datagen', '‸", ['rows-per-second']],
    [
      "CREATE TABLE t (a INT) WITH ('connector' = 'kafka', 'properties.‸",
      ['properties.bootstrap.servers', 'properties.acks'],
    ],
    ["SELECT * FROM orders /*+ OPTIONS('scan.startup.mode' = '‸", ['earliest-offset']],
    ["SET '‸", ['execution.runtime-mode', 'table.local-time-zone']],
    ["SET 'execution.runtime-mode' = '‸", ['STREAMING', 'BATCH']],
    ["RESET '‸", ['execution.runtime-mode']],
    ['\\‸', ['\\?', '\\d', '\\timing', '\\watch', '\\q']],
    ['\\d ‸', ['orders', 'users']],
    ['\\format ‸', ['table', 'json', 'csv']],
    ['\\timing o‸', ['on', 'off']],
    ['\\i ‸', ['completion.test.ts']],
    ['SELECT 1 \\g‸', ['\\gdesc']],
  ])('%s', (marked, expected) => {
    expect(complete(marked).texts).toEqual(expect.arrayContaining(expected));
  });

  test.each([
    ['SELECT * FROM ord‸ WHERE TRUE', 'SELECT * FROM orders‸ WHERE TRUE'],
    ["CREATE TABLE t (a INT) WITH ('conn‸", "CREATE TABLE t (a INT) WITH ('connector' = '‸"],
    ['CREATE TABLE t (a INT) WITH (‸', "CREATE TABLE t (a INT) WITH ('connector' = '‸"],
    ["SET 'execution.runtime-mode' = 'ba‸", "SET 'execution.runtime-mode' = 'BATCH'‸"],
    ["SET 'execution.runtime-mode' = ba‸", "SET 'execution.runtime-mode' = 'BATCH'‸"],
    ["CREATE TABLE t (a INT) WITH ('bootstrap‸", "CREATE TABLE t (a INT) WITH ('properties.bootstrap.servers' = '‸"],
    ['sel‸', 'select‸'],
    ['SELECT upp‸', 'SELECT upper(‸'],
    ['SELECT `fr‸ FROM orders', 'SELECT `from`‸ FROM orders'],
    ['\\fo‸', '\\format ‸'],
  ])('%s becomes %s', (marked, filled) => {
    expect(complete(marked).filled).toBe(filled);
  });

  test('nothing is offered within texts and comments', () => {
    expect(complete("SELECT 'FROM ‸").texts).toEqual([]);
    expect(complete('SELECT 1 -- FROM ‸').texts).toEqual([]);
    expect(complete('SELECT /* FROM ‸').texts).toEqual([]);
  });

  test('a name that is being made up is not taken from the catalog', () => {
    expect(complete('CREATE TABLE ‸').texts).not.toContain('orders');
  });

  test('a part of EXTRACT is no table', () => {
    expect(complete('SELECT EXTRACT(YEAR FROM ‸').texts).not.toContain('orders');
  });

  test('an option that is given already is not offered again, wherever it stands', () => {
    const { texts } = complete("CREATE TABLE t (a INT) WITH ('‸', 'connector' = 'kafka', 'topic' = 'x')");
    expect(texts).toContain('scan.startup.mode');
    expect(texts).not.toContain('topic');
    expect(texts).not.toContain('rows-per-second');
  });

  test('each candidate says what it is, with a line of help', () => {
    const find = (marked: string, text: string) => complete(marked).candidates.find((each) => each.text === text);
    expect(find('SELECT ‸ FROM orders', 'amount')).toMatchObject({
      kind: 'column DECIMAL(10, 2)',
      doc: 'value of orders',
    });
    expect(find('SELECT ‸ FROM users', 'user_id')?.doc).toBe('row: as in the log-in of users');
    expect(find('SELECT * FROM ‸', 'orders')).toMatchObject({ kind: 'table', doc: 'kafka orders-topic' });
    expect(find('SELECT * FROM ‸', 'big')?.kind).toBe('view');
    expect(find('SELECT ‸', 'UPPER')).toMatchObject({ kind: 'function', doc: expect.stringContaining('UPPER(') });
    expect(find('‸', 'SELECT')).toMatchObject({ kind: 'keyword', doc: 'the columns of a query' });
    expect(find("SET 'execution.runtime-mode' = '‸", 'STREAMING')).toMatchObject({ kind: 'value', doc: 'the default' });
  });
});

describe('the hint', () => {
  test.each([
    ['SELECT am‸ount FROM orders', 'amount DECIMAL(10, 2), value of orders'],
    ['SELECT o.amount‸ FROM orders AS o', 'amount DECIMAL(10, 2), value of orders'],
    ['SELECT o‸.amount FROM orders AS o', 'table orders: kafka orders-topic'],
    ['SELECT * FROM ‸users', 'table users: user_id STRING'],
    ['SELECT SUBSTRING(amount, ‸) FROM orders', expect.stringMatching(/^SUBSTRING\(/)],
    ["SELECT UPPER(LOWER('x'), ‸ FROM orders", expect.stringMatching(/^UPPER\(/)],
    ["CREATE TABLE t (a INT) WITH ('connector' = 'kafka', 'scan.start‸up.mode' = 'x')", /Where reading begins/],
    ["CREATE TABLE t (a INT) WITH ('connector' = 'kafka', 'scan.startup.mode' = '‸x')", /^scan.startup.mode: /],
    ["SET 'table.dml-sync‸' = 'true'", /^table.dml-sync: Wait/],
    ['\\timing‸', '\\timing [on|off]: say how long each statement took'],
    ['PRINT abs‸', expect.stringMatching(/^PRINT topic /)],
    ['SELECT 1 AS ‸', undefined],
    ['-- amount‸', undefined],
  ])('%s', (marked, expected) => {
    if (expected instanceof RegExp) expect(hint(marked)).toMatch(expected);
    else expect(hint(marked)).toEqual(expected);
  });

  test.each([
    ['CREATE TABLE t (a INT, b ROW<x INT, y INT>, ‸', false],
    ['CREATE TABLE t (a INT, b ROW<x INT, y INT>, c AS ‸', true],
    ['CREATE TABLE t (a INT, b ROW<x INT, y INT>, WATERMARK FOR ‸', true],
    ['CREATE TABLE t (a INT, b ROW<x INT, y INT>, PRIMARY KEY (‸', true],
    ['CREATE TABLE t (a INT, b ROW<x INT, y INT>) PARTITIONED BY (a, ‸', true],
  ])('offers the columns that %s has declared, where they can stand', (marked, isOffered) => {
    const columns = complete(marked)
      .candidates.filter(({ kind }) => kind === 'column')
      .map(({ text }) => text);
    expect(columns).toEqual(isOffered ? ['a', 'b'] : []);
  });
});
