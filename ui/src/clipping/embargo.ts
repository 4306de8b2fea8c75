// An embargo is an instant; the author gives a day, which begins at midnight on this computer.

import { typedDay } from './typed-day';

/** `2026-02-03` for the field; empty where there is none. */
export function embargoDay(until: string | null): string {
  if (until === null) return '';
  const date = new Date(until);
  if (Number.isNaN(date.getTime())) return '';
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The beginning of that day; `null` for what is no day. */
export function embargoUntil(day: string): string | null {
  const [year = 0, month = 0, date = 0] = (typedDay(day) ?? '').split('-').map(Number);
  if (month === 0) return null;
  const begins = new Date(year, month - 1, date);
  const same = begins.getFullYear() === year && begins.getMonth() === month - 1;
  return same && begins.getDate() === date ? begins.toISOString() : null;
}
