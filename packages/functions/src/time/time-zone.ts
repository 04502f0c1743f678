import { MILLIS_PER_DAY } from '@tsql/core';

/** The rules of a time zone: offsets from UTC in milliseconds. */
export interface TimeZone {
  readonly name: string;
  /** The offset in force at an instant (milliseconds since the epoch). */
  offsetAt(instant: number): number;
}

/** Java's three-letter names that are no IANA zones. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  ACT: 'Australia/Darwin',
  AET: 'Australia/Sydney',
  AGT: 'America/Argentina/Buenos_Aires',
  ART: 'Africa/Cairo',
  AST: 'America/Anchorage',
  BET: 'America/Sao_Paulo',
  BST: 'Asia/Dhaka',
  CAT: 'Africa/Harare',
  CNT: 'America/St_Johns',
  CST: 'America/Chicago',
  CTT: 'Asia/Shanghai',
  EAT: 'Africa/Addis_Ababa',
  ECT: 'Europe/Paris',
  IET: 'America/Indiana/Indianapolis',
  IST: 'Asia/Kolkata',
  JST: 'Asia/Tokyo',
  MIT: 'Pacific/Apia',
  NET: 'Asia/Yerevan',
  NST: 'Pacific/Auckland',
  PLT: 'Asia/Karachi',
  PNT: 'America/Phoenix',
  PRT: 'America/Puerto_Rico',
  PST: 'America/Los_Angeles',
  SST: 'Pacific/Guadalcanal',
  VST: 'Asia/Ho_Chi_Minh',
};

export const UTC: TimeZone = { name: 'UTC', offsetAt: () => 0 };

const zones = new Map<string, TimeZone>([['UTC', UTC]]);

/** The zone of an IANA name or an offset (`GMT+08:00`, `UTC-2`, `+02:00`); undefined for another name. */
export function findTimeZone(name: string): TimeZone | undefined {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = fixedZone(name) ?? regionZone(name);
  if (zone !== undefined) zones.set(name, zone);
  return zone;
}

/** As Java's `TimeZone.getTimeZone`: an unknown name is UTC. */
export function timeZone(name: string): TimeZone {
  return findTimeZone(name) ?? UTC;
}

function fixedZone(name: string): TimeZone | undefined {
  if (/^(Z|UTC|GMT|UT|GMT0)$/.test(name)) return { name, offsetAt: () => 0 };
  const match = /^(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2}))?(?::?(\d{2}))?$/.exec(name);
  if (match === null) return undefined;
  const seconds = Number(match[2]) * 3600 + Number(match[3] ?? 0) * 60 + Number(match[4] ?? 0);
  const offset = (match[1] === '-' ? -1000 : 1000) * seconds;
  return { name, offsetAt: () => offset };
}

function regionZone(name: string): TimeZone | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: SHORT_NAMES[name] ?? name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
  return { name, offsetAt: cachedOffsets((instant) => computeOffset(format, instant)) };
}

function computeOffset(format: Intl.DateTimeFormat, instant: number): number {
  const seconds = Math.floor(instant / 1000) * 1000;
  const parts: Record<string, string> = {};
  for (const part of format.formatToParts(seconds)) parts[part.type] = part.value;
  const shownYear = Number(parts.year);
  const year = parts.era?.startsWith('B') ? 1 - shownYear : shownYear;
  const local = new Date(0);
  local.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day));
  local.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second));
  return local.getTime() - seconds;
}

const QUARTER_HOUR = 900_000;
const MAX_CACHED = 50_000;

/** Keeps offsets by day; a day in which the offset changes is kept by quarters of an hour, in which none changes. */
function cachedOffsets(compute: (instant: number) => number): (instant: number) => number {
  const days = new Map<number, number | undefined>();
  const quarters = new Map<number, number>();
  const atQuarter = (instant: number): number => {
    const quarter = Math.floor(instant / QUARTER_HOUR);
    let offset = quarters.get(quarter);
    if (offset === undefined) {
      offset = compute(quarter * QUARTER_HOUR);
      if (quarters.size >= MAX_CACHED) quarters.clear();
      quarters.set(quarter, offset);
    }
    return offset;
  };
  return (instant) => {
    const day = Math.floor(instant / MILLIS_PER_DAY);
    let offset = days.get(day);
    if (offset === undefined && !days.has(day)) {
      const start = compute(day * MILLIS_PER_DAY);
      offset = compute((day + 1) * MILLIS_PER_DAY) === start ? start : undefined;
      if (days.size >= MAX_CACHED) days.clear();
      days.set(day, offset);
    }
    return offset ?? atQuarter(instant);
  };
}

/**
 * The instant of a local time, as Java's `LocalDateTime.atZone`: in a gap the time moves forward by the gap's length, in
 * an overlap the earlier offset holds.
 */
export function toInstant(zone: TimeZone, local: number): number {
  const before = zone.offsetAt(local - MILLIS_PER_DAY);
  const after = zone.offsetAt(local + MILLIS_PER_DAY);
  if (before === after || zone.offsetAt(local - before) === before) return local - before;
  return zone.offsetAt(local - after) === after ? local - after : local - before;
}

/** The local time of an instant, in milliseconds since 1970-01-01 00:00:00. */
export function toLocal(zone: TimeZone, instant: number): number {
  return instant + zone.offsetAt(instant);
}
