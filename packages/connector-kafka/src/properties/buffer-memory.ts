import { type ConnectorRuntimeContext, memorySizeType } from '@tsql/core';

/** `tsql.buffer.max-memory` without a setting. */
const DEFAULT_BYTES = 16 << 20;
/** With less than this a client moves hardly more than one record at a time. */
const LEAST_BYTES = 64 << 10;
/** librdkafka takes no less. */
const LEAST_FETCH_BYTES = 1000;
/** What librdkafka keeps of a record beside its bytes. */
const RECORD_BYTES = 128;

/**
 * Bytes of records that one client of a job may hold: `tsql.buffer.max-memory` is shared by the reading and the writing one, and by
 * the job's tasks.
 */
export function bufferBytes(context: Partial<Pick<ConnectorRuntimeContext, 'setting' | 'task'>>): number {
  const all = memorySizeType.parse(context.setting?.('tsql.buffer.max-memory') ?? '') ?? DEFAULT_BYTES;
  return Math.max(LEAST_BYTES, Math.floor(all / 2 / (context.task?.count ?? 1)));
}

/** The properties of librdkafka that keep a client to so many bytes; a single record may go beyond. */
export function memoryProperties(side: 'consumer' | 'producer', bytes: number): Record<string, string> {
  const kilobytes = String(Math.ceil(bytes / 1024));
  const half = Math.ceil(bytes / 2);
  return side === 'consumer'
    ? {
        'queued.max.messages.kbytes': kilobytes,
        'fetch.max.bytes': String(half),
        'fetch.message.max.bytes': String(Math.min(1 << 20, half)),
        // A record larger than a fetch may be comes all the same (KIP-74); librdkafka would take its answer for a broken one.
        'receive.message.max.bytes': '2147483647',
      }
    : {
        'queue.buffering.max.kbytes': kilobytes,
        'queue.buffering.max.messages': String(Math.ceil(bytes / RECORD_BYTES)),
        'batch.size': String(Math.min(1_000_000, half)),
      };
}

/** What librdkafka demands of sizes among each other, and what would make it wait for ever. Changes what is not as it has to be. */
export function fitSizes(side: 'consumer' | 'producer', config: Record<string, string>): void {
  const atLeast = (name: string, least: number) => {
    if (Number(config[name]) < least) config[name] = String(least);
  };
  if (side === 'producer') {
    // The queue holds one of the largest records at least.
    atLeast('queue.buffering.max.kbytes', Math.ceil(Number(config['message.max.bytes']) / 1024) + 1);
    return;
  }
  // The Java client's name of what has a default here under librdkafka's.
  if (config['max.partition.fetch.bytes'] !== undefined) delete config['fetch.message.max.bytes'];
  atLeast('fetch.max.bytes', LEAST_FETCH_BYTES);
  config['message.max.bytes'] = String(Math.min(1_000_000, Number(config['fetch.max.bytes'])));
}
