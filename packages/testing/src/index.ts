export { startBroker, type TestBroker } from './broker/broker.mjs';
export type { JobResult } from './job-result.js';
export { type JobTest, job, type TopicOptions } from './job-test.js';
export type { FoundRecord, JsonValue, TestBytes, TestRecord } from './test-record.js';
export { type MatcherResult, toHaveRecords } from './to-have-records.js';
