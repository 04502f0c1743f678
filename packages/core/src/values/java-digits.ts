const FRACTION_BITS = 52;
const view = new DataView(new ArrayBuffer(8));

/** Digits of a number with the place of its point: `0.d1d2d3… · 10^exponent`. Zeros may stand at the end. */
export interface DecimalDigits {
  readonly digits: string;
  readonly exponent: number;
}

/** A positive binary number: `fraction · 2^(exponent - 52)`, the fraction's highest bit being 2^52. */
interface Binary {
  readonly fraction: bigint;
  readonly exponent: number;
  /** How many bits of the fraction tell numbers apart: 53 of a DOUBLE, 24 of a FLOAT, less below the smallest normal number. */
  readonly significantBits: number;
}

/**
 * The digits that `Double.toString` of Java 17 writes for a positive, finite number: those of Steele and White's algorithm with the
 * bounds that Java uses, which in some ranges are one digit more than the fewest, or another last one. Java 19 writes the fewest.
 */
export function doubleDigits(value: number): DecimalDigits {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  return digitsOf(binaryOf(bits & 0xfffffffffffffn, Number((bits >> 52n) & 0x7ffn), { bits: 52, bias: 1023 }));
}

/** The same of `Float.toString`. */
export function floatDigits(value: number): DecimalDigits {
  view.setFloat32(0, value);
  const bits = view.getUint32(0);
  const found = binaryOf(BigInt(bits & 0x7fffff), (bits >> 23) & 0xff, { bits: 23, bias: 127 });
  return digitsOf({ ...found, fraction: found.fraction << 29n });
}

function binaryOf(
  fraction: bigint,
  biased: number,
  { bits, bias }: { readonly bits: number; readonly bias: number },
): Binary {
  if (biased > 0) {
    return { fraction: fraction | (1n << BigInt(bits)), exponent: biased - bias, significantBits: bits + 1 };
  }
  const length = fraction.toString(2).length;
  const shift = bits + 1 - length;
  return { fraction: fraction << BigInt(shift), exponent: 1 - shift - bias, significantBits: length };
}

function digitsOf(binary: Binary): DecimalDigits {
  const { fraction, exponent } = binary;
  let zeros = 0;
  while (((fraction >> BigInt(zeros)) & 1n) === 0n) zeros++;
  const fractionBits = FRACTION_BITS + 1 - zeros;
  const isWhole = fractionBits - exponent - 1 <= 0;
  return isWhole && exponent <= 62 ? wholeDigits(binary) : new DigitGenerator(binary, fractionBits).generate();
}

/** Of a whole number, digits below those that its bits tell apart are rounded away. */
function wholeDigits({ fraction, exponent, significantBits }: Binary): DecimalDigits {
  const spareBits = exponent - significantBits - 1;
  const dropped = spareBits > 1 ? Math.floor(spareBits * Math.LOG10E * Math.LN2) : 0;
  const shift = BigInt(exponent - FRACTION_BITS);
  let value = shift >= 0n ? fraction << shift : fraction >> -shift;
  const unit = 10n ** BigInt(dropped);
  if (dropped > 0) value = value / unit + (value % unit >= unit / 2n ? 1n : 0n);
  const text = value.toString();
  return { digits: text.replace(/0+$/, ''), exponent: dropped + text.length };
}

/** Java counts the bits of great powers of five by three. */
const bitsOfPower = (power: number): number => (power < 27 ? (5n ** BigInt(power)).toString(2).length : power * 3);

/** Makes digit after digit of `rest / unit`, until what is left is within `margin` of the number or of the next digit. */
class DigitGenerator {
  private rest: bigint;
  private margin: bigint;
  private readonly unit: bigint;
  private readonly tens: bigint;
  /** Java's `int` and `long` wrap around; 0 where it takes big integers. */
  private readonly width: 0 | 32 | 64;
  /** The power of ten of the first digit. */
  private power: number;
  private isBelow = false;
  private isAbove = false;

