import { expect, it } from 'vitest';

import { setWindowLanguage } from '../shared/i18n.svelte';
import { en } from './messages.en';
import { fr } from './messages.fr';

it('a version of one word has one word', () => {
  expect([fr.words(0, '0'), fr.words(1, '1'), fr.words(2, '2')]).toEqual(['0 mot', '1 mot', '2 mots']);
  setWindowLanguage('en');
  expect([en.words(0, '0'), en.words(1, '1'), en.words(2, '2')]).toEqual(['0 words', '1 word', '2 words']);
});

it('never says of a page on this computer that it is published', () => {
  expect(fr.published).not.toMatch(/publi/i);
  expect(en.published).not.toMatch(/publi/i);
});
