// Avro against plain use of avsc: job E's work, and the way back.
import avro from 'avsc';
import { order } from '../orders.mjs';
import { orderJobs } from './order-jobs.mjs';

const text = ['null', 'string'];
const texts = (...names) => names.map((name) => ({ name, type: text }));
const address = { type: 'record', name: 'record_address', fields: texts('city', 'zip', 'street') };
/** The schema that Flink derives for the table. The decimals are made and read by hand: that costs less than avsc's logical types. */
export const type = avro.Type.forSchema({
  type: 'record',
  name: 'org.apache.flink.avro.generated.record',
  fields: [
    ...texts('order_id', 'user_id', 'order_channel', 'order_time'),
    { name: 'pay_amount', type: ['null', 'bytes'] },
    { name: 'real_pay', type: ['null', 'bytes'] },
    ...texts('user_name', 'area_id'),
    { name: 'item_count', type: ['null', 'int'] },
    { name: 'address', type: ['null', address] },
  ],
});

/** A decimal with two digits behind its point, in as few bytes as it takes. */
function decimalBytes(number) {
  const unscaled = Math.round(number * 100);
  let size = 1;
  while (unscaled >= 2 ** (8 * size - 1)) size++;
  const bytes = Buffer.allocUnsafe(size);
  bytes.writeIntBE(unscaled, 0, size);
  return bytes;
}

export function toAvro(value) {
  const fields = JSON.parse(value);
  fields.pay_amount = decimalBytes(fields.pay_amount);
  fields.real_pay = decimalBytes(fields.real_pay);
  return type.toBuffer(fields);
}

export function toJson(value) {
  const fields = type.fromBuffer(value);
  fields.pay_amount = fields.pay_amount.readIntBE(0, fields.pay_amount.length) / 100;
  fields.real_pay = fields.real_pay.readIntBE(0, fields.real_pay.length) / 100;
  return JSON.stringify(fields);
}

const json = (i) => order(i).value;
const { sqlOf } = orderJobs('DECIMAL(10, 2)');

export const WORKS = [
  {
    name: 'json to avro',
    sql: sqlOf("'format' = 'json'", "'format' = 'avro'"),
    make: json,
    plain: { 'JSON.parse, avsc': (values) => values.map(toAvro) },
  },
  {
    name: 'avro to json',
    sql: sqlOf("'format' = 'avro'", "'format' = 'json', 'json.encode.decimal-as-plain-number' = 'true'"),
    make: (i) => toAvro(json(i)),
    plain: { 'avsc, JSON.stringify': (values) => values.map(toJson) },
  },
];
