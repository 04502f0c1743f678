import { TsqlError } from '@tsql/core';

/** A row that a sink's format cannot write: the sink's table says what becomes of its record. */
export class SinkRowError extends TsqlError {
  override readonly name = 'SinkRowError';

  constructor(
    cause: TsqlError,
    /** Which of the task's sinks, from 0. */
    readonly sink: number,
  ) {
    super(cause.diagnostic, { cause });
  }
}
