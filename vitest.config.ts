import { defineConfig } from 'vitest/config';

/** Unit tests need no broker; files named `*.broker.test.ts` share one real Kafka. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // A machine under load is no fault.
          testTimeout: 30_000,
          include: ['{grammar,packages/*,test}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.broker.test.ts'],
        },
      },
      {
        test: {
          name: 'broker',
          include: ['{grammar,packages/*,test}/**/*.broker.test.ts'],
          exclude: ['**/node_modules/**'],
          globalSetup: ['test/broker/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
