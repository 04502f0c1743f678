/** The smallest FLOAT, 2^-149. Java writes it, as the smallest DOUBLE, with two digits. */
const FLOAT_MIN_VALUE = 2 ** -149;

/** A DOUBLE as Java's `Double.toString` writes it: `1.0`, `1.0E7`, `9.9E-4`, `-0.0`, `NaN`, `Infinity`. */
export function formatDouble(value: number): string {
  const size = Math.abs(value);
  // JavaScript writes these as Java does, but for the zero behind whole numbers.
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  return formatDigits(value, (magnitude) => (magnitude === Number.MIN_VALUE ? '4.9e-324' : magnitude.toExponential()));
}

/** A FLOAT as Java's `Float.toString` writes it: the fewest digits that give the same 32-bit value. */
export function formatFloat(value: number): string {
  return formatDigits(value, (magnitude) => {
    if (magnitude === FLOAT_MIN_VALUE) return '1.4e-45';
    for (let digits = 0; digits < 9; digits++) {
      const text = magnitude.toExponential(digits);
      if (Math.fround(Number(text)) === magnitude) return text;
    }
    return magnitude.toExponential();
  });
}

/** `toExponential` gives `d.ddde±n`, from which Java's forms are made: plain from 10^-3 up to below 10^7. */
function formatDigits(value: number, toExponential: (magnitude: number) => string): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const magnitude = Math.abs(value);
  if (magnitude === Number.POSITIVE_INFINITY) return `${sign}Infinity`;
  if (magnitude === 0) return `${sign}0.0`;
  const [mantissa = '0', exponentText = '0'] = toExponential(magnitude).split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(exponentText);
  if (magnitude < 1e-3 || magnitude >= 1e7) {
    return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const padded = digits.padEnd(exponent + 1, '0');
  return `${sign}${padded.slice(0, exponent + 1)}.${padded.slice(exponent + 1) || '0'}`;
}
