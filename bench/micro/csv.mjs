// CSV against plain use of csv-parse and csv-stringify: by record, as messages come, and over a whole batch in one call.
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { order } from '../orders.mjs';

const COLUMNS = {
  order_id: 'STRING',
  user_id: 'STRING',
  order_channel: 'STRING',
  order_time: 'TIMESTAMP(3)',
  pay_amount: 'DECIMAL(10, 2)',
  real_pay: 'DECIMAL(10, 2)',
  user_name: 'STRING',
  area_id: 'STRING',
  item_count: 'INT',
  city: 'STRING',
  street: 'STRING',
};
const NAMES = Object.keys(COLUMNS);
const NUMBERS = ['pay_amount', 'real_pay', 'item_count'];

/** The order's fields, one text with a comma in it. */
function fieldsOf(i) {
  const { address, ...fields } = JSON.parse(order(i).value.replace(/:(\d+\.\d+)/g, ':"$1"'));
  return { ...fields, city: address.city, street: `${address.street}, ${address.zip}` };
}

const sqlOf = (from, to) => {
  const columns = NAMES.map((name) => `${name} ${COLUMNS[name]}`).join(', ');
  const common = "'connector' = 'kafka', 'properties.bootstrap.servers' = 'none'";
  return `
    SET 'execution.runtime-mode' = 'batch';
    CREATE TABLE src (${columns}) WITH (${common}, 'topic' = 'in', 'format' = '${from}',
      'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset');
    CREATE TABLE dst (${columns}) WITH (${common}, 'topic' = 'out', 'format' = '${to}'
      ${to === 'json' ? ", 'json.encode.decimal-as-plain-number' = 'true'" : ''});
    INSERT INTO dst SELECT * FROM src WHERE pay_amount > 200;`;
};

// Quotes where Flink puts them.
const QUOTED = { quoted_match: /^.{25,}$|[\0-,\\]/s, eof: false };
const CELL_QUOTES = (text) => `"${text}"`;

const csvLine = (i) => {
  const fields = fieldsOf(i);
  return NAMES.map((name) => (/[ ,]/.test(fields[name]) ? CELL_QUOTES(fields[name]) : fields[name])).join(',');
};
const jsonText = (i) => {
  const fields = fieldsOf(i);
  return `{${NAMES.map((name) => `"${name}":${NUMBERS.includes(name) ? fields[name] : JSON.stringify(fields[name])}`).join(',')}}`;
};

/** Numbers as numbers: zeros behind the point go. */
function typed(cells) {
  cells[4] = Number(cells[4]);
  cells[5] = Number(cells[5]);
  cells[8] = Number(cells[8]);
  return cells;
}

const passes = (cells) => cells[4] > 200;
const toObject = (cells) => Object.fromEntries(NAMES.map((name, index) => [name, cells[index]]));
const lines = (rows) => stringify(rows, QUOTED).split('\n');
const line = (row) => stringify([row], QUOTED);
const parseLine = (value) => typed(parse(value)[0]);
const parseBatch = (values) => parse(values.join('\n')).map(typed).filter(passes);
const parseJson = (value) => {
  const fields = JSON.parse(value);
  return NAMES.map((name) => fields[name]);
};

/** Each with the job, its records, and ways to do the same by hand: from the values of a batch to those that come out. */
export const WORKS = [
  {
    name: 'csv to csv',
    sql: sqlOf('csv', 'csv'),
    make: csvLine,
    plain: {
      'csv-parse, csv-stringify by record': (values) => values.map(parseLine).filter(passes).map(line),
      'csv-parse, csv-stringify by batch': (values) => lines(parseBatch(values)),
    },
  },
  {
    name: 'csv to json',
    sql: sqlOf('csv', 'json'),
    make: csvLine,
    plain: {
      'csv-parse by record, JSON.stringify': (values) =>
        values
          .map(parseLine)
          .filter(passes)
          .map((cells) => JSON.stringify(toObject(cells))),
      'csv-parse by batch, JSON.stringify': (values) =>
        parseBatch(values).map((cells) => JSON.stringify(toObject(cells))),
    },
  },
  {
    name: 'json to csv',
    sql: sqlOf('json', 'csv'),
    make: jsonText,
    plain: {
      'JSON.parse, csv-stringify by record': (values) => values.map(parseJson).filter(passes).map(line),
      'JSON.parse, csv-stringify by batch': (values) => lines(values.map(parseJson).filter(passes)),
    },
  },
];
