export type { CaseBroker, StoredRecord } from './case-broker.js';
export { type CaseBytes, type CaseRecord, fromBytes, toBytes } from './case-record.js';
export { type RegisteredSchema, type RegistryFault, RegistryStub } from './registry-stub.js';
export { type CaseResult, type CaseRun, type JobOutcome, runCase } from './run-case.js';
export { statementLines } from './statement-lines.js';
export { parseTxtar, type Txtar } from './txtar.js';
