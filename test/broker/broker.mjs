// The broker of the project's own tests: @tsql/testing's.
export * from '../../packages/testing/src/broker/broker.mjs';
