import type { Paint } from './editor/palette.js';
import type { LiveArea } from './output/live-table.js';
import type { PagerProcess } from './output/paged-lines.js';

/** Where a shell writes. */
export interface ShellOutput {
  /** A line of a result or of talk, without its end. */
  readonly line: (text: string) => void;
  /** The width of the terminal; undefined where there is none. */
  readonly columns: () => number | undefined;
  readonly rows: () => number | undefined;
  readonly paint: Paint;
  /** A line that is written over by the next one (progress); undefined takes it away. Nothing where there is no terminal. */
  readonly status: (text: string | undefined) => void;
  /** Empties the terminal. */
  readonly clear: () => void;
  /** Starts a pager. Undefined where there is no terminal. */
  readonly openPager?: (command: string) => PagerProcess;
  /** A part of the terminal that can be painted anew. */
  readonly live?: LiveArea;
}
