import { type DecimalDigits, doubleDigits, floatDigits } from './java-digits.js';

/** In this range Java's digits are the fewest ones, which JavaScript writes too. */
const SHORTEST_FROM = 1e-3;
const SHORTEST_TO = 2 ** 53;
/** The same of a FLOAT, where they are so many. */
const SHORTEST_FLOAT_TO = 1e7;
const SHORTEST_FLOAT_DIGITS = 6;

/** A DOUBLE as Java's `Double.toString` writes it: `1.0`, `1.0E7`, `9.9E-4`, `-0.0`, `NaN`, `Infinity`. */
export function formatDouble(value: number): string {
  const size = Math.abs(value);
  // JavaScript writes these as Java does, but for the zero behind whole numbers.
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  return formatDigits(value, (magnitude) =>
    magnitude >= SHORTEST_FROM && magnitude < SHORTEST_TO
      ? ofExponential(magnitude.toExponential())
      : doubleDigits(magnitude),
  );
}

/** A FLOAT as Java's `Float.toString` writes it. */
export function formatFloat(value: number): string {
  return formatDigits(value, (magnitude) => {
    if (magnitude >= SHORTEST_FROM && magnitude < SHORTEST_FLOAT_TO) {
      for (let digits = 0; digits < SHORTEST_FLOAT_DIGITS; digits++) {
        const text = magnitude.toExponential(digits);
        if (Math.fround(Number(text)) === magnitude) return ofExponential(text);
      }
    }
    return floatDigits(magnitude);
  });
}

/** The digits of `d.ddde±n`. */
function ofExponential(text: string): DecimalDigits {
  const [mantissa = '0', exponent = '0'] = text.split('e');
  return { digits: mantissa.replace('.', ''), exponent: Number(exponent) + 1 };
}

/** Plain from 10^-3 up to below 10^7, else with an exponent; a digit stands on either side of the point. */
function formatDigits(value: number, digitsOf: (magnitude: number) => DecimalDigits): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const magnitude = Math.abs(value);
  if (magnitude === Number.POSITIVE_INFINITY) return `${sign}Infinity`;
  if (magnitude === 0) return `${sign}0.0`;
  const { digits, exponent } = digitsOf(magnitude);
  if (exponent < -2 || exponent > 7) return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent - 1}`;
  if (exponent <= 0) return `${sign}0.${'0'.repeat(-exponent)}${digits}`;
  const padded = digits.padEnd(exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent) || '0'}`;
}
