import type { EnvelopeWriter } from '../changelog-json/envelope.js';

/** The message of a change. Updates are a delete and an insert. */
export const maxwellWriter: EnvelopeWriter = {
  write: (row, isRetraction) => [row, isRetraction ? 'delete' : 'insert'],
};
