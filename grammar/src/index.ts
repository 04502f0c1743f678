export type * from './ast/index.js';
export type { ParsedScript, ParsedStatement } from './parsed-script.js';
