/** Bytes in a case file: null, UTF-8 text, or base64 of what is no printable text. */
export type CaseBytes = null | string | { readonly base64: string };

/** One line of `input.jsonl` and `expected.jsonl`. Topic names lack the case's prefix. */
export interface CaseRecord {
  readonly topic: string;
  readonly partition?: number;
  readonly key: CaseBytes;
  readonly value: CaseBytes;
  readonly headers?: readonly (readonly [string, CaseBytes])[];
  readonly timestamp?: number;
}

export function toBytes(bytes: CaseBytes | undefined): Uint8Array | null {
  if (bytes === null || bytes === undefined) return null;
  return typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : Buffer.from(bytes.base64, 'base64');
}

/** Text where the bytes are UTF-8 without control characters but tab and line ends, else base64. */
export function fromBytes(bytes: Uint8Array | null): CaseBytes {
  if (bytes === null) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    if (!/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)) return text;
  } catch {
    // no UTF-8: shown as base64
  }
  return { base64: Buffer.from(bytes).toString('base64') };
}