  constructor({ fraction, exponent, significantBits }: Binary, fractionBits: number) {
    this.power = estimatedPower(fraction, exponent);
    const tinyBits = Math.max(0, fractionBits - exponent - 1);
    const rest5 = Math.max(0, -this.power);
    const unit5 = Math.max(0, this.power);
    let margin2 = rest5 + tinyBits + exponent - significantBits;
    let rest2 = rest5 + tinyBits + exponent - fractionBits + 1;
    let unit2 = unit5 + tinyBits;
    const common = Math.min(rest2, unit2);
    rest2 -= common;
    unit2 -= common;
    // The number below a power of two is half as far away.
    margin2 -= common + (fractionBits === 1 ? 1 : 0);
    const missing = Math.max(0, -margin2);
    rest2 += missing;
    unit2 += missing;
    margin2 += missing;
    const restBits = fractionBits + rest2 + bitsOfPower(rest5);
    const tensBits = unit2 + 1 + bitsOfPower(unit5 + 1);
    this.width = restBits < 32 && tensBits < 32 ? 32 : restBits < 64 && tensBits < 64 ? 64 : 0;
    this.rest = ((fraction >> BigInt(FRACTION_BITS + 1 - fractionBits)) * 5n ** BigInt(rest5)) << BigInt(rest2);
    this.margin = (5n ** BigInt(rest5)) << BigInt(margin2);
    this.unit = (5n ** BigInt(unit5)) << BigInt(unit2);
    this.tens = this.unit * 10n;
  }

  generate(): DecimalDigits {
    const digits: number[] = [];
    const first = this.next(true);
    if (first === 0 && !this.isAbove) this.power--;
    else digits.push(first);
    // With an exponent there are two digits at least.
    if (this.power < -3 || this.power >= 8) {
      this.isBelow = false;
      this.isAbove = false;
    }
    while (!this.isBelow && !this.isAbove) digits.push(this.next(false));
    if (this.isRoundedUp(digits.at(-1) as number)) this.roundUp(digits);
    return { digits: digits.join(''), exponent: this.power + 1 };
  }

  private next(isFirst: boolean): number {
    const digit = this.rest / this.unit;
    this.rest = 10n * (this.rest % this.unit);
    this.margin = this.wrapped(this.margin * 10n);
    if (this.width === 0) {
      this.isBelow = this.rest < this.margin;
      this.isAbove = this.rest + this.margin >= this.tens;
    } else if (isFirst || this.margin > 0n) {
      this.isBelow = this.rest < this.margin;
      this.isAbove = this.wrapped(this.rest + this.margin) > this.tens;
    } else {
      this.isBelow = true;
      this.isAbove = true;
    }
    return Number(digit);
  }

  private wrapped(value: bigint): bigint {
    return this.width === 0 ? value : BigInt.asIntN(this.width, value);
  }

  /** Where both ends are near enough the nearer one is taken, of two the even one. */
  private isRoundedUp(last: number): boolean {
    if (!this.isAbove || !this.isBelow) return this.isAbove;
    const difference = 2n * this.rest - this.tens;
    return difference > 0n || (difference === 0n && last % 2 === 1);
  }

  private roundUp(digits: number[]): void {
    let i = digits.length - 1;
    while (i > 0 && digits[i] === 9) digits[i--] = 0;
    if (digits[i] === 9) this.power++;
    digits[i] = digits[i] === 9 ? 1 : (digits[i] as number) + 1;
  }
}

/** The power of ten of the first digit, or one more. */
function estimatedPower(fraction: bigint, exponent: number): number {
  view.setBigUint64(0, 0x3ff0_0000_0000_0000n | (fraction & 0xfffffffffffffn));
  // The tangent of the logarithm at 1.5.
  return Math.floor((view.getFloat64(0) - 1.5) * 0.289529654 + 0.176091259 + exponent * 0.301029995663981);
}
