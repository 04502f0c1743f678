const TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{0,9}))?)?$/;

function fail(text: string, what: string): never {
  throw new Error(`'${text}' is no ${what}`);
}

/** A TIME as `LocalTime.parse` reads it, in milliseconds of the day, cut to `precision` digits. */
export function parseIsoTime(text: string, precision: number): number {
  const match = TIME.exec(text) ?? fail(text, 'time (HH:mm:ss)');
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) fail(text, 'time of day');
  const fraction = Number((match[4] ?? '').slice(0, Math.min(precision, 3)).padEnd(3, '0'));
  return ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
}
