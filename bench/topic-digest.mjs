// What a topic holds, in a few numbers.

/** The sum of all records' hashes, in any order, and their number: equal topics have equal digests. */
export class TopicDigest {
  records = 0;
  sums = [0, 0];
  #first = 0;
  #second = 0;

  /** Begins a record. Partition and time are null where any will do. */
  begin(partition, timestamp) {
    this.#first = 0x811c9dc5;
    this.#second = 0x9747b28c;
    this.#number(partition ?? -1);
    this.#number(timestamp === null ? -1 : timestamp % 0x7fffffff);
    this.#number(timestamp === null ? -1 : Math.floor(timestamp / 0x7fffffff));
  }

  /** Adds key, value, or a header's name or value; a negative start is null. */
  part(bytes, start, end) {
    this.#number(start < 0 ? -1 : end - start);
    if (start < 0) return;
    let first = this.#first;
    let second = this.#second;
    for (let i = start; i < end; i++) {
      first = Math.imul(first ^ bytes[i], 0x01000193);
      second = Math.imul(second + bytes[i], 0x5bd1e995) ^ (second >>> 15);
    }
    this.#first = first;
    this.#second = second;
  }

  end() {
    this.records++;
    this.sums[0] = (this.sums[0] + this.#mixed(this.#first)) >>> 0;
    this.sums[1] = (this.sums[1] + this.#mixed(this.#second)) >>> 0;
  }

  /** Adds what another one has found. */
  addAll({ records, sums }) {
    this.records += records;
    for (const [i, sum] of sums.entries()) this.sums[i] = (this.sums[i] + sum) >>> 0;
    return this;
  }

  toString() {
    return `${this.records} records, ${this.sums.map((sum) => sum.toString(16)).join('-')}`;
  }

  #number(number) {
    this.#first = Math.imul(this.#first ^ number, 0x01000193) ^ (this.#first >>> 13);
    this.#second = Math.imul(this.#second + number, 0x5bd1e995) ^ (this.#second >>> 15);
  }

  #mixed(hash) {
    const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    return Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) ^ (mixed >>> 16);
  }
}
