import { reveal, type Secret } from '@tsql/core';

/** `bootstrap.servers` as a list in order, so that two tables on one cluster are seen to be. */
export function normalizedServers(servers: string | Secret | undefined): string {
  const list = servers === undefined ? '' : reveal(servers);
  return [...new Set(list.split(',').map((each) => each.trim().toLowerCase()))].sort().join(',');
}
