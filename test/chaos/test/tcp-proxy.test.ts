import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TcpProxy } from '../src/tcp-proxy.js';

let echo: Server;
let proxy: TcpProxy;
let port: number;
const sockets: Socket[] = [];

beforeEach(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => {});
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
  port = (free.address() as { port: number }).port;
  await new Promise((resolve) => free.close(resolve));
  proxy = await TcpProxy.listen(port, (echo.address() as { port: number }).port);
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await proxy.close();
  await new Promise((resolve) => echo.close(resolve));
});

function client() {
  const socket = connect(port, '127.0.0.1');
  const state = { text: '', isOver: false };
  socket.on('data', (bytes) => {
    state.text += bytes.toString();
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    state.isOver = true;
  });
  sockets.push(socket);
  return { socket, state };
}

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !condition(); await delay(5)) {
    if (Date.now() > deadline) throw new Error('it did not come about in time');
  }
}

test('what is said comes through and back', async () => {
  const { socket, state } = client();
  socket.write('hello');
  await until(() => state.text === 'hello');
});

test('a cut ends connections and takes no new ones; opened again, it does', async () => {
  const first = client();
  first.socket.write('a');
  await until(() => first.state.text === 'a');
  proxy.set({ kind: 'cut' });
  await until(() => first.state.isOver);
  const second = client();
  await until(() => second.state.isOver);
  proxy.set({ kind: 'open' });
  const third = client();
  third.socket.write('b');
  await until(() => third.state.text === 'b');
});

test('in silence nothing comes through, and afterwards everything, in order', async () => {
  const { socket, state } = client();
  socket.write('a');
  await until(() => state.text === 'a');
  proxy.set({ kind: 'silent' });
  socket.write('b');
  await delay(100);
  expect(state).toEqual({ text: 'a', isOver: false });
  proxy.set({ kind: 'open' });
  socket.write('c');
  await until(() => state.text === 'abc');
});

test('what was delayed is not overtaken when the delay ends', async () => {
  const { socket, state } = client();
  socket.write('a');
  await until(() => state.text === 'a');
  proxy.set({ kind: 'slow', delayMs: 150 });
  socket.write('b');
  await delay(30);
  expect(state.text).toBe('a');
  proxy.set({ kind: 'open' });
  socket.write('c');
  await until(() => state.text.length === 3);
  expect(state.text).toBe('abc');
});
