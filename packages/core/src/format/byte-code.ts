/**
 * Source text that compares or stores constant bytes through a DataView, four at a time. Only numbers enter the source.
 */

interface Word {
  /** Bytes in front of it. */
  readonly offset: number;
  readonly bits: 8 | 16 | 32;
  readonly value: number;
}

/** The bytes as words; from four bytes on the last one overlaps the one before. */
function wordsOf(bytes: Uint8Array): readonly Word[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const words: Word[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const left = bytes.length - offset;
    if (bytes.length >= 4) {
      const at = Math.min(offset, bytes.length - 4);
      words.push({ offset: at, bits: 32, value: view.getInt32(at, true) });
      offset += 4;
    } else if (left >= 2) {
      words.push({ offset, bits: 16, value: view.getInt16(offset, true) });
      offset += 2;
    } else {
      words.push({ offset, bits: 8, value: view.getInt8(offset) });
      offset += 1;
    }
  }
  return words;
}

const plus = (at: string, offset: number): string => (offset === 0 ? at : `${at} + ${offset}`);

/**
 * A condition: the bytes stand at `at`, and the source ends behind them; `view` is over the same bytes. V8 reads the length of an array
 * in place, that of a view by a call.
 */
export function compareCode(source: string, view: string, at: string, bytes: Uint8Array): string {
  const tests = wordsOf(bytes).map(
    ({ offset, bits, value }) => `${view}.getInt${bits}(${plus(at, offset)}${bits === 8 ? '' : ', true'}) === ${value}`,
  );
  return [`${at} + ${bytes.length} <= ${source}.length`, ...tests].join(' && ');
}

/** Statements that store the bytes at `at`; there has to be room for them. */
export function storeCode(view: string, at: string, bytes: Uint8Array): string {
  return wordsOf(bytes)
    .map(
      ({ offset, bits, value }) => `${view}.setInt${bits}(${plus(at, offset)}, ${value}${bits === 8 ? '' : ', true'});`,
    )
    .join(' ');
}
