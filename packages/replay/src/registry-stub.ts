import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a job registered. */
export interface RegisteredSchema {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly schema: unknown;
  readonly authorization?: string;
}

/** A way in which the stub answers no question. */
export type RegistryFault = 'conflict' | 'failure' | 'malformed' | 'slow' | 'unauthorized';

/** How long a slow answer takes. Milliseconds. */
const SLOW_MS = 500;

const FAULTS: Readonly<Record<RegistryFault, readonly [number, string]>> = {
  conflict: [409, '{"error_code":409,"message":"Schema being registered is incompatible"}'],
  failure: [500, '{"error_code":50001,"message":"Error in the backend data store"}'],
  malformed: [200, '<html>'],
  slow: [503, '{"error_code":503,"message":"Unavailable"}'],
  unauthorized: [401, '{"error_code":401,"message":"Unauthorized"}'],
};

/**
 * A schema registry with Confluent's protocol for cases and tests, on loopback, in memory. Ids count from 1; the same schema text has one
 * id under every subject. Strict: it knows the calls that formats need and answers 404 to all others.
 */
export class RegistryStub {
  private readonly texts = new Map<number, string>();
  private readonly ids = new Map<string, number>();
  private readonly subjects = new Map<string, number[]>();
  private log: RegisteredSchema[] = [];
  private nextId = 1;
  private faults: RegistryFault[] = [];

  private constructor(
    readonly url: string,
    private readonly server: Server,
  ) {}

  static async start(): Promise<RegistryStub> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    const stub = new RegistryStub(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server);
    server.on('request', (request, response) => {
      stub.answer(request).then(([status, text]) => {
        response.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
        response.end(text);
      });
    });
    return stub;
  }

  reset(): void {
    this.texts.clear();
    this.ids.clear();
    this.subjects.clear();
    this.log = [];
    this.faults = [];
    this.nextId = 1;
  }

  /** Puts a schema there before a job. */
  preset(subject: string, schema: unknown, id?: number): number {
    return this.put(subject, typeof schema === 'string' ? schema : JSON.stringify(schema), id);
  }

  /** The next questions are answered like this. */
  failWith(...faults: RegistryFault[]): void {
    this.faults.push(...faults);
  }

  /** What was registered since the last reset, in order. */
  registered(): readonly RegisteredSchema[] {
    return this.log;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private put(subject: string, text: string, given?: number): number {
    const id = given ?? this.ids.get(text) ?? this.nextId;
    this.nextId = Math.max(this.nextId, id + 1);
    this.texts.set(id, text);
    if (!this.ids.has(text)) this.ids.set(text, id);
    const versions = this.subjects.get(subject) ?? [];
    if (!versions.includes(id)) versions.push(id);
    this.subjects.set(subject, versions);
    return id;
  }

  private async answer(request: IncomingMessage): Promise<readonly [number, string]> {
    const body = await textOf(request);
    const fault = this.faults.shift();
    if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    if (fault !== undefined) return FAULTS[fault];
    const path = (request.url ?? '').split('/').filter(Boolean).map(decodeURIComponent);
    if (request.method === 'GET' && path.length === 3 && path[0] === 'schemas' && path[1] === 'ids') {
      const text = this.texts.get(Number(path[2]));
      if (text !== undefined) return [200, JSON.stringify({ schema: text })];
      return [404, JSON.stringify({ error_code: 40403, message: `Schema ${path[2]} not found` })];
    }
    if (request.method === 'POST' && path.length === 3 && path[0] === 'subjects' && path[2] === 'versions') {
      return this.register(path[1] ?? '', body, request.headers.authorization);
    }
    return [404, '{"error_code":404,"message":"HTTP 404 Not Found"}'];
  }

  private register(subject: string, body: string, authorization: string | undefined): readonly [number, string] {
    const text = (JSON.parse(body) as { readonly schema: string }).schema;
    const id = this.put(subject, text);
    const version = (this.subjects.get(subject) ?? []).indexOf(id) + 1;
    const entry: RegisteredSchema = {
      subject,
      version,
      id,
      schema: JSON.parse(text),
      ...(authorization === undefined ? {} : { authorization }),
    };
    if (!this.log.some((known) => JSON.stringify(known) === JSON.stringify(entry))) this.log.push(entry);
    return [200, JSON.stringify({ id })];
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
