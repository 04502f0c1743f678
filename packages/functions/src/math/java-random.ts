const MASK = (1n << 48n) - 1n;

/** The generator of java.util.Random: the same numbers for the same seed. */
export class JavaRandom {
  private state: bigint;

  constructor(seed: bigint) {
    this.state = (seed ^ 0x5deece66dn) & MASK;
  }

  /** 0 (inclusive) to 1 (exclusive). */
  nextDouble(): number {
    const high = this.next(26);
    return (high * 2 ** 27 + this.next(27)) * 2 ** -53;
  }

  /** 0 (inclusive) to `bound` (exclusive). */
  nextInt(bound: number): number {
    if ((bound & -bound) === bound) return Number((BigInt(bound) * BigInt(this.next(31))) >> 31n);
    for (;;) {
      const bits = this.next(31);
      const value = bits % bound;
      if (bits - value + (bound - 1) <= 2_147_483_647) return value;
    }
  }

  private next(bits: number): number {
    this.state = (this.state * 0x5deece66dn + 0xbn) & MASK;
    return Number(BigInt.asIntN(32, this.state >> BigInt(48 - bits)));
  }
}
