import { expect, it } from 'vitest';

import { embargoDay, embargoUntil } from './embargo';

it('a day becomes its first instant here, and is shown as the same day again', () => {
  for (const day of ['2026-02-03', '2026-03-29', '2026-10-25', '2028-02-29']) {
    const until = embargoUntil(day);
    expect(until && new Date(until).getHours()).toBe(0);
    expect(embargoDay(until)).toBe(day);
  }
});

it('what is no day, or one whose year is half typed, is no embargo', () => {
  const half = ['0002-02-03', '0020-02-03', '0202-02-03'];
  for (const text of ['', '2026-02-30', '3/2/2026', '0000-00-00', ...half]) {
    expect(embargoUntil(text), text).toBeNull();
  }
  expect(embargoDay(null)).toBe('');
  expect(embargoDay('nonsense')).toBe('');
});
