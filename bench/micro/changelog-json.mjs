// Changes of Debezium, Canal, Maxwell and OGG against JSON.parse and JSON.stringify: inserts, updates with both rows, deletes.
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

const KINDS = ['insert', 'insert', 'insert', 'update', 'delete'];
const OLD = { user_name: 'before' };

/** By format: the message of a change, the changes that a message holds ([is retraction, row]), and the message of one that is written. */
const MESSAGES = {
  'debezium-json': {
    make(i, kind, row) {
      const before = kind === 'insert' ? null : { ...row, ...OLD };
      const after = kind === 'delete' ? null : row;
      const source = {
        version: '2.5',
        connector: 'mysql',
        name: 'orders',
        ts_ms: i,
        db: 'shop',
        table: 'orders',
        pos: i,
      };
      return { before, after, source, op: kind[0].replace('i', 'c'), ts_ms: 1_700_000_000_000 + i, transaction: null };
    },
    changes: ({ op, before, after }) => [
      ...(op === 'c' ? [] : [[true, before]]),
      ...(op === 'd' ? [] : [[false, after]]),
    ],
    written: (isRetraction, row) =>
      isRetraction ? { before: row, after: null, op: 'd' } : { before: null, after: row, op: 'c' },
  },
  'ogg-json': {
    make(i, kind, row) {
      const before = kind === 'insert' ? undefined : { ...row, ...OLD };
      const after = kind === 'delete' ? undefined : row;
      const op_type = kind[0].toUpperCase();
      const around = { table: 'shop.orders', op_type, op_ts: '2024-01-01 10:20:30.123456', pos: String(i) };
      return { ...around, before, after };
    },
    changes: ({ op_type, before, after }) => [
      ...(op_type === 'I' ? [] : [[true, before]]),
      ...(op_type === 'D' ? [] : [[false, after]]),
    ],
    written: (isRetraction, row) =>
      isRetraction ? { before: row, after: null, op_type: 'D' } : { before: null, after: row, op_type: 'I' },
  },
  'canal-json': {
    make: (i, kind, row) => ({
      data: [row],
      database: 'shop',
      es: 1_700_000_000_000 + i,
      id: i,
      isDdl: false,
      old: kind === 'update' ? [OLD] : null,
      pkNames: ['order_id'],
      table: 'orders',
      ts: 1_700_000_000_000 + i,
      type: kind.toUpperCase(),
    }),
    changes: ({ type, data, old }) =>
      data.flatMap((row, index) => [
        ...(type === 'UPDATE' ? [[true, { ...row, ...old[index] }]] : []),
        [type === 'DELETE', row],
      ]),
    written: (isRetraction, row) => ({ data: [row], type: isRetraction ? 'DELETE' : 'INSERT' }),
  },
  'maxwell-json': {
    make: (i, kind, row) => ({
      database: 'shop',
      table: 'orders',
      type: kind,
      ts: 1_700_000_000 + i,
      xid: i,
      commit: true,
      data: row,
      ...(kind === 'update' ? { old: OLD } : {}),
    }),
    changes: ({ type, data, old }) => [
      ...(type === 'update' ? [[true, { ...data, ...old }]] : []),
      [type === 'delete', data],
    ],
    written: (isRetraction, row) => ({ data: row, type: isRetraction ? 'delete' : 'insert' }),
  },
};

const passes = (row) => row.item_count > 1;
const picked = (row) => Object.fromEntries(NAMES.map((name) => [name, row[name]]));

export const WORKS = Object.entries(MESSAGES).flatMap(([format, { make, changes, written }]) => {
  const write = (isRetraction, row) => JSON.stringify(written(isRetraction, picked(row)));
  return [
    {
      name: `${format} to ${format}`,
      sql: sqlOf(format, format),
      make: (i) => JSON.stringify(make(i, KINDS[i % KINDS.length], rowOf(i))),
      plain: {
        'JSON.parse, JSON.stringify'(values) {
          const found = [];
          for (const value of values) {
            for (const [isRetraction, row] of changes(JSON.parse(value))) {
              if (passes(row)) found.push(write(isRetraction, row));
            }
          }
          return found;
        },
      },
    },
    {
      name: `json to ${format}`,
      sql: sqlOf('json', format),
      make: (i) => JSON.stringify(rowOf(i)),
      plain: {
        'JSON.parse, JSON.stringify': (values) =>
          values
            .map((value) => JSON.parse(value))
            .filter(passes)
            .map((row) => write(false, row)),
      },
    },
  ];
});
