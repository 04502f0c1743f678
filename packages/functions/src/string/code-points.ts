/** The number of code points of a text. */
export function codePointCount(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      count--;
      i++;
    }
  }
  return count;
}

/** `count` code points from the code point at `start` (both from 0); the whole rest without `count`. */
export function sliceCodePoints(text: string, start: number, count = Number.POSITIVE_INFINITY): string {
  const from = unitOffset(text, 0, start);
  return text.slice(from, count === Number.POSITIVE_INFINITY ? undefined : unitOffset(text, from, count));
}

function unitOffset(text: string, from: number, points: number): number {
  let offset = from;
  for (let i = 0; i < points && offset < text.length; i++) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}

/** Where `needle` stands in `text` from the code point `from` on (from 0), as code points; -1 where it does not. */
export function indexOfCodePoints(text: string, needle: string, from = 0): number {
  if (needle === '') return 0;
  const unit = text.indexOf(needle, unitOffset(text, 0, Math.max(0, from)));
  return unit < 0 ? -1 : codePointCount(text.slice(0, unit));
}
