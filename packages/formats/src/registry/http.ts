import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';

/** Where a schema registry is and how one shows who one is. */
export interface RegistryConnection {
  /** One or several base addresses, separated by commas: the next one is asked where one does not answer. */
  readonly url: string;
  /** The `Authorization` header. */
  readonly authorization: string | undefined;
  /** A file with the certificates to trust, as PEM. */
  readonly caFile: string | undefined;
  /** A file with the client's key and certificate: PKCS#12 or PEM. */
  readonly keyFile?: string | undefined;
  readonly keyPassword?: string | undefined;
  /** How long one answer may take. Milliseconds. */
  readonly timeoutMs?: number | undefined;
}

/** An answer that is no success, or none. */
export class RegistryError extends Error {
  constructor(
    message: string,
    /** The registry's own code, such as 40403; 0 where there was no answer. */
    readonly code: number,
    readonly isRetriable: boolean,
  ) {
    super(message);
  }
}

const TIMEOUT_MS = 10_000;
const PAUSES_MS = [100, 400, 1600];

/** Asks the registry; tries again after a pause where it is busy, failing or gone. Resolves with the answer's JSON. */
export async function askRegistry(
  connection: RegistryConnection,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const bases = connection.url.split(',').map((base) => base.trim().replace(/\/+$/, ''));
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask(connection, method, `${bases[attempt % bases.length]}${path}`, body);
    } catch (error) {
      const pause = PAUSES_MS[attempt];
      if (!(error instanceof RegistryError) || !error.isRetriable || pause === undefined) throw error;
      await delay(pause);
    }
  }
}

function ask(
  { authorization, timeoutMs = TIMEOUT_MS, ...files }: Omit<RegistryConnection, 'url'>,
  method: string,
  address: string,
  body: unknown,
): Promise<Record<string, unknown>> {
  const url = new URL(address);
  const shown = `${url.protocol}//${url.host}${url.pathname}`;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const userInfo =
    url.username === '' ? undefined : `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const header = authorization ?? (userInfo && `Basic ${Buffer.from(userInfo).toString('base64')}`);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        method,
        timeout: timeoutMs,
        headers: {
          accept: 'application/vnd.schemaregistry.v1+json, application/json',
          ...(header === undefined ? {} : { authorization: header }),
          ...(text === undefined
            ? {}
            : { 'content-type': 'application/vnd.schemaregistry.v1+json', 'content-length': Buffer.byteLength(text) }),
        },
        ...tlsFiles(files),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', (error) => reject(new RegistryError(`${shown}: ${error.message}`, 0, true)));
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          const answer = parse(Buffer.concat(chunks).toString());
          if (status === 200 && answer !== undefined) resolve(answer);
          else reject(failure(shown, status, answer));
        });
      },
    );
    request.on('timeout', () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    request.on('error', (error) => reject(new RegistryError(`${shown}: ${error.message}`, 0, true)));
    request.end(text);
  });
}

function tlsFiles({
  caFile,
  keyFile,
  keyPassword,
}: Pick<RegistryConnection, 'caFile' | 'keyFile' | 'keyPassword'>): object {
  const key = keyFile === undefined ? undefined : readFileSync(keyFile);
  const ca = caFile === undefined ? undefined : readFileSync(caFile);
  if (ca !== undefined && kindOf(ca) !== 'PEM') {
    throw new Error(
      `${caFile} is a ${kindOf(ca)} trust store: certificates are read as PEM (keytool -exportcert -rfc)`,
    );
  }
  if (key !== undefined && kindOf(key) === 'JKS') {
    throw new Error(
      `${keyFile} is a JKS key store: PEM and PKCS#12 are read (keytool -importkeystore -deststoretype PKCS12)`,
    );
  }
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(key === undefined ? {} : kindOf(key) === 'PKCS#12' ? { pfx: key } : { key, cert: key }),
    ...(keyPassword === undefined ? {} : { passphrase: keyPassword }),
  };
}

/** What a file with keys or certificates is, by its first bytes. */
function kindOf(file: Buffer): 'JKS' | 'PKCS#12' | 'PEM' {
  if (file.length > 4 && JAVA_STORES.has(file.readUInt32BE(0))) return 'JKS';
  return file[0] === DER_SEQUENCE ? 'PKCS#12' : 'PEM';
}

/** JKS and JCEKS. */
const JAVA_STORES: ReadonlySet<number> = new Set([0xfeedfeed, 0xcececece]);
const DER_SEQUENCE = 0x30;

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function failure(shown: string, status: number, answer: Record<string, unknown> | undefined): RegistryError {
  const code = Number(answer?.error_code ?? status);
  const reason = answer === undefined ? 'the answer is no JSON' : String(answer.message ?? 'no reason was given');
  return new RegistryError(`${shown}: status ${status}: ${reason} (${code})`, code, status >= 500 || status === 429);
}
