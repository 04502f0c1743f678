import { durationType } from '@tsql/core';
import type { RecordBound } from '@tsql/session';
import { UsageError } from '../../script-input.js';

const INSTANT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

/**
 * `earliest`, `latest`, `never`, an offset, `-N` (so many before the end), a time (`2024-05-01T12:00:00Z`, without a zone UTC's; `@` and
 * milliseconds), or `-` and a duration before `now` (`-10m`).
 */
export function parseBound(flag: string, text: string, now: number): RecordBound {
  const word = text.toLowerCase();
  if (word === 'earliest' || word === 'latest' || word === 'never') return { kind: word };
  if (/^\d+$/.test(text)) return { kind: 'offset', offset: Number(text) };
  if (/^-\d+$/.test(text)) return { kind: 'last', count: Number(text.slice(1)) };
  if (/^@\d+$/.test(text)) return { kind: 'time', timestamp: Number(text.slice(1)) };
  const ago = /^-\d+\s*[a-z]+$/i.test(text) ? durationType.parse(text.slice(1)) : undefined;
  if (ago !== undefined) return { kind: 'time', timestamp: now - ago };
  const instant = INSTANT.test(text) ? Date.parse(withZone(text)) : Number.NaN;
  if (!Number.isNaN(instant)) return { kind: 'time', timestamp: instant };
  const last = flag === '--to' ? ', never' : '';
  throw new UsageError(
    `${flag} takes earliest, latest${last}, an offset, -N records before the end, a time such as 2024-05-01T12:00:00Z, or -10m; found '${text}'`,
  );
}

function withZone(text: string): string {
  const iso = text.replace(' ', 'T');
  return /T.*(Z|[+-]\d\d:?\d\d)$/.test(iso) || !iso.includes('T') ? iso : `${iso}Z`;
}
