import type { CodeEntry } from '../code-entry.js';

/** Transactions of exactly-once sinks. What each means for the records is in docs/delivery.md. */
export const TXN_CODES = {
  TSQL_TXN_TIMEOUT_TOO_LARGE: {
    message: "transactions of {timeoutMs} ms ('properties.transaction.timeout.ms') are longer than {servers} allows",
    hint: "set a shorter 'properties.transaction.timeout.ms', or raise the broker's transaction.max.timeout.ms; nothing was read",
    severity: 'error',
    exitStatus: 1,
  },
  TSQL_TXN_FENCED: {
    message: 'another producer has taken over the transactional id {id}: {reason}',
    hint: 'nothing is lost or written twice: what was not committed was taken back. Two jobs must not share the name and --instance',
    severity: 'error',
    exitStatus: 1,
  },
  TSQL_TXN_TIMED_OUT: {
    message:
      'the broker has aborted the transaction of {id}, which was open for {ageMs} ms and may be for {timeoutMs} ms: {reason}',
    hint: "nothing of it is seen. A job with 'properties.group.id' or --resume goes on where it committed last; without, a new start begins where 'scan.startup.mode' says. Where this happens often, raise 'properties.transaction.timeout.ms'",
    severity: 'error',
    exitStatus: 1,
    retryable: true,
  },
  TSQL_TXN_ABORTED: {
    message: 'the transaction of {id} was aborted: {reason}',
    hint: 'nothing is lost or written twice: what was not committed was taken back, and is written by the next start',
    severity: 'error',
    exitStatus: 1,
    retryable: true,
  },
  TSQL_TXN_COORDINATOR: {
    message: "the coordinator of {id}'s transactions did not answer within {waitedMs} ms: {reason}",
    hint: "the last transaction is whole or not there at all. The next start of a job with 'properties.group.id' or --resume settles which, and goes on from there; without, it begins where 'scan.startup.mode' says",
    severity: 'error',
    exitStatus: 1,
    retryable: true,
  },
} as const satisfies Record<string, CodeEntry>;
