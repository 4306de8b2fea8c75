// A day in a date field while its digits are typed. Pure.

/** Less is a year whose digits are not all typed yet. */
const YEAR_LEAST = 1000;

/** For the field: without it a year takes six digits. */
export const DAY_MAX = '9999-12-31';

/** The day, `null` where the field is empty, `undefined` where no day is meant yet. */
export function typedDay(value: string): string | null | undefined {
  if (value === '') return null;
  const year = /^(\d{4})-\d{2}-\d{2}$/.exec(value)?.[1];
  return year !== undefined && Number(year) >= YEAR_LEAST ? value : undefined;
}
