// Avro framed with the id of its schema, against plain use of avsc. The registry is a stub in this process: it is asked once in a run.
import { RegistryStub } from '@tsql/replay';
import { order } from '../orders.mjs';
import { toAvro, toJson, type } from './avro.mjs';
import { orderJobs } from './order-jobs.mjs';

const registry = await RegistryStub.start();
const READ_ID = registry.preset('in-value', type.schema());
/** What the registry gives the schema that the sink registers. */
const WRITTEN_ID = READ_ID + 1;

const FRAME = 5;
function framed(id, value) {
  const bytes = Buffer.allocUnsafe(FRAME + value.length);
  bytes[0] = 0;
  bytes.writeInt32BE(id, 1);
  bytes.set(value, FRAME);
  return bytes;
}

const json = (i) => order(i).value;
const { sqlOf } = orderJobs('DECIMAL(10, 2)');
const CONFLUENT = `'format' = 'avro-confluent', 'avro-confluent.url' = '${registry.url}'`;

export const WORKS = [
  {
    name: 'json to avro-confluent',
    sql: sqlOf("'format' = 'json'", CONFLUENT),
    make: json,
    plain: { 'JSON.parse, avsc': (values) => values.map((value) => framed(WRITTEN_ID, toAvro(value))) },
  },
  {
    name: 'avro-confluent to json',
    sql: sqlOf(CONFLUENT, "'format' = 'json', 'json.encode.decimal-as-plain-number' = 'true'"),
    make: (i) => framed(READ_ID, toAvro(json(i))),
    plain: { 'avsc, JSON.stringify': (values) => values.map((value) => toJson(value.subarray(FRAME))) },
  },
];
