// What has to come out of each job, made from the records' description, not by the code that is measured. Texts hold one byte in
// each character.
import { hash } from 'node:crypto';
import { order } from './orders.mjs';

const bytesOf = (text) => Buffer.from(text).latin1Slice();

/** The sum of all records' hashes, in any order, and their number: equal topics have equal digests. */
export class TopicDigest {
  records = 0;
  sum = 0n;

  /** Key, value and headers' values are null or texts of one byte in each character; partition and time null where any will do. */
  add({ partition, timestamp, key, value, headers }) {
    const part = (text) => (text === null ? 'null' : `${text.length}:${text}`);
    const listed = headers.map(([name, text]) => `${part(name)}=${part(text)}`).join();
    const text = `${partition}|${timestamp}|${part(key)}|${part(value)}|${listed}`;
    this.sum += hash('md5', Buffer.from(text, 'latin1'), 'buffer').readBigUInt64LE();
    this.records++;
  }

  toString() {
    return `${this.records} records, ${BigInt.asUintN(64, this.sum).toString(16)}`;
  }
}

/** Which parts of the records are the same in every run: the partition of those with a key, the time where the job sets it. */
export const FIXED = {
  A: { partition: true, timestamp: false },
  B: { partition: true, timestamp: false },
  C: { partition: false, timestamp: true },
  D: { partition: true, timestamp: false },
  E: { partition: false, timestamp: false },
};

/** The digest of a right output. */
export function expected(job, first, count, partitions) {
  const found = new TopicDigest();
  const make = { A: split, B: split, C: copy, D: split, E: avro }[job];
  for (let i = first; i < first + count; i++) {
    const record = make(i, partitions);
    if (record !== undefined) found.add(record);
  }
  return String(found);
}

function copy(i) {
  const { value, header, timestamp } = order(i);
  return { partition: null, timestamp, key: null, value: bytesOf(value), headers: [['trace', header]] };
}

function split(i, partitions) {
  const { order_id, user_id, pay_amount, real_pay, ...rest } = JSON.parse(order(i).value);
  if (pay_amount <= 200) return undefined;
  const { order_channel, order_time, user_name, area_id, item_count, address } = rest;
  const texts = {
    order_channel,
    order_time,
    pay_amount: '<1>',
    real_pay: '<2>',
    user_name,
    area_id,
    item_count,
    address,
  };
  const value = JSON.stringify(texts).replace('"<1>"', decimal(pay_amount)).replace('"<2>"', decimal(real_pay));
  const key = JSON.stringify({ order_id, user_id });
  const partition = (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;
  return { partition, timestamp: null, key: bytesOf(key), value: bytesOf(value), headers: [] };
}

/** As BigDecimal prints a number without trailing zeros. */
function decimal(number) {
  return number !== 0 && number % 10 === 0 ? number.toExponential().toUpperCase() : String(number);
}

/** Java's default partitioner (KIP-480 names it): murmur2 of the key, as a signed number of 32 bits. */
function murmur2(data) {
  const M = 0x5bd1e995;
  const mix = (k) => Math.imul(k ^ (k >>> 24), M);
  let h = 0x9747b28c ^ data.length;
  const end = data.length & ~3;
  for (let i = 0; i < end; i += 4) h = Math.imul(h, M) ^ mix(Math.imul(data.readInt32LE(i), M));
  for (let i = data.length - 1; i >= end; i--) h ^= data[i] << (8 * (i - end));
  if (data.length > end) h = Math.imul(h, M);
  h = Math.imul(h ^ (h >>> 13), M);
  return h ^ (h >>> 15);
}

/** Every column can be NULL: a union, its second branch taken (Avro 1.12, "Binary Encoding"). */
function avro(i) {
  const { pay_amount, real_pay, item_count, address, ...rest } = JSON.parse(order(i).value);
  const SECOND = '\u0002';
  const text = (of) => {
    const bytes = bytesOf(of);
    return SECOND + zigzag(bytes.length) + bytes;
  };
  const amount = (of) => {
    const bytes = unscaled(Math.round(of * 100));
    return SECOND + zigzag(bytes.length) + bytes;
  };
  const value = [
    ...[rest.order_id, rest.user_id, rest.order_channel, rest.order_time].map(text),
    amount(pay_amount),
    amount(real_pay),
    text(rest.user_name),
    text(rest.area_id),
    SECOND + zigzag(item_count),
    SECOND + [address.city, address.zip, address.street].map(text).join(''),
  ].join('');
  return { partition: null, timestamp: null, key: null, value, headers: [] };
}

/** A number from 0 on. */
function zigzag(number) {
  let out = '';
  let left = number * 2;
  for (; left > 127; left = Math.floor(left / 128)) out += String.fromCharCode((left & 127) | 128);
  return out + String.fromCharCode(left);
}

/** The fewest bytes of two's complement, the highest first, of a number from 0 on. */
function unscaled(number) {
  let hex = number.toString(16);
  if (hex.length % 2 === 1) hex = `0${hex}`;
  if (Number.parseInt(hex[0], 16) > 7) hex = `00${hex}`;
  return Buffer.from(hex, 'hex').latin1Slice();
}
