import { describe, expect, it } from 'vitest';

import {
  civilFrom,
  civilOf,
  civilOfZoned,
  dayField,
  hourField,
  instantOf,
  isZone,
  sayCivil,
  tomorrowMorning,
} from './schedule';

const at = (day: string, hour: string, zone: string) => {
  const civil = civilFrom(day, hour);
  if (!civil) throw new Error(`${day} ${hour}`);
  return instantOf(civil, zone);
};

describe('an hour in a zone', () => {
  it('is one instant on most days, in summer and in winter', () => {
    expect(at('2026-02-03', '08:00', 'Europe/Paris')).toEqual({ kind: 'once', at: '2026-02-03T07:00:00.000Z' });
    expect(at('2026-07-03', '08:00', 'Europe/Paris')).toEqual({ kind: 'once', at: '2026-07-03T06:00:00.000Z' });
    expect(at('2026-02-03', '08:00', 'America/Montreal').at).toBe('2026-02-03T13:00:00.000Z');
    expect(at('2026-02-03', '08:00', 'Asia/Kolkata').at).toBe('2026-02-03T02:30:00.000Z');
  });

  it('of a fixed zone never changes', () => {
    expect(at('2026-07-03', '08:00', '+02:00').at).toBe('2026-07-03T06:00:00.000Z');
    expect(at('2026-07-03', '08:00', '-03:30').at).toBe('2026-07-03T11:30:00.000Z');
    expect(at('2026-07-03', '08:00', 'UTC').at).toBe('2026-07-03T08:00:00.000Z');
  });

  it('that clocks jump over becomes the hour after the jump', () => {
    expect(at('2026-03-29', '02:30', 'Europe/Paris')).toEqual({
      kind: 'gap',
      at: '2026-03-29T01:30:00.000Z',
      instead: { year: 2026, month: 3, day: 29, hour: 3, minute: 30 },
    });
    expect(at('2026-03-29', '01:59', 'Europe/Paris').kind).toBe('once');
    expect(at('2026-03-29', '03:00', 'Europe/Paris').kind).toBe('once');
  });

  it('that clocks show twice is the first of the two', () => {
    expect(at('2026-10-25', '02:30', 'Europe/Paris')).toEqual({ kind: 'twice', at: '2026-10-25T00:30:00.000Z' });
    expect(at('2026-10-25', '03:00', 'Europe/Paris')).toEqual({ kind: 'once', at: '2026-10-25T02:00:00.000Z' });
    expect(at('2026-11-01', '01:15', 'America/New_York')).toEqual({ kind: 'twice', at: '2026-11-01T05:15:00.000Z' });
  });

  it('that jumps by half an hour is right as well (Lord Howe)', () => {
    const placed = at('2026-10-04', '02:15', 'Australia/Lord_Howe');
    expect(placed).toMatchObject({ kind: 'gap', instead: { hour: 2, minute: 45 } });
  });

  it('comes back from its instant, through a whole year', () => {
    // Every fifth hour meets every hour of the day, and both changes of clocks.
    for (let hour = 0; hour < 365 * 24; hour += 5) {
      const iso = new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
      const civil = civilOf(iso, 'Europe/Paris');
      const placed = instantOf(civil, 'Europe/Paris');
      expect(placed.kind).not.toBe('gap');
      if (placed.kind === 'once') expect(placed.at).toBe(iso);
    }
  });
});

describe('fields', () => {
  it('of a day or an hour that is none give nothing', () => {
    for (const [day, hour] of [['', '08:00'], ['2026-02-30', '08:00'], ['2026-02-03', ''], ['2026-02-03', '25:00']]) {
      expect(civilFrom(day ?? '', hour ?? ''), `${day} ${hour}`).toBeUndefined();
    }
  });

  it('show a civil time as the browser’s fields take it', () => {
    const civil = { year: 2026, month: 2, day: 3, hour: 8, minute: 5 };
    expect([dayField(civil), hourField(civil)]).toEqual(['2026-02-03', '08:05']);
    expect(civilOfZoned('2026-02-03T08:05:00+01:00[Europe/Paris]')).toEqual(civil);
  });

  it('begin at tomorrow morning where the blog is', () => {
    const lateInParis = Date.UTC(2026, 0, 31, 23, 30);
    expect(tomorrowMorning(lateInParis, 'Europe/Paris')).toMatchObject({ month: 2, day: 2, hour: 8 });
    expect(tomorrowMorning(lateInParis, 'America/Montreal')).toMatchObject({ month: 2, day: 1 });
  });
});

it('zones are known or not', () => {
  expect(['Europe/Paris', '+02:00', 'UTC'].every(isZone)).toBe(true);
  expect(isZone('Europe/Nowhere')).toBe(false);
});

it('a civil time is said as one says it', () => {
  const civil = { year: 2026, month: 2, day: 3, hour: 8, minute: 0 };
  expect(sayCivil(civil, 'fr', 2026)).toBe('3 février, 8\u00a0h');
  expect(sayCivil({ ...civil, day: 1, minute: 5 }, 'fr', 2025)).toBe('1er février 2026, 8\u00a0h\u00a005');
  expect(sayCivil(civil, 'en', 2026).replace('\u202f', ' ')).toBe('February 3, 8:00 AM');
});
