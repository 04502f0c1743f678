export type { CaseBroker, StoredRecord } from './case-broker.js';
export {
  CaseError,
  type CaseFile,
  type CaseScript,
  type CaseTopic,
  type ExpectedError,
  jobFilesOf,
  parseCase,
} from './case-file.js';
export { type CaseBytes, type CaseRecord, fromBytes, toBytes } from './case-record.js';
export { compareRecords, type RecordDifference } from './compare-records.js';
export { describeDifferences } from './describe-differences.js';
export type { FieldDifference } from './field-difference.js';
export type { JobOutcome } from './job-outcome.js';
export { recordDifference } from './record-difference.js';
export { type AnonymizedField, Anonymizer, parseAnonymizedField } from './recording/anonymizer.js';
export { Disguise, type DisguiseKind } from './recording/disguise.js';
export { Pace, type TimestampMode, timestampShift } from './recording/pace.js';
export { type RecordedLine, readRecording } from './recording/read-recording.js';
export { caseRecord } from './recording/record-line.js';
export { type RegisteredSchema, type RegistryFault, RegistryStub } from './registry-stub.js';
export { type CaseDifferences, type CaseResult, type CaseRun, hasPassed, mustFail, runCase } from './run-case.js';
export { statementLines } from './statement-lines.js';
export { parseTxtar, replaceSection, type Txtar } from './txtar.js';
export { type CaseUpdate, updateCase } from './update-case.js';
