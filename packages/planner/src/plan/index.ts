export type * from './expression.js';
export { inputsOf } from './inputs-of.js';
export type { Parallelism } from './parallelism.js';
export type * from './plan.js';
export type * from './plan-node.js';
export { sourcesOf } from './sources-of.js';
export { stateOf } from './state-of.js';
