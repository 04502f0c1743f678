import type { FormatFactory, RecordBatch, RecordSourcePlan } from '@tsql/core';
import type { EvaluationContext } from '@tsql/functions';
import type { QueryPlan } from '@tsql/planner';
import { connect } from '../operator/connect.js';
import { StateMemory } from '../operator/state-memory.js';
import { RecordDecoder } from './record-decoder.js';

/** Says of records whether a query yields a row for them. */
export interface RecordFilter {
  /** To be awaited before a batch's records are asked about, where there is something to wait for. */
  prepare(batch: RecordBatch): Promise<unknown> | undefined;
  /** Fails with a `RecordError` for a record that cannot be read or evaluated. */
  accepts(batch: RecordBatch, index: number): boolean;
}

export interface RecordFilterContext {
  readonly formats: ReadonlyMap<string, FormatFactory>;
  readonly evaluation: EvaluationContext;
}

/** The filter that a query over one table of records is: `SELECT 1 FROM t WHERE …`. */
export function openRecordFilter(plan: QueryPlan, { formats, evaluation }: RecordFilterContext): RecordFilter {
  let isAccepted = false;
  const rows = {
    push() {
      isAccepted = true;
    },
    finish() {},
  };
  const [input] = connect(plan.input, rows, {
    evaluation,
    mode: 'compiled',
    state: new StateMemory(plan.settings.maxStateBytes),
  });
  if (input?.kind !== 'source' || input.source.kind !== 'record-source')
    throw new Error('a filter reads one table of records');
  const decoder = createDecoder(input.source, formats, plan.settings.localTimeZone);
  return {
    prepare: (batch) => decoder.prepare(batch),
    accepts(batch, index) {
      isAccepted = false;
      decoder.decode(batch, index, input.stage.push);
      return isAccepted;
    },
  };
}

function createDecoder(
  plan: RecordSourcePlan,
  formats: RecordFilterContext['formats'],
  localTimeZone: string,
): RecordDecoder {
  const create = (part: 'key' | 'value') => {
    const format = plan[part]?.format;
    const factory = format && formats.get(format.identifier);
    return format && factory?.createDeserializer(format, { part, mode: 'compiled', localTimeZone });
  };
  const value = create('value');
  if (value === undefined) throw new Error('a record source has a value format');
  return new RecordDecoder(plan, create('key'), value);
}
