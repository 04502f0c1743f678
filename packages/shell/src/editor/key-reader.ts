import { emitKeypressEvents } from 'node:readline';
import type { ReadStream } from 'node:tty';

/** A key as Node's decoder names it. */
export interface Key {
  /** The characters that the terminal sent. */
  readonly text: string;
  /** `ctrl+a`, `alt+enter`, `shift+tab`, `up`; a character that is no command has none. */
  readonly name: string | undefined;
}

/** Takes keys. */
export type KeyListener = (key: Key) => void;

interface NodeKey {
  readonly sequence?: string;
  readonly name?: string;
  readonly ctrl?: boolean;
  readonly meta?: boolean;
  readonly shift?: boolean;
}

/**
 * The keys of a terminal in raw mode, decoded by Node's own reader. Keys that come while nobody listens wait, so that
 * what is typed ahead or pasted is not lost.
 */
export class KeyReader {
  private readonly waiting: Key[] = [];
  private listener: KeyListener | undefined;
  private interrupt: (() => void) | undefined;

  constructor(private readonly input: ReadStream) {
    emitKeypressEvents(input);
    input.on('keypress', (text: string | undefined, key: NodeKey) => this.take(keyOf(text, key)));
  }

  /** Raw mode on: keys come one by one. */
  start(): void {
    this.input.setRawMode(true);
    this.input.resume();
  }

  /** Raw mode off: the terminal belongs to somebody else. */
  stop(): void {
    this.input.setRawMode(false);
    this.input.pause();
  }

  /** Hands keys to a listener, first those that wait, until it is taken away by `undefined`. */
  listen(listener: KeyListener | undefined): void {
    this.listener = listener;
    while (this.listener !== undefined) {
      const key = this.waiting.shift();
      if (key === undefined) break;
      this.listener(key);
    }
  }

  /** While nobody listens Ctrl-C does this, and drops what waits. */
  onInterrupt(action: (() => void) | undefined): void {
    this.interrupt = action;
  }

  private take(key: Key): void {
    if (this.listener !== undefined) {
      this.listener(key);
    } else if (key.name === 'ctrl+c') {
      this.waiting.length = 0;
      this.interrupt?.();
    } else {
      this.waiting.push(key);
    }
  }
}

function keyOf(text: string | undefined, key: NodeKey): Key {
  const sequence = key.sequence ?? text ?? '';
  const isCharacter = key.ctrl !== true && key.meta !== true && text !== undefined && /^[^\p{Cc}]/u.test(text);
  if (isCharacter || key.name === undefined) return { text: text ?? sequence, name: undefined };
  const modifiers = [key.ctrl && 'ctrl', key.meta && 'alt', key.shift && 'shift'].filter(Boolean);
  return { text: sequence, name: [...modifiers, key.name].join('+') };
}
