import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askRegistry } from '../packages/formats/src/registry/http.js';

const file = (name: string): string => fileURLToPath(new URL(`./registry/tls/${name}`, import.meta.url));

let server: Server;
let url: string;

/** Takes only clients with the certificate that it knows. */
beforeAll(async () => {
  server = createServer(
    {
      key: readFileSync(file('server-key.pem')),
      cert: readFileSync(file('server.pem')),
      ca: readFileSync(file('client-certificate.pem')),
      requestCert: true,
      rejectUnauthorized: true,
    },
    (_, response) => response.end('{"id":7}'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const ask = (files: { caFile?: string; keyFile?: string; keyPassword?: string }) =>
  askRegistry({ url, authorization: undefined, caFile: undefined, ...files }, 'GET', '/schemas/ids/7');

test.each([
  ['PEM', { keyFile: file('client.pem') }],
  ['PKCS#12', { keyFile: file('client.p12'), keyPassword: 'changeit' }],
])('a client shows its certificate from %s', async (_, key) => {
  expect(await ask({ caFile: file('server.pem'), ...key })).toEqual({ id: 7 });
});

test.each([
  ['no key', { caFile: file('server.pem') }, /127\.0\.0\.1.*(certificate|ECONNRESET|alert|socket)/],
  ['a server that is not trusted', { keyFile: file('client.pem') }, /self-signed certificate/],
  [
    'a wrong password',
    { caFile: file('server.pem'), keyFile: file('client.p12'), keyPassword: 'wrong' },
    /mac verify failure/,
  ],
  ['a JKS trust store', { caFile: file('trust.jks') }, /trust\.jks is a JKS trust store: certificates are read as PEM/],
  ['a PKCS#12 trust store', { caFile: file('trust.p12') }, /trust\.p12 is a PKCS#12 trust store/],
  ['a JKS key store', { keyFile: file('trust.jks') }, /trust\.jks is a JKS key store: PEM and PKCS#12 are read/],
])('%s is told', { timeout: 15_000 }, async (_, files, message) => {
  await expect(ask(files)).rejects.toThrow(message);
});
