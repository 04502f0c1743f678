// Protobuf against plain use of protobufjs.
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';
import { order } from '../orders.mjs';
import { orderJobs } from './order-jobs.mjs';

const file = fileURLToPath(new URL('./orders.proto', import.meta.url));
const Order = new protobuf.Root().loadSync(file, { keepCase: true }).lookupType('bench.Order');
const NAMES = ['order_id', 'user_id', 'order_channel', 'order_time', 'pay_amount', 'real_pay'];

/** No whole amounts, which Java writes with a zero behind the point; the fields in the table's order. */
function json(i) {
  const fields = JSON.parse(order(i).value);
  for (const name of ['pay_amount', 'real_pay']) fields[name] = Math.floor(fields[name]) + 0.25;
  const { user_name, area_id, item_count, address } = fields;
  const first = Object.fromEntries(NAMES.map((name) => [name, fields[name]]));
  return JSON.stringify({ ...first, user_name, area_id, item_count, address });
}

const encode = (value) => Order.encode(JSON.parse(value)).finish();
const decode = (value) => JSON.stringify(Order.decode(value));
const { sqlOf } = orderJobs('DOUBLE');
const messages = `'format' = 'protobuf', 'protobuf.message-class-name' = 'org.example.Order', 'protobuf.schema-files' = '${file}'`;

export const WORKS = [
  {
    name: 'json to protobuf',
    sql: sqlOf("'format' = 'json'", messages),
    make: json,
    plain: { 'JSON.parse, protobufjs': (values) => values.map(encode) },
  },
  {
    name: 'protobuf to json',
    sql: sqlOf(messages, "'format' = 'json'"),
    make: (i) => encode(json(i)),
    plain: { 'protobufjs, JSON.stringify': (values) => values.map(decode) },
  },
];
