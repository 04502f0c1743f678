import colors from 'picocolors';

/** What a piece of text is: tells its colour. */
export type Style =
  | 'prompt'
  | 'keyword'
  | 'function'
  | 'text'
  | 'number'
  | 'comment'
  | 'name'
  | 'command'
  | 'dim'
  | 'bold'
  | 'selected'
  | 'error'
  | 'warning'
  | 'notice';

/** Gives a text the colours of its style, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

export const plainPaint: Paint = (_, text) => text;

/** Paints with the sixteen colours that every terminal has, in the hues that its owner chose. */
export function colorPaint(): Paint {
  const painter = colors.createColors(true);
  const styles: Readonly<Record<Style, (text: string) => string>> = {
    prompt: painter.cyan,
    keyword: painter.blue,
    function: painter.cyan,
    text: painter.green,
    number: painter.yellow,
    comment: painter.dim,
    name: painter.magenta,
    command: painter.magenta,
    dim: painter.dim,
    bold: painter.bold,
    selected: painter.inverse,
    error: painter.red,
    warning: painter.yellow,
    notice: painter.cyan,
  };
  return (style, text) => (text === '' ? '' : styles[style](text));
}

/** Whether to paint: on a terminal, unless NO_COLOR is set or the terminal is dumb; always under FORCE_COLOR. */
export function wantsColor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0') return true;
  return stream.isTTY === true && env.TERM !== 'dumb';
}
