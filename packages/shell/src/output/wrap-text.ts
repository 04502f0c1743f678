import { textWidth } from '../editor/graphemes.js';

/**
 * Breaks a text between words into lines of at most so many cells; a longer word has a line of its own. Further lines are
 * indented as the first one is.
 */
export function wrapText(text: string, width: number): string[] {
  const indent = /^ */.exec(text)?.[0] ?? '';
  const lines: string[] = [];
  let line = '';
  for (const word of text.slice(indent.length).split(' ')) {
    const longer = line === '' ? indent + word : `${line} ${word}`;
    if (line !== '' && textWidth(longer) > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

/** Rows of a name and what is said of it: the second column wrapped, as wide as the terminal allows. */
export function twoColumns(
  rows: readonly (readonly [string, string])[],
  columns: number | undefined,
  indent = '  ',
): string[] {
  const left = Math.max(...rows.map(([name]) => textWidth(name)));
  const room = columns === undefined ? Number.POSITIVE_INFINITY : Math.max(20, columns - indent.length - left - 2);
  return rows.flatMap(([name, text]) =>
    wrapText(text, room).map((line, index) => {
      const first = index === 0 ? name : '';
      return `${indent}${first}${' '.repeat(left - textWidth(first))}  ${line}`;
    }),
  );
}
