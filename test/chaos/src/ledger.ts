/** What a reader found wrong, in records. */
export interface Findings {
  /** Were fed and are not there. */
  readonly lost: number;
  /** Are there more than once, each further time. */
  readonly duplicated: number;
  /** Came behind a later record of their key, the first time they came. */
  readonly disordered: number;
  /** Were never fed, have another content, or stand in another partition than their key did. */
  readonly strange: number;
}

/** A record as it was read. */
export interface NumberedRecord {
  readonly partition: number;
  readonly key: number;
  /** 0, 1, 2, … within its key. */
  readonly number: number;
}

/** Far more of one key than any run feeds. */
const MOST = 50_000_000;

/** Keeps the count of every record of every key, as they are read: what the sink's topic is held to. */
export class Ledger {
  private readonly keys = new Map<number, KeyPage>();
  private disordered = 0;
  private strange = 0;
  private duplicated = 0;

  take({ partition, key, number }: NumberedRecord): void {
    if (!Number.isSafeInteger(key) || !Number.isSafeInteger(number) || number < 0 || number > MOST) {
      this.strange++;
      return;
    }
    let page = this.keys.get(key);
    if (page === undefined) {
      page = new KeyPage(partition);
      this.keys.set(key, page);
    }
    if (page.partition !== partition) this.strange++;
    if (page.count(number) > 1) this.duplicated++;
    else if (number < page.highest) this.disordered++;
    page.highest = Math.max(page.highest, number);
  }

  /** A record that is none of those that are fed. */
  takeStrange(): void {
    this.strange++;
  }

  /** True when every record is there that was fed: `fed` holds how many of each key. */
  holds(fed: ReadonlyMap<number, number>): boolean {
    for (const [key, count] of fed) if ((this.keys.get(key)?.distinct ?? 0) < count) return false;
    return true;
  }

  /** Counts since the beginning. */
  findings(fed: ReadonlyMap<number, number>): Findings {
    let lost = 0;
    let strange = this.strange;
    for (const [key, count] of fed) lost += count - (this.keys.get(key)?.distinctBelow(count) ?? 0);
    for (const [key, page] of this.keys) strange += page.distinct - page.distinctBelow(fed.get(key) ?? 0);
    return { lost, duplicated: this.duplicated, disordered: this.disordered, strange };
  }

  /** The first lost records of each key, for the log: `key 3: 17, 18, 19`. */
  missing(fed: ReadonlyMap<number, number>, limit = 5): string[] {
    return [...fed].flatMap(([key, count]) => {
      const numbers = this.keys.get(key)?.missingBelow(count, limit) ?? [0];
      return numbers.length === 0 || count === 0 ? [] : [`key ${key}: ${numbers.join(', ')}`];
    });
  }
}

/** How often each number of one key came. */
class KeyPage {
  highest = -1;
  distinct = 0;
  private counts = new Uint8Array(1024);

  constructor(readonly partition: number) {}

  /** How often the number has come now. */
  count(number: number): number {
    if (number >= this.counts.length) {
      const grown = new Uint8Array(2 ** Math.ceil(Math.log2(number + 1)));
      grown.set(this.counts);
      this.counts = grown;
    }
    const count = (this.counts[number] ?? 0) + 1;
    if (count === 1) this.distinct++;
    this.counts[number] = Math.min(count, 255);
    return count;
  }

  distinctBelow(end: number): number {
    if (this.highest < end) return this.distinct;
    let found = 0;
    for (let i = 0; i < end; i++) if ((this.counts[i] ?? 0) > 0) found++;
    return found;
  }

  missingBelow(end: number, limit: number): number[] {
    const numbers: number[] = [];
    for (let i = 0; i < end && numbers.length < limit; i++) if ((this.counts[i] ?? 0) === 0) numbers.push(i);
    return numbers;
  }
}
