import { textWidth } from '../editor/graphemes.js';

/** Breaks a text between words into lines of at most so many cells; a longer word has a line of its own. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer) > width) {
      lines.push(line);
      line = word;
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
