export * from '../../packages/testing/src/broker/broker.mjs';
