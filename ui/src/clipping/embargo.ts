// An embargo is an instant; the author gives a day, which begins at midnight on this computer.

/** `2026-02-03` for the field; empty where there is none. */
export function embargoDay(until: string | null): string {
  if (until === null) return '';
  const date = new Date(until);
  if (Number.isNaN(date.getTime())) return '';
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Less is a year whose digits are not all typed yet. */
const YEAR_LEAST = 1000;

/** The beginning of that day; `null` for what is no day. */
export function embargoUntil(day: string): string | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return null;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < YEAR_LEAST) return null;
  const begins = new Date(year, month - 1, date);
  const same = begins.getFullYear() === year && begins.getMonth() === month - 1;
  return same && begins.getDate() === date ? begins.toISOString() : null;
}
