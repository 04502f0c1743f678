import { createHmac, randomBytes } from 'node:crypto';
import type { JsonLeaf } from './json-leaves.js';

/** `hash`: a short text that says nothing; `fake`: one of the same shape, letters for letters and digits for digits. */
export type DisguiseKind = 'hash' | 'fake';

const HASH_BYTES = 8;
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';

/**
 * Puts other values in place of those that nobody is to see: the same one for the same value, so that what belongs together still does.
 * Without the secret, which is made anew for each recording, guessing values and comparing does not help.
 */
export class Disguise {
  constructor(private readonly secret: string | Uint8Array = randomBytes(32)) {}

  text(text: string, kind: DisguiseKind): string {
    if (text === '') return '';
    return kind === 'hash' ? this.digest(text).subarray(0, HASH_BYTES).toString('hex') : this.fake(text);
  }

  /** A number of as many digits, with sign and point where they were. */
  number(text: string): string {
    const [digits = '', exponent = ''] = text.split(/(?=[eE])/);
    const faked = this.fake(digits).replace(
      /^(-?)0+(?=\d)/,
      (zeros, sign: string) => sign + '1'.repeat(zeros.length - sign.length),
    );
    return faked + exponent;
  }

  /** The new text of a leaf of a JSON document. */
  leaf(source: string, kind: DisguiseKind, leaf: JsonLeaf['kind']): string {
    return leaf === 'number' ? this.number(source) : JSON.stringify(this.text(JSON.parse(source) as string, kind));
  }

  private fake(text: string): string {
    let bytes = this.digest(text);
    let at = 0;
    let faked = '';
    for (const character of text) {
      if (at + 2 > bytes.length) {
        bytes = this.digest(bytes);
        at = 0;
      }
      const chance = bytes.readUInt16BE(at);
      at += 2;
      faked += inPlaceOf(character, chance);
    }
    return faked;
  }

  private digest(data: string | Uint8Array): Buffer {
    return createHmac('sha256', this.secret).update(data).digest();
  }
}

function inPlaceOf(character: string, chance: number): string {
  if (/\p{Nd}/u.test(character)) return DIGITS[chance % 10] ?? '0';
  if (!/\p{L}/u.test(character)) return character;
  const letter = LOWER[chance % 26] ?? 'x';
  return /\p{Lu}/u.test(character) ? letter.toUpperCase() : letter;
}
