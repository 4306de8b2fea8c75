import { describe, expect, it } from 'vitest';

import type { Code } from '../backend/types';
import { frenchSpaces, setWindowLanguage } from '../shared/i18n.svelte';
import { en as problemsEn } from '../shared/problems.en';
import { fr as problemsFr } from '../shared/problems.fr';
import { problemSentence } from '../shared/problems';

// That no sentence is missing is seen by the compiler; here, that none is of another kind or left empty in one.
const french = import.meta.glob<{ fr: unknown }>('../*/messages.fr.ts', { eager: true });
const english = import.meta.glob<{ en: unknown }>('../*/messages.en.ts', { eager: true });

function shape(value: unknown): unknown {
  if (typeof value === 'function') return 'sentence';
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== 'object' || value === null) return value === '' ? 'empty' : 'sentence';
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'phrases')
      .map(([key, inner]) => [key, shape(inner)]),
  );
}

describe('the catalogues', () => {
  it.each(Object.keys(french))('%s says the same things in both languages', (path) => {
    const other = english[path.replace('.fr.', '.en.')];
    expect(other, 'its English catalogue').toBeDefined();
    expect(shape(other?.en)).toEqual(shape(french[path]?.fr));
  });

  it.each(Object.keys(problemsFr) as Code[])('%s has a sentence that ends, in both', (code) => {
    for (const language of ['fr', 'en'] as const) {
      setWindowLanguage(language);
      for (const params of [{}, { host: 'laurent.example', file: 'a.jpg', max_bytes: '300000000' }]) {
        const sentence = problemSentence({ code, message: '', params });
        expect(sentence).toMatch(/^\S.*[.]$/);
        expect(sentence).not.toMatch(/undefined|NaN|  /);
      }
    }
    expect(problemsEn[code].short).not.toBe('');
  });

  it('set French punctuation with no-break spaces', () => {
    expect(frenchSpaces('À vous : « oui » ? Non !')).toBe(
      'À vous\u00a0: «\u00a0oui\u00a0»\u202f? Non\u202f!',
    );
  });
});
