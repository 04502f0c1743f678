/** 1 for the bytes that stand for themselves inside of a text, in JSON as in what Flink writes: ASCII but control characters, `"` and `\`. */
export const PLAIN: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte < 0x80 && byte !== 0x22 && byte !== 0x5c ? 1 : 0,
);

/** Over one character of two or three bytes that Flink writes as it is: no surrogate, not overlong. */
export function characterEnd(source: Uint8Array, at: number): number {
  const lead = source[at] as number;
  if (lead >= 0xc2 && lead < 0xe0) return isContinuation(source[at + 1]) ? at + 2 : -1;
  if (lead < 0xe0 || lead >= 0xf0) return -1;
  const second = source[at + 1] as number;
  if (!isContinuation(second) || !isContinuation(source[at + 2])) return -1;
  if (lead === 0xe0 && second < 0xa0) return -1;
  return lead === 0xed && second >= 0xa0 ? -1 : at + 3;
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** True where the bytes from `start` to `end` are a text's canonical form (see `Cell`). The view is over the source. */
export function isPlainText(source: Uint8Array, view: DataView, start: number, end: number): boolean {
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = view.getInt32(at, true);
    // A bit of each byte that needs a look: a control character, `"`, `\` or one beyond ASCII.
    const special =
      (word - 0x20202020) | ((word ^ 0x22222222) - 0x01010101) | ((word ^ 0x5c5c5c5c) - 0x01010101) | word;
    if ((special & 0x80808080) !== 0) break;
  }
  while (at < end) {
    if (PLAIN[source[at] as number] === 1) {
      at++;
      continue;
    }
    if (!((source[at] as number) >= 0x80)) return false;
    at = characterEnd(source, at);
    if (at < 0) return false;
  }
  return at === end;
}
