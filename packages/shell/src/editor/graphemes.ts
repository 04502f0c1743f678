import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const PLAIN = /^[\x20-\x7e]*$/;

/** What a reader takes for one character, in order: a letter with its accents, a whole emoji. */
export function graphemes(text: string): string[] {
  if (PLAIN.test(text)) return [...text];
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** The cells that a text takes on a terminal: 2 for East-Asian wide characters and emoji, 0 for combining marks and colours. */
export function textWidth(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text, { ambiguousIsNarrow: true });
}

/** The longest beginning of a text that takes at most so many cells; `…` stands for what is cut off. */
export function cutToWidth(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let cut = '';
  let used = 0;
  for (const grapheme of graphemes(text)) {
    const own = textWidth(grapheme);
    if (used + own > width - 1) break;
    cut += grapheme;
    used += own;
  }
  return width < 1 ? '' : `${cut}…`;
}
