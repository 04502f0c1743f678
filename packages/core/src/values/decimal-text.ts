/** A decimal as its unscaled value and its scale (digits behind the point; negative: zeros in front of it). */
export interface UnscaledDecimal {
  readonly unscaled: bigint;
  readonly scale: number;
}

/** As Java's `BigDecimal.toString`: an exponent where the scale is negative or the number below 10^-6. */
export function decimalToText(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? '-' : '';
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString();
  const exponent = digits.length - 1 - scale;
  if (scale >= 0 && exponent >= -6) return sign + plain(digits, scale);
  const fraction = digits.slice(1);
  return `${sign}${digits[0]}${fraction === '' ? '' : `.${fraction}`}E${exponent < 0 ? '' : '+'}${exponent}`;
}

/** As Java's `BigDecimal.toPlainString`: never an exponent. */
export function decimalToPlainText(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? '-' : '';
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString();
  if (scale < 0) return unscaled === 0n ? '0' : sign + digits + '0'.repeat(-scale);
  return sign + plain(digits, scale);
}

function plain(digits: string, scale: number): string {
  if (scale === 0) return digits;
  const padded = digits.padStart(scale + 1, '0');
  return `${padded.slice(0, padded.length - scale)}.${padded.slice(padded.length - scale)}`;
}

/** As Java's `BigDecimal.stripTrailingZeros`: 60.00 is 6E+1 (unscaled 6, scale -1). */
export function stripTrailingZeros(unscaled: bigint, scale: number): UnscaledDecimal {
  if (unscaled === 0n) return { unscaled: 0n, scale: 0 };
  let value = unscaled;
  let places = scale;
  while (value % 10n === 0n) {
    value /= 10n;
    places--;
  }
  return { unscaled: value, scale: places };
}

/** The number with another scale, rounded half up (away from zero at .5). */
export function rescale(unscaled: bigint, from: number, to: number): bigint {
  if (to >= from) return unscaled * 10n ** BigInt(to - from);
  const divisor = 10n ** BigInt(from - to);
  const quotient = unscaled / divisor;
  const remainder = unscaled % divisor;
  const twice = (remainder < 0n ? -remainder : remainder) * 2n;
  return twice >= divisor ? quotient + (unscaled < 0n ? -1n : 1n) : quotient;
}

/** The unscaled value as DECIMAL(precision, scale) holds it, rounded half up; null where it has too many digits. */
export function fitDecimal(decimal: UnscaledDecimal, precision: number, scale: number): bigint | null {
  const unscaled = rescale(decimal.unscaled, decimal.scale, scale);
  const limit = 10n ** BigInt(precision);
  return unscaled >= limit || unscaled <= -limit ? null : unscaled;
}

/** Reads what Java's `new BigDecimal(text)` reads; undefined where that fails. */
export function parseDecimal(text: string): UnscaledDecimal | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const scale = fraction.length - Number(exponent);
  if (Math.abs(scale) > 2_147_483_647 || Math.abs(Number(exponent)) > 100_000) return undefined;
  const unscaled = BigInt(whole + fraction);
  return { unscaled: sign === '-' ? -unscaled : unscaled, scale };
}
