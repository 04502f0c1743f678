import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is alive, in bytes: garbage is collected first. */
export function usedHeap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

/** How much a run may leave behind: compiled code and caches of a bounded size. Bytes. */
export const KEPT_BYTES = 8 << 20;
