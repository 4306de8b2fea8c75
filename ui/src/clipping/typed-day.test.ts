import { expect, it } from 'vitest';

import { typedDay } from './typed-day';

it('takes a day once its year has four digits, and no more of them', () => {
  expect(typedDay('2026-02-03')).toBe('2026-02-03');
  expect(typedDay('')).toBeNull();
  for (const half of ['0002-02-03', '0202-02-03', '12026-02-03', '012026-02-03', '2026-02']) {
    expect(typedDay(half)).toBeUndefined();
  }
});
