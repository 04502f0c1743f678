import { describe, expect, it } from 'vitest';
import { bufferBytes } from '../src/properties/buffer-memory.js';
import { clientConfig } from '../src/properties/client-properties.js';

const withSetting = (text: string | undefined) => ({ setting: () => text });

describe('tsql.buffer.max-memory', () => {
  it('is shared by reading and writing, and by the tasks', () => {
    expect(bufferBytes({})).toBe(8 << 20);
    expect(bufferBytes(withSetting('64 mb'))).toBe(32 << 20);
    expect(bufferBytes({ ...withSetting('64 mb'), task: { index: 1, count: 4 } })).toBe(8 << 20);
  });

  it('has a least, with which records still move', () => {
    expect(bufferBytes(withSetting('1 b'))).toBe(64 << 10);
  });

  it('bounds what is fetched, at once and in all, and what waits to be sent', () => {
    expect(clientConfig({}, 'consumer', 1 << 20)).toMatchObject({
      'queued.max.messages.kbytes': '1024',
      'fetch.max.bytes': '524288',
      'fetch.message.max.bytes': '524288',
    });
    expect(clientConfig({}, 'producer', 4 << 20)).toMatchObject({
      'queue.buffering.max.kbytes': '4096',
      'queue.buffering.max.messages': '32768',
      'batch.size': '1000000',
    });
  });

  it('gives way to what the table says', () => {
    const properties = { 'max.partition.fetch.bytes': '9', 'fetch.max.bytes': '99', 'buffer.memory': '20971520' };
    expect(clientConfig(properties, 'consumer')).toMatchObject({
      'max.partition.fetch.bytes': '9',
      'fetch.max.bytes': '1000',
      'message.max.bytes': '1000',
    });
    expect(clientConfig(properties, 'consumer')).not.toHaveProperty('fetch.message.max.bytes');
    expect(clientConfig(properties, 'producer')).toMatchObject({ 'queue.buffering.max.kbytes': '20480' });
  });

  it('leaves room for one of the largest records that may be sent', () => {
    const config = clientConfig({ 'max.request.size': '104857600' }, 'producer', 64 << 10);
    expect(config['queue.buffering.max.kbytes']).toBe('102401');
  });
});
