// One column of raw bytes against what one does by hand: a copy, JSON around a text, a number in eight bytes.
import { order } from '../orders.mjs';

const common = "'connector' = 'kafka', 'properties.bootstrap.servers' = 'none'";
const sqlOf = (type, from, to) => `
  SET 'execution.runtime-mode' = 'batch';
  CREATE TABLE src (field ${type}) WITH (${common}, 'topic' = 'in', 'format' = '${from}',
    'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset');
  CREATE TABLE dst (field ${type}) WITH (${common}, 'topic' = 'out', 'format' = '${to}');
  INSERT INTO dst SELECT * FROM src;`;

const line = (i) => order(i).header;
const json = (i) => JSON.stringify({ field: line(i) });
const number = (i) => {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64BE(BigInt(order(i).timestamp));
  return bytes;
};

export const WORKS = [
  {
    name: 'raw to raw',
    sql: sqlOf('BYTES', 'raw', 'raw'),
    make: line,
    plain: { 'Buffer.from': (values) => values.map((value) => Buffer.from(value)) },
  },
  {
    name: 'raw to json',
    sql: sqlOf('STRING', 'raw', 'json'),
    make: line,
    plain: {
      'toString, JSON.stringify': (values) => values.map((value) => JSON.stringify({ field: value.toString() })),
    },
  },
  {
    name: 'json to raw',
    sql: sqlOf('STRING', 'json', 'raw'),
    make: json,
    plain: { 'JSON.parse': (values) => values.map((value) => JSON.parse(value).field) },
  },
  {
    name: 'raw to json, BIGINT',
    sql: sqlOf('BIGINT', 'raw', 'json'),
    make: number,
    plain: {
      'readBigInt64BE, JSON by hand': (values) => values.map((value) => `{"field":${value.readBigInt64BE()}}`),
    },
  },
];
