export type * from './expression.js';
export type * from './plan.js';
export type * from './plan-node.js';
