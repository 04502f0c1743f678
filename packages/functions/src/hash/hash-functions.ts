import { createHash } from 'node:crypto';
import { type LogicalType, varchar } from '@tsql/core';
import { evaluationError } from '../evaluation-error.js';
import { int, textOrBytes } from '../parameters.js';
import type { ScalarFunction } from '../scalar-function.js';
import { declareFunction } from '../signature.js';

/** Name, algorithm, length of the digest in hexadecimal digits. */
const DIGESTS = [
  ['MD5', 'md5', 32],
  ['SHA1', 'sha1', 40],
  ['SHA224', 'sha224', 56],
  ['SHA256', 'sha256', 64],
  ['SHA384', 'sha384', 96],
  ['SHA512', 'sha512', 128],
] as const;

const hex = (algorithm: string, value: string | Uint8Array): string =>
  createHash(algorithm).update(value).digest('hex');

const digests = DIGESTS.map(([name, algorithm, length]) =>
  declareFunction({
    name,
    syntax: `${name}(text)`,
    doc: `The ${name} digest of the text's UTF-8 bytes, in small hexadecimal digits.`,
    group: 'hash',
    expected: 'a text or bytes',
    overloads: [
      {
        parameters: [textOrBytes],
        returns: { kind: 'CHAR', length, nullable: true } satisfies LogicalType,
        evaluate: (value) => hex(algorithm, value as string),
      },
    ],
  }),
);

const SHA2_BITS: ReadonlySet<number> = new Set([224, 256, 384, 512]);

const sha2 = declareFunction({
  name: 'SHA2',
  syntax: 'SHA2(text, bits)',
  doc: 'The SHA-2 digest of 224, 256, 384 or 512 bits, in small hexadecimal digits.',
  group: 'hash',
  expected: 'a text or bytes, and 224, 256, 384 or 512',
  overloads: [
    {
      parameters: [textOrBytes, int],
      returns: varchar(128),
      evaluate: (value, bits) => {
        if (!SHA2_BITS.has(bits as number)) throw evaluationError('SHA2', `there is no SHA-2 of ${bits} bits`);
        return hex(`sha${bits}`, value as string);
      },
    },
  ],
});

export const HASH_FUNCTIONS: readonly ScalarFunction[] = [...digests, sha2];
