import { FORMAT_CODES } from './codes/format.js';
import { INTERNAL_CODES } from './codes/internal.js';
import { KAFKA_CODES } from './codes/kafka.js';
import { NAME_CODES } from './codes/name.js';
import { OPTION_CODES } from './codes/option.js';
import { PARSE_CODES } from './codes/parse.js';
import { PLAN_CODES } from './codes/plan.js';
import { RUN_CODES } from './codes/run.js';
import { TXN_CODES } from './codes/txn.js';
import { TYPE_CODES } from './codes/type.js';

export type { CodeEntry } from './code-entry.js';

/** Every code that tsql can print. A code is declared here (through its area's file) and nowhere else. */
export const CODES = {
  ...PARSE_CODES,
  ...NAME_CODES,
  ...TYPE_CODES,
  ...OPTION_CODES,
  ...PLAN_CODES,
  ...FORMAT_CODES,
  ...KAFKA_CODES,
  ...TXN_CODES,
  ...RUN_CODES,
  ...INTERNAL_CODES,
};

export type Code = keyof typeof CODES;
