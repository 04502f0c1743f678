const DATE = /^\s*(\d+)-(\d{1,2})-(\d{1,2})$/;
const TIME = /^\s*(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d*)?$/;

/** True if the text is what a DATE, TIME or TIMESTAMP literal may hold. A TIMESTAMP may be a date alone. */
export function isDateTimeText(type: 'DATE' | 'TIME' | 'TIMESTAMP', text: string): boolean {
  if (type === 'DATE') return isDate(text);
  if (type === 'TIME') return isTime(text);
  const blank = text.trimStart().indexOf(' ');
  const offset = text.length - text.trimStart().length;
  return blank < 0 ? isDate(text) : isDate(text.slice(0, offset + blank)) && isTime(text.slice(offset + blank + 1));
}

function isDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text) ?? [];
  return year !== undefined && isWithin(month, 1, 12) && isWithin(day, 1, daysOf(Number(year), Number(month)));
}

function isTime(text: string): boolean {
  const [, hour, minute, second] = TIME.exec(text) ?? [];
  return isWithin(hour, 0, 23) && isWithin(minute, 0, 59) && isWithin(second, 0, 59);
}

function isWithin(digits: string | undefined, low: number, high: number): boolean {
  return digits !== undefined && Number(digits) >= low && Number(digits) <= high;
}

function daysOf(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}
