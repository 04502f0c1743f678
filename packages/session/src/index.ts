export {
  abortTransaction,
  dryRun,
  type JobListing,
  type JobPosition,
  JobRegistry,
  KafkaBroker,
  PROPERTY_VERDICTS,
  type ResetTarget,
} from '@tsql/connector-kafka';
export { MemoryBroker, memoryConnectors } from '@tsql/connector-memory';
export { type JobProgress, type JobSummary, newProgress, type StartTask } from '@tsql/runtime';
export { cellText } from './cell-text.js';
export { CONNECTORS, connectorsByIdentifier, FORMATS, formatsByIdentifier } from './plug-ins.js';
export { displayWidth, printResult } from './print-table.js';
export { csvPrinter, jsonPrinter, type ResultFormat, type ResultOptions, type RowPrinter } from './row-printer.js';
export { type RunListener, type ScriptRun, Session, type SessionOptions } from './session.js';
export { runTaskThread } from './task-thread.js';
export type { Variables } from './variables.js';
