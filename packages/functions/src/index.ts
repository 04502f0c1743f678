export type * from './scalar-function.js';
