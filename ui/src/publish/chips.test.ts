import { expect, it } from 'vitest';

import { asSlug, withTyped } from './chips';

it('names are parted at commas, trimmed, and none comes twice', () => {
  expect(withTyped(['Eau'], ' moulins ,eau,, la  Sorge')).toEqual(['Eau', 'moulins', 'la Sorge']);
  expect(withTyped(['Eau'], '  ')).toEqual(['Eau']);
});

it('an address is plain letters, digits and hyphens', () => {
  expect(asSlug('  L’été au cœur de Besançon !')).toBe('l-ete-au-coeur-de-besancon');
  expect(asSlug('2026 : bilan')).toBe('2026-bilan');
  expect(asSlug('déjà-vu')).toBe('deja-vu');
  expect(asSlug(' ?! ')).toBe('');
});
