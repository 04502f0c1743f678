/** What bytes look like, and how they are shown. */
export interface GuessedFormat {
  /** `json`, `text`, `avro-confluent`, `bigint`, `int`, `bytes`; `null` and `empty` for none. */
  readonly name: string;
  readonly text: string;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
// biome-ignore lint/suspicious/noControlCharactersInRegex: no text that people write has them
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
/** Confluent's framing: a zero, then the schema's id in four bytes. */
const FRAME_BYTES = 5;

/** Guesses the format of a key, a value or a header's value. */
export function guessFormat(bytes: Uint8Array | null): GuessedFormat {
  if (bytes === null) return { name: 'null', text: '<NULL>' };
  if (bytes.length === 0) return { name: 'empty', text: "''" };
  const text = readText(bytes);
  if (text !== undefined) return { name: isJson(text) ? 'json' : 'text', text };
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const hex = `x'${data.toString('hex')}'`;
  if (data[0] === 0 && data.length > FRAME_BYTES && data.length !== 8) {
    return { name: 'avro-confluent', text: `schema ${data.readUInt32BE(1)}, x'${data.toString('hex', FRAME_BYTES)}'` };
  }
  // Java's serializers of numbers, whose first bytes are those of small ones.
  if (data.length === 8) return { name: 'bigint', text: `${data.readBigInt64BE()} = ${hex}` };
  if (data.length === 4) return { name: 'int', text: `${data.readInt32BE()} = ${hex}` };
  return { name: 'bytes', text: hex };
}

function readText(bytes: Uint8Array): string | undefined {
  try {
    const text = utf8.decode(bytes);
    return UNPRINTABLE.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Objects and arrays: a bare number or a quoted word is called text. */
function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
