import { STRING } from '@tsql/core';
import { text } from '../parameters.js';
import type { ScalarFunction } from '../scalar-function.js';
import { declareFunction } from '../signature.js';

/** The protocols that java.net.URL knows. */
const PROTOCOLS: ReadonlySet<string> = new Set(['http', 'https', 'ftp', 'file', 'jar', 'mailto', 'jmod', 'jrt']);

const URL_PARTS = /^\s*([a-zA-Z][a-zA-Z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*?))?\s*$/;

/** A part of a URL as java.net.URL names it; null where the URL has none, or is none. */
export function urlPart(url: string, part: string): string | null {
  const match = URL_PARTS.exec(url);
  const protocol = match?.[1]?.toLowerCase() ?? '';
  if (match === null || !PROTOCOLS.has(protocol)) return null;
  const [, , authority, path = '', query, ref] = match;
  const [, userInfo, host = ''] = /^(?:([^@]*)@)?(\[[^\]]*\]|[^:]*)/.exec(authority ?? '') ?? [];
  switch (part) {
    case 'HOST':
      return host;
    case 'PATH':
      return path;
    case 'QUERY':
      return query ?? null;
    case 'REF':
      return ref ?? null;
    case 'PROTOCOL':
      return protocol;
    case 'FILE':
      return query === undefined ? path : `${path}?${query}`;
    case 'AUTHORITY':
      return authority ?? null;
    case 'USERINFO':
      return userInfo ?? null;
    default:
      return null;
  }
}

function queryParameter(url: string, part: string, key: string): string | null {
  if (part !== 'QUERY') return null;
  const query = urlPart(url, part);
  const pair = query?.split('&').find((candidate) => candidate.startsWith(`${key}=`));
  return pair?.slice(key.length + 1) ?? null;
}

export const URL_FUNCTIONS: readonly ScalarFunction[] = [
  declareFunction({
    name: 'PARSE_URL',
    syntax: 'PARSE_URL(url, part[, key])',
    doc: 'A part of a URL (HOST, PATH, QUERY, REF, PROTOCOL, FILE, AUTHORITY, USERINFO), or a parameter of its QUERY.',
    group: 'string',
    expected: 'a URL, the name of a part, and the name of a parameter',
    overloads: [
      {
        parameters: [text, text],
        returns: STRING,
        nullable: 'always',
        evaluate: (url, part) => urlPart(url as string, part as string),
      },
      {
        parameters: [text, text, text],
        returns: STRING,
        nullable: 'always',
        evaluate: (url, part, key) => queryParameter(url as string, part as string, key as string),
      },
    ],
  }),
];
