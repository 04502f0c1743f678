// What has to come out of each job, made from the records' description, not by the code that is measured.
import { availableParallelism } from 'node:os';
import { order } from './orders.mjs';
import { inThreads } from './threads.mjs';
import { TopicDigest } from './topic-digest.mjs';
import { unusualOrder } from './unusual.mjs';

const TRACE = Buffer.from('trace');

/** Which parts of the records are the same in every run: the partition of those with a key, the time where the job sets it. */
export const FIXED = {
  A: { partition: true, timestamp: false },
  'A′': { partition: true, timestamp: false },
  B: { partition: true, timestamp: false },
  C: { partition: false, timestamp: true },
  D: { partition: true, timestamp: false },
  E: { partition: false, timestamp: false },
};

const MAKERS = {
  A: (i, partitions) => split(order(i).value, partitions),
  'A′': (i, partitions) => split(unusualOrder(i).value, partitions),
  B: (i, partitions) => split(order(i).value, partitions),
  C: copy,
  D: (i, partitions) => split(order(i).value, partitions),
  E: avro,
};

/** The digest of a right output, as text. */
export async function expected(job, first, count, partitions) {
  const threads = Math.max(1, Math.min(availableParallelism(), Math.floor(count / 10_000)));
  const bound = (thread) => first + Math.floor((count * thread) / threads);
  const ranges = Array.from({ length: threads }, (_, i) => [job, bound(i), bound(i + 1), partitions]);
  const parts = await inThreads(import.meta.url, 'expectedOf', ranges);
  return String(parts.reduce((sum, part) => sum.addAll(part), new TopicDigest()));
}

/** As {@link expected}, of the records from `first` to before `end`, as numbers. */
export function expectedOf(job, first, end, partitions) {
  const found = new TopicDigest();
  for (let i = first; i < end; i++) {
    const record = MAKERS[job](i, partitions);
    if (record === undefined) continue;
    const { partition, timestamp, key, value, header } = record;
    found.begin(partition, timestamp);
    found.part(key, key === null ? -1 : 0, key?.length);
    found.part(value, 0, value.length);
    if (header !== undefined) {
      found.part(TRACE, 0, TRACE.length);
      found.part(header, 0, header.length);
    }
    found.end();
  }
  return { records: found.records, sums: found.sums };
}

function copy(i) {
  const { value, header, timestamp } = order(i);
  return { partition: null, timestamp, key: null, value: Buffer.from(value), header: Buffer.from(header) };
}

function split(text, partitions) {
  const { order_id, user_id, pay_amount, real_pay, ...rest } = JSON.parse(text);
  if (pay_amount <= 200) return undefined;
  const { order_channel, order_time, user_name, area_id = null, item_count, address } = rest;
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
  const value = escaped(JSON.stringify(texts))
    .replace('"<1>"', decimal(pay_amount))
    .replace('"<2>"', decimal(real_pay));
  const key = Buffer.from(JSON.stringify({ order_id, user_id }));
  const partition = (murmur2(key) & 0x7fffffff) % partitions;
  return { partition, timestamp: null, key, value: Buffer.from(value) };
}

/** Jackson writes characters beyond the BMP as pairs of escapes. */
function escaped(json) {
  return json.replace(
    /[\u{10000}-\u{10ffff}]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).toUpperCase()}\\u${char.charCodeAt(1).toString(16).toUpperCase()}`,
  );
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
    const bytes = Buffer.from(of).latin1Slice();
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
  return { partition: null, timestamp: null, key: null, value: Buffer.from(value, 'latin1') };
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
