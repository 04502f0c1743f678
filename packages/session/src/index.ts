export { dryRun, KafkaBroker } from '@tsql/connector-kafka';
export { MemoryBroker, memoryConnectors } from '@tsql/connector-memory';
export type { JobProgress, JobSummary } from '@tsql/runtime';
export { CONNECTORS, connectorsByIdentifier, FORMATS, formatsByIdentifier } from './plug-ins.js';
export { displayWidth, printResult } from './print-table.js';
export type { ResultFormat } from './row-printer.js';
export { type RunListener, type ScriptRun, Session, type SessionOptions } from './session.js';
export type { Variables } from './variables.js';
