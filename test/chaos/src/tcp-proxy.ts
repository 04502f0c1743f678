import { connect, createServer, type Server, type Socket } from 'node:net';

/** How the way between the two sides is. */
export type Way =
  | { readonly kind: 'open' }
  /** Connections are reset, new ones too. */
  | { readonly kind: 'cut' }
  /** Connections stay, new ones are taken, and nothing comes through: what a router does that has gone dark. */
  | { readonly kind: 'silent' }
  /** Everything comes through so many milliseconds later. */
  | { readonly kind: 'slow'; readonly delayMs: number };

const OPEN: Way = { kind: 'open' };

/** A network on loopback that can be cut: clients connect to `port`, what they say goes to `targetPort`, and back. */
export class TcpProxy {
  private readonly links = new Set<Link>();
  private way: Way = OPEN;

  private constructor(
    private readonly server: Server,
    private readonly targetPort: number,
  ) {
    server.on('connection', (socket) => this.accept(socket));
  }

  static listen(port: number, targetPort: number): Promise<TcpProxy> {
    const server = createServer({ noDelay: true });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve(new TcpProxy(server, targetPort)));
    });
  }

  set(way: Way): void {
    this.way = way;
    for (const link of this.links) link.set(way);
  }

  async close(): Promise<void> {
    for (const link of this.links) link.set({ kind: 'cut' });
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(socket: Socket): void {
    if (this.way.kind === 'cut') {
      socket.on('error', () => {});
      reset(socket);
      return;
    }
    const link = new Link(socket, this.targetPort, () => this.links.delete(link));
    this.links.add(link);
    link.set(this.way);
  }
}

/** One connection and its other half. What was sent before the way went silent and comes after it opens again arrives late, in order. */
class Link {
  private readonly there: Socket;
  private way: Way = OPEN;
  private isOver = false;

  constructor(
    private readonly here: Socket,
    targetPort: number,
    private readonly ended: () => void,
  ) {
    this.there = connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
    this.carry(this.here, this.there);
    this.carry(this.there, this.here);
  }

  set(way: Way): void {
    this.way = way;
    if (way.kind === 'cut') this.end();
    else if (way.kind === 'silent') for (const side of [this.here, this.there]) side.pause();
    else for (const side of [this.here, this.there]) side.resume();
  }

  private carry(from: Socket, to: Socket): void {
    const line = new DelayLine((bytes) => to.writable && to.write(bytes));
    from.on('data', (bytes) => line.take(bytes, this.way.kind === 'slow' ? this.way.delayMs : 0));
    from.on('error', () => this.end());
    from.on('close', () => this.end());
  }

  private end(): void {
    if (this.isOver) return;
    this.isOver = true;
    for (const side of [this.here, this.there]) reset(side);
    this.ended();
  }
}

/** A socket that is being shut cannot be reset: Node takes it for closed then, and never ends. */
function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

/** Hands bytes on in the order in which they came, however their delays differ. */
class DelayLine {
  private readonly waiting: { readonly bytes: Buffer; readonly due: number }[] = [];

  constructor(private readonly hand: (bytes: Buffer) => void) {}

  take(bytes: Buffer, delayMs: number): void {
    if (delayMs === 0 && this.waiting.length === 0) {
      this.hand(bytes);
      return;
    }
    this.waiting.push({ bytes, due: performance.now() + delayMs });
    if (this.waiting.length === 1) this.wait();
  }

  private wait(): void {
    const first = this.waiting[0];
    if (first === undefined) return;
    setTimeout(
      () => {
        this.waiting.shift();
        this.hand(first.bytes);
        this.wait();
      },
      Math.max(0, first.due - performance.now()),
    );
  }
}
