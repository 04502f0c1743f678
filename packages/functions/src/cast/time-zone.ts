import { Timestamp } from '@tsql/core';

/** Offset of a zone at an instant, in milliseconds. Zones are IANA names, or offsets such as `GMT+02:00`, `+02:00`. */
export class TimeZone {
  private static readonly zones = new Map<string, TimeZone>();
  private readonly format: Intl.DateTimeFormat | undefined;
  private readonly fixedOffset: number | undefined;
  private cachedHour = Number.NaN;
  private cachedOffset = 0;

  private constructor(name: string) {
    this.fixedOffset = parseOffset(name);
    if (this.fixedOffset === undefined) {
      this.format = new Intl.DateTimeFormat('en-US', {
        timeZone: name,
        hourCycle: 'h23',
        era: 'short',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    }
  }

  /** The zone of a name; throws a RangeError for one that does not exist. */
  static of(name: string): TimeZone {
    let zone = TimeZone.zones.get(name);
    if (zone === undefined) {
      zone = new TimeZone(name);
      TimeZone.zones.set(name, zone);
    }
    return zone;
  }

  /** How far local time is ahead of UTC at an instant. Offsets change on the quarter hour at the earliest. */
  offsetAt(epochMillis: number): number {
    if (this.fixedOffset !== undefined) return this.fixedOffset;
    const hour = Math.floor(epochMillis / 900_000);
    if (hour !== this.cachedHour) {
      this.cachedOffset = this.lookUp(hour * 900_000);
      this.cachedHour = hour;
    }
    return this.cachedOffset;
  }

  /** The instant shown as local time. */
  toLocal(instant: Timestamp): Timestamp {
    return new Timestamp(instant.millis + this.offsetAt(instant.millis), instant.nanoOfMilli);
  }

  /** The instant of a local time: in a gap the clock goes forward, in an overlap the earlier offset counts (java.time). */
  toInstant(local: Timestamp): Timestamp {
    const before = this.offsetAt(local.millis - 86_400_000);
    const guess = local.millis - before;
    if (this.offsetAt(guess) === before) return new Timestamp(guess, local.nanoOfMilli);
    const after = this.offsetAt(guess);
    const second = local.millis - after;
    return new Timestamp(this.offsetAt(second) === after ? second : guess, local.nanoOfMilli);
  }

  private lookUp(epochMillis: number): number {
    const parts: Record<string, string> = {};
    for (const { type, value } of this.format?.formatToParts(epochMillis) ?? []) parts[type] = value;
    const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year);
    const local = new Date(0);
    local.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day));
    local.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second));
    return local.getTime() - Math.floor(epochMillis / 1000) * 1000;
  }
}

function parseOffset(name: string): number | undefined {
  if (name === 'UTC' || name === 'Z' || name === 'GMT' || name === 'UT') return 0;
  const match = /^(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2}))?(?::?(\d{2}))?$/.exec(name);
  if (match === null) return undefined;
  const millis = ((Number(match[2]) * 60 + Number(match[3] ?? 0)) * 60 + Number(match[4] ?? 0)) * 1000;
  return match[1] === '-' ? -millis : millis;
}
