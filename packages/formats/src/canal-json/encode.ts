import type { EnvelopeWriter } from '../changelog-json/envelope.js';

/** The message of a change. Updates are a delete and an insert. */
export const canalWriter: EnvelopeWriter = {
  write: (row, isRetraction) => [[row], isRetraction ? 'DELETE' : 'INSERT'],
};
