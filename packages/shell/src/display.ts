/** How a shell shows results: what `\format`, `\x`, `\timing` and `\pager` change. */
export interface Display {
  /** A name of RESULT_STYLES. */
  style: string;
  /** Whether a table shows one column a line. */
  expanded: 'on' | 'off' | 'auto';
  /** Whether each statement says how long it took. */
  timing: boolean;
  /** The program that long results go through, on a terminal; undefined for none. */
  pager: string | undefined;
}

export const defaultDisplay = (): Display => ({ style: 'table', expanded: 'auto', timing: false, pager: undefined });
