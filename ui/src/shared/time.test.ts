import { describe, expect, it } from 'vitest';

import { setWindowLanguage } from './i18n.svelte';
import { bytes, day, hour, whenNext, whenPast, whenShort } from './time.svelte';

const at = new Date(2026, 1, 3, 18, 0).getTime();
const iso = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString();
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('times in words', () => {
  it('are said as one says them, in French', () => {
    expect(plain(hour(new Date(2026, 1, 3, 9, 0)))).toBe('9 h');
    expect(plain(hour(new Date(2026, 1, 3, 9, 5)))).toBe('9 h 05');
    expect(day(new Date(2026, 1, 1), new Date(at))).toBe('1er février');
    expect(plain(whenPast(iso(2026, 1, 3, 17, 59), at))).toBe('il y a 1 min');
    expect(plain(whenPast(iso(2026, 1, 3, 9, 5), at))).toBe('à 9 h 05');
    expect(plain(whenPast(iso(2026, 1, 2, 9, 0), at))).toBe('hier à 9 h');
    expect(plain(whenPast(iso(2026, 0, 30, 9, 0), at))).toBe('vendredi à 9 h');
    expect(plain(whenPast(iso(2025, 11, 25, 9, 0), at))).toBe('le 25 décembre 2025');
    expect(plain(whenNext(iso(2026, 1, 4, 8, 0), at))).toBe('demain à 8 h');
    expect(plain(whenNext(iso(2026, 1, 3, 18, 5), at))).toBe('dans 5 min');
    expect(plain(whenShort(iso(2026, 1, 2, 9, 0), at))).toBe('hier');
    expect(plain(bytes(300_000_000))).toBe('300 Mo');
  });

  it('follow the language of the window at once', () => {
    setWindowLanguage('en');
    expect(plain(whenPast(iso(2026, 1, 2, 9, 0), at))).toBe('yesterday at 9:00 AM');
    expect(plain(whenNext(iso(2026, 1, 9, 8, 30), at))).toBe('February 9 at 8:30 AM');
  });

  it('know that days of a clock change have another length', () => {
    const spring = new Date(2026, 2, 30, 8, 0).getTime();
    expect(plain(whenPast(iso(2026, 2, 29, 7, 0), spring))).toBe('hier à 7 h');
  });
});
