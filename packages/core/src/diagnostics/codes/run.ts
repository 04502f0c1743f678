import type { CodeEntry } from '../code-entry.js';

/** Failures of a running job that are neither the broker's nor a format's. */
export const RUN_CODES = {
  TSQL_RUN_EVALUATION: {
    message: '{expression} failed: {reason}',
    severity: 'error',
    exitStatus: 1,
  },
  TSQL_RUN_NOT_NULL: {
    message: "column '{column}' of {table} is NOT NULL, but a NULL is being written into it",
    hint: "SET 'table.exec.sink.not-null-enforcer' = 'DROP' drops such rows silently",
    severity: 'error',
    exitStatus: 1,
  },
  TSQL_RUN_NO_JOB: {
    message: "no positions of a job '{name}' are stored on {servers} (consumer group {group})",
    hint: 'tsql jobs list shows the names; jobs have positions there once they ran with --resume',
    severity: 'error',
    exitStatus: 1,
  },
  TSQL_RUN_RESET: {
    message: "the positions of job '{name}' were not set: {reason}",
    severity: 'error',
    exitStatus: 1,
  },
  TSQL_RUN_STARTS_ANEW: {
    message: "job '{name}' has no positions (consumer group {group}): it starts anew, where 'scan.startup.mode' says",
    hint: 'the brokers forget positions when a job has been stopped for longer than their offsets.retention.minutes',
    severity: 'notice',
    exitStatus: 0,
  },
  TSQL_RUN_FENCED: {
    message: 'another process runs this job with --instance {instance}, and has taken its place: {reason}',
    hint: 'nothing is lost: it goes on where this one committed last. Give each process an --instance of its own',
    severity: 'error',
    exitStatus: 1,
  },
  TSQL_RUN_RESUME: {
    message: '--resume is not possible: {reason}',
    severity: 'error',
    exitStatus: 2,
  },
  TSQL_RUN_RECORD_DIVERTED: {
    message: 'topic {topic}, partition {partition}, offset {offset}: {done}: {code} {reason}',
    severity: 'warning',
    exitStatus: 3,
  },
  TSQL_RUN_TOO_MANY_ERRORS: {
    message:
      "one failing record more than 'on-error.max-records' = '{limit}' allows: topic {topic}, partition {partition}, offset {offset}: {code} {reason}",
    severity: 'error',
    exitStatus: 1,
  },
  TSQL_RUN_STALLED: {
    message: 'nothing has gone on for {seconds} s: the Kafka client does not answer',
    hint: 'nothing is lost: start the job again, it goes on from its last commit',
    severity: 'error',
    exitStatus: 1,
    retryable: true,
  },
  TSQL_RUN_REPLAY: {
    message: 'going back to the last commit and on from there: {reason}',
    severity: 'notice',
    exitStatus: 0,
  },
  TSQL_RUN_FILE: {
    message: '{path}: {reason}',
    severity: 'error',
    exitStatus: 1,
  },
  TSQL_RUN_STATE_MEMORY: {
    message: "the job's state is larger than {limit}",
    hint: "'tsql.state.max-memory' is the limit; it runs on a Flink cluster with a state backend",
    severity: 'error',
    exitStatus: 1,
  },
  TSQL_RUN_TASK_LATE: {
    message: 'a task of the job did not end within {seconds} s',
    hint: 'what it had written is read again at the next start',
    severity: 'error',
    exitStatus: 1,
  },
  TSQL_RUN_INTERRUPTED: {
    message: 'interrupted',
    severity: 'error',
    exitStatus: 1,
  },
} as const satisfies Record<string, CodeEntry>;
