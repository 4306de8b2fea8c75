import { describe, expect, it } from 'vitest';

import { frenchSpaces } from '../shared/i18n.svelte';
import { fr } from './messages.fr';
import { sayDay } from './schedule';
import { sameAsHere, zoneWords } from './zone';

describe('a time zone in words', () => {
  it('is the hour of its city', () => {
    expect(zoneWords('Europe/Paris', 'fr')).toBe('heure de Paris');
    expect(zoneWords('Europe/London', 'fr')).toBe('heure de Londres');
    expect(zoneWords('Africa/Abidjan', 'fr')).toBe('heure d’Abidjan');
    expect(zoneWords('America/New_York', 'fr')).toBe('heure de New York');
    expect(zoneWords('America/New_York', 'en')).toBe('New York time');
  });

  it('is its distance from UTC where it has no city', () => {
    expect(zoneWords('+02:00', 'fr')).toBe('heure UTC+2');
    expect(zoneWords('-03:30', 'en')).toBe('UTC-3:30');
    expect(zoneWords('UTC', 'fr')).toBe('heure UTC');
    expect(zoneWords('Etc/UTC', 'en')).toBe('UTC');
  });

  it('is left out only where clocks here show the same at that very hour', () => {
    const london = (ms: number) => (new Date(ms).getUTCMonth() === 6 ? 60 : 0);
    expect(sameAsHere('Europe/Paris', '2026-07-03T06:00:00Z', () => 120)).toBe(true);
    expect(sameAsHere('Europe/Paris', '2026-07-03T06:00:00Z', london)).toBe(false);
    expect(sameAsHere('UTC', '2026-01-03T06:00:00Z', london)).toBe(true);
    expect(sameAsHere('UTC', '2026-07-03T06:00:00Z', london)).toBe(false);
  });
});

it('a planned hour is said with its day', () => {
  const civil = { year: 2026, month: 2, day: 3, hour: 8, minute: 0 };
  expect(sayDay(civil, 'fr', 2026)).toBe('mardi 3 février à 8\u00a0h');
  expect(sayDay({ ...civil, day: 1 }, 'fr', 2025)).toBe('dimanche 1er février 2026 à 8\u00a0h');
  expect(sayDay(civil, 'en', 2026).replace('\u202f', ' ')).toBe('Tuesday, February 3 at 8:00 AM');
  expect(frenchSpaces(fr.standing.scheduled('mardi 3 février à 8 h, heure de Paris'))).toBe(
    'Paraîtra mardi 3 février à 8 h, heure de Paris.',
  );
});
