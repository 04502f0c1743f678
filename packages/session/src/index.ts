export {
  abortTransaction,
  dryRun,
  type JobListing,
  type JobPosition,
  JobRegistry,
  KafkaBroker,
  type PlainRecord,
  PROPERTY_VERDICTS,
  prefixTopics,
  type ResetTarget,
  TopicWriter,
} from '@tsql/connector-kafka';
export { MemoryBroker, memoryConnectors } from '@tsql/connector-memory';
export { type JobProgress, type JobSummary, newProgress, type StartTask } from '@tsql/runtime';
export { type CaseConnectorsOptions, caseConnectors } from './case-connectors.js';
export { type CaseJobOptions, runCaseJob } from './case-job.js';
export { cellText } from './cell-text.js';
export { CONNECTORS, connectorsByIdentifier, FORMATS, formatsByIdentifier } from './plug-ins.js';
export { displayWidth, printResult } from './print-table.js';
export { csvPrinter, jsonPrinter, type ResultFormat, type ResultOptions, type RowPrinter } from './row-printer.js';
export {
  type RunListener,
  type ScriptRun,
  Session,
  type SessionOptions,
  SOME_DIVERTED,
  worseStatus,
} from './session.js';
export { runTaskThread } from './task-thread.js';
export {
  openTopicRecording,
  type RecordBound,
  type RecordingRequest,
  type TopicRecording,
} from './topic-recording.js';
export { fillVariables, type Variables } from './variables.js';
