/** Fraction bits of the fixed-point numbers. */
const BITS = 110n;

const view = new DataView(new ArrayBuffer(8));

/** 2 * atanh(n / d) in fixed point. */
function twiceArtanh(numerator: bigint, denominator: bigint): bigint {
  const ratio = (numerator << BITS) / denominator;
  const square = (ratio * ratio) >> BITS;
  let power = ratio;
  let sum = 0n;
  for (let divisor = 1n; power !== 0n && power !== -1n; divisor += 2n) {
    sum += power / divisor;
    power = (power * square) >> BITS;
  }
  return 2n * sum;
}

const LN_2 = twiceArtanh(1n, 3n);
const LN_10 = 3n * LN_2 + twiceArtanh(1n, 9n);
const MANTISSA_ONE = 1n << 52n;
/** Mantissas beyond the square root of 2 are halved, for the series to be short. */
const MANTISSA_ROOT_2 = 6_369_051_672_525_773n;

/** The natural logarithm of a positive finite number, in fixed point. */
function fixedLogarithm(value: number): bigint {
  const isTiny = value < 2.2250738585072014e-308;
  view.setFloat64(0, isTiny ? value * 2 ** 60 : value);
  const bits = view.getBigUint64(0);
  let mantissa = (bits & (MANTISSA_ONE - 1n)) | MANTISSA_ONE;
  let exponent = (bits >> 52n) - 1023n - (isTiny ? 60n : 0n);
  let unit = MANTISSA_ONE;
  if (mantissa > MANTISSA_ROOT_2) {
    exponent++;
    unit <<= 1n;
  }
  mantissa -= unit;
  return exponent * LN_2 + twiceArtanh(mantissa, mantissa + 2n * unit);
}

const toDouble = (fixed: bigint): number => Number(fixed) / 2 ** Number(BITS);

/** JavaScript's logarithms may be off in the last digit where Java's are not: these are rounded correctly. */
function rounded(value: number, divide: (fixed: bigint) => bigint): number {
  if (!(value > 0) || value === Number.POSITIVE_INFINITY) return Math.log(value);
  return toDouble(divide(fixedLogarithm(value))) + 0;
}

/** The natural logarithm. */
export const naturalLogarithm = (value: number): number => rounded(value, (fixed) => fixed);

/** The logarithm to base 10. */
export const decimalLogarithm = (value: number): number => rounded(value, (fixed) => (fixed << BITS) / LN_10);

/** The logarithm to another base, as Flink computes it: the quotient of two natural ones. */
export const logarithmTo = (base: number, value: number): number => naturalLogarithm(value) / naturalLogarithm(base);
