export type * from './plan/index.js';
