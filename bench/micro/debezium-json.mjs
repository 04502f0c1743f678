// Changes of Debezium against JSON.parse and JSON.stringify: inserts, updates with both rows, deletes.
import { order } from '../orders.mjs';

const COLUMNS = {
  order_id: 'STRING',
  order_channel: 'STRING',
  order_time: 'TIMESTAMP(3)',
  pay_amount: 'DECIMAL(10, 2)',
  user_id: 'STRING',
  user_name: 'STRING',
  item_count: 'INT',
};
const NAMES = Object.keys(COLUMNS);

function sqlOf(from, to) {
  const columns = NAMES.map((name) => `${name} ${COLUMNS[name]}`).join(', ');
  const common = "'connector' = 'kafka', 'properties.bootstrap.servers' = 'none'";
  return `
    SET 'execution.runtime-mode' = 'streaming';
    CREATE TABLE src (${columns}) WITH (${common}, 'topic' = 'in', 'format' = '${from}',
      'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset');
    CREATE TABLE dst (${columns}) WITH (${common}, 'topic' = 'out', 'format' = '${to}',
      '${to}.encode.decimal-as-plain-number' = 'true');
    INSERT INTO dst SELECT * FROM src WHERE item_count > 1;`;
}

const rowOf = (i) => {
  const { address, real_pay, area_id, ...fields } = JSON.parse(order(i).value);
  return fields;
};

/** Three of five are inserts, one an update, one a delete. */
function change(i) {
  const row = rowOf(i);
  const before = i % 5 < 3 ? null : { ...row, user_name: 'before' };
  const after = i % 5 === 4 ? null : row;
  const source = { version: '2.5', connector: 'mysql', name: 'orders', ts_ms: i, db: 'shop', table: 'orders', pos: i };
  return JSON.stringify({ before, after, source, op: 'cccud'[i % 5], ts_ms: 1_700_000_000_000 + i, transaction: null });
}

const passes = (row) => row !== null && row.item_count > 1;
const picked = (row) => Object.fromEntries(NAMES.map((name) => [name, row[name]]));
const written = (op, row) =>
  JSON.stringify(op === 'd' ? { before: picked(row), after: null, op } : { before: null, after: picked(row), op });

/** Updates are written as a delete and an insert, as Flink writes them. */
function byHand(values) {
  const found = [];
  for (const value of values) {
    const { op, before, after } = JSON.parse(value);
    if (op !== 'c' && passes(before)) found.push(written('d', before));
    if (op !== 'd' && passes(after)) found.push(written('c', after));
  }
  return found;
}

export const WORKS = [
  {
    name: 'debezium-json to debezium-json',
    sql: sqlOf('debezium-json', 'debezium-json'),
    make: change,
    plain: { 'JSON.parse, JSON.stringify': byHand },
  },
  {
    name: 'json to debezium-json',
    sql: sqlOf('json', 'debezium-json'),
    make: (i) => JSON.stringify(rowOf(i)),
    plain: {
      'JSON.parse, JSON.stringify': (values) =>
        values
          .map((value) => JSON.parse(value))
          .filter(passes)
          .map((row) => written('c', row)),
    },
  },
];
