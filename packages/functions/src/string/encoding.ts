import { STRING } from '@tsql/core';
import { evaluationError, quoted } from '../evaluation-error.js';
import { bigint, bytes, text, textOnly, textOrBytes } from '../parameters.js';
import type { ScalarFunction } from '../scalar-function.js';
import { declareFunction, type FunctionDeclaration } from '../signature.js';

const unsigned = (value: bigint): bigint => BigInt.asUintN(64, value);

function fromBase64(value: string | Uint8Array): string {
  const encoded = typeof value === 'string' ? value : Buffer.from(value).toString('latin1');
  const stray = /[^A-Za-z0-9+/=]/.exec(encoded);
  const body = encoded.replace(/=+$/, '');
  if (stray !== null || body.includes('=') || body.length % 4 === 1 || !isPaddedWell(encoded, body)) {
    throw evaluationError('FROM_BASE64', `${quoted(encoded)} is not base64`);
  }
  return Buffer.from(body, 'base64').toString('utf8');
}

/** Padding may be missing altogether; where there is some, it has to be complete. */
const isPaddedWell = (encoded: string, body: string): boolean =>
  encoded.length === body.length || encoded.length % 4 === 0;

interface Charset {
  readonly encode: (value: string) => Uint8Array;
  readonly decode: (value: Uint8Array) => string;
}

const swapped = (value: Uint8Array): Buffer => Buffer.from(value.subarray(0, value.length & ~1)).swap16();

/** Characters beyond the charset become question marks, byte for byte as Java replaces them. */
function singleByte(limit: number): Charset {
  return {
    encode: (value) =>
      Uint8Array.from([...value], (character) =>
        Math.min(character.codePointAt(0) ?? 0, limit) < limit ? (character.codePointAt(0) ?? 0) : 63,
      ),
    decode: (value) => Array.from(value, (byte) => String.fromCharCode(byte < limit ? byte : 0xfffd)).join(''),
  };
}

const UTF16_BE: Charset = {
  encode: (value) => new Uint8Array(Buffer.from(value, 'utf16le').swap16()),
  decode: (value) => swapped(value).toString('utf16le'),
};

const CHARSETS: Readonly<Record<string, Charset>> = {
  'UTF-8': { encode: (value) => Buffer.from(value), decode: (value) => Buffer.from(value).toString('utf8') },
  'US-ASCII': singleByte(128),
  'ISO-8859-1': singleByte(256),
  'UTF-16BE': UTF16_BE,
  'UTF-16LE': {
    encode: (value) => Buffer.from(value, 'utf16le'),
    decode: (value) => Buffer.from(value).toString('utf16le'),
  },
  'UTF-16': {
    encode: (value) => Buffer.concat([Buffer.from([0xfe, 0xff]), UTF16_BE.encode(value)]),
    decode: (value) => {
      if (value[0] === 0xff && value[1] === 0xfe) return Buffer.from(value.subarray(2)).toString('utf16le');
      return UTF16_BE.decode(value[0] === 0xfe && value[1] === 0xff ? value.subarray(2) : value);
    },
  },
};

const CHARSET_ALIASES: Readonly<Record<string, string>> = {
  UTF8: 'UTF-8',
  ASCII: 'US-ASCII',
  LATIN1: 'ISO-8859-1',
  ISO8859_1: 'ISO-8859-1',
};

function charset(name: string): Charset {
  const upper = name.toUpperCase();
  const found = CHARSETS[CHARSET_ALIASES[upper] ?? upper];
  if (found === undefined) throw evaluationError('ENCODE', `there is no charset ${quoted(name)}`);
  return found;
}

const ENCODINGS: readonly Omit<FunctionDeclaration, 'group'>[] = [
  {
    name: 'TO_BASE64',
    syntax: 'TO_BASE64(text)',
    doc: 'The UTF-8 bytes of the text in base64.',
    expected: 'a text or bytes',
    overloads: [
      {
        parameters: [textOrBytes],
        returns: STRING,
        evaluate: (value) => Buffer.from(value as string).toString('base64'),
      },
    ],
  },
  {
    name: 'FROM_BASE64',
    syntax: 'FROM_BASE64(text)',
    doc: 'The text whose UTF-8 bytes are given in base64.',
    expected: 'a text or bytes',
    overloads: [
      { parameters: [textOrBytes], returns: STRING, evaluate: (value) => fromBase64(value as string | Uint8Array) },
    ],
  },
  {
    name: 'HEX',
    syntax: 'HEX(value)',
    doc: 'A whole number, or the UTF-8 bytes of a text, in capital hexadecimal digits.',
    expected: 'a whole number or a text',
    overloads: [
      {
        parameters: [bigint],
        returns: STRING,
        evaluate: (value) =>
          unsigned(value as bigint)
            .toString(16)
            .toUpperCase(),
      },
      {
        parameters: [textOnly],
        returns: STRING,
        evaluate: (value) =>
          Buffer.from(value as string)
            .toString('hex')
            .toUpperCase(),
      },
    ],
  },
  {
    name: 'BIN',
    syntax: 'BIN(number)',
    doc: 'A whole number in binary digits, a negative one in 64 of them.',
    expected: 'a whole number',
    overloads: [{ parameters: [bigint], returns: STRING, evaluate: (value) => unsigned(value as bigint).toString(2) }],
  },
  {
    name: 'ENCODE',
    syntax: 'ENCODE(text, charset)',
    doc: 'The bytes of the text in US-ASCII, ISO-8859-1, UTF-8, UTF-16BE, UTF-16LE or UTF-16.',
    expected: 'a text and a charset',
    overloads: [
      {
        parameters: [text, text],
        // Flink's type, though its values are as long as the text needs: only a constant is cut to it.
        returns: { kind: 'BINARY', length: 1, nullable: true },
        nullable: 'always',
        evaluate: (value, name) => charset(name as string).encode(value as string),
      },
    ],
  },
  {
    name: 'DECODE',
    syntax: 'DECODE(bytes, charset)',
    doc: 'The text whose bytes are given in US-ASCII, ISO-8859-1, UTF-8, UTF-16BE, UTF-16LE or UTF-16.',
    expected: 'bytes and a charset',
    overloads: [
      {
        parameters: [bytes, text],
        returns: STRING,
        nullable: 'always',
        evaluate: (value, name) => charset(name as string).decode(value as Uint8Array),
      },
    ],
  },
];

export const ENCODING_FUNCTIONS: readonly ScalarFunction[] = ENCODINGS.map((entry) =>
  declareFunction({ ...entry, group: 'string' }),
);
