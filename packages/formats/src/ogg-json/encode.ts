import type { EnvelopeWriter } from '../changelog-json/envelope.js';

/** The message of a change. Updates are a delete and an insert. */
export const oggWriter: EnvelopeWriter = {
  write: (row, isRetraction) => (isRetraction ? [row, null, 'D'] : [null, row, 'I']),
};
