import { expect } from 'vitest';
import type { TestRecord } from './test-record.js';
import { toHaveRecords } from './to-have-records.js';

/** To be imported once, in a set-up file or a test: `expect(result.topic('out')).toHaveRecords([…])`. */
expect.extend({ toHaveRecords });

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: vitest's own declaration, which this adds to
  interface Matchers<T = any> {
    toHaveRecords(expected: readonly TestRecord[]): T;
  }
}
