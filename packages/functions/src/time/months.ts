import { civilFromDays, daysFromCivil, daysInMonth, MILLIS_PER_DAY } from '@tsql/core';

/** The DATE `months` later; the day is cut to the month's length. */
export function addMonths(days: number, months: number): number {
  const { year, month, day } = civilFromDays(days);
  const index = year * 12 + month - 1 + months;
  const newYear = Math.floor(index / 12);
  const newMonth = index - newYear * 12 + 1;
  return daysFromCivil(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

/** A local time in milliseconds, `months` later. */
export function addMonthsToMillis(millis: number, months: number): number {
  const days = Math.floor(millis / MILLIS_PER_DAY);
  return addMonths(days, months) * MILLIS_PER_DAY + (millis - days * MILLIS_PER_DAY);
}

/**
 * Whole months between two local times in milliseconds, as Flink counts them: by days first; then one less where the day
 * is reached but the time of day is not.
 */
export function subtractMonths(later: number, earlier: number): number {
  const [end, start] = [Math.floor(later / MILLIS_PER_DAY), Math.floor(earlier / MILLIS_PER_DAY)];
  const months = subtractMonthsOfDays(end, start);
  const isCut = addMonths(start, months) === end && later - end * MILLIS_PER_DAY < earlier - start * MILLIS_PER_DAY;
  return isCut ? months - 1 : months;
}

function subtractMonthsOfDays(end: number, start: number): number {
  if (end < start) return -subtractMonthsOfDays(start, end) + 0;
  const [from, to] = [civilFromDays(start), civilFromDays(end)];
  let months = (to.year - from.year) * 12 + (to.month - from.month);
  while (months > 0 && addMonths(start, months) > end) months--;
  return months;
}
