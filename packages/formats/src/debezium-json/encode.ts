import type { EnvelopeWriter } from '../changelog-json/envelope.js';

/** The message of a change. Updates are a delete and an insert. */
export const debeziumWriter: EnvelopeWriter = {
  write: (row, isRetraction) => (isRetraction ? [row, null, 'd'] : [null, row, 'c']),
  refusesWriting: (options) =>
    options['schema-include'] === true
      ? "format 'debezium-json' cannot write with 'debezium-json.schema-include'"
      : undefined,
};
