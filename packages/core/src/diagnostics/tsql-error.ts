import type { RecordOrigin } from '../transport/index.js';
import type { Diagnostic } from './diagnostic.js';

/** A failure that carries its diagnostic. Thrown at run time only: checks collect diagnostics instead. */
export class TsqlError extends Error {
  override readonly name: string = 'TsqlError';

  constructor(
    readonly diagnostic: Diagnostic,
    options?: ErrorOptions,
  ) {
    super(diagnostic.message, options);
  }
}

/** The record at fault. */
export interface RecordCoordinates {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly part?: 'key' | 'value' | 'headers';
  /** True where `topic` is the path of a file, and the offset counts its records from 0. */
  readonly isFile?: boolean;
}

/** The record's place for people. */
export function placeOfRecord({ topic, partition, offset, isFile }: RecordCoordinates): string {
  return isFile ? `file ${topic}, record ${offset + 1}` : `topic ${topic}, partition ${partition}, offset ${offset}`;
}

/** A failure at one record of a source. */
export class RecordError extends TsqlError {
  override readonly name = 'RecordError';

  constructor(
    diagnostic: Diagnostic,
    readonly record: RecordCoordinates,
    options?: ErrorOptions,
  ) {
    super(diagnostic, options);
  }
}

/**
 * A failure that can be made good: what was done since the last commit is taken back and done again. Where that is not
 * possible it ends the job as any other.
 */
export class ReplayError extends TsqlError {
  override readonly name = 'ReplayError';
}

/** Records that a broker will not take, each with its reason and, where that was followed, the record it was made of. */
export class RejectedRecordsError extends TsqlError {
  override readonly name = 'RejectedRecordsError';

  constructor(
    diagnostic: Diagnostic,
    readonly rejected: readonly { readonly origin: RecordOrigin | undefined; readonly diagnostic: Diagnostic }[],
    options?: ErrorOptions,
  ) {
    super(diagnostic, options);
  }
}
