import { expect, it } from 'vitest';

import type { ConflictPiece } from '../backend/types';
import { resultOf, shortened, usualChoice } from './differences';
import { fr } from './messages.fr';

const TITLE: ConflictPiece = {
  part: 'title',
  change: 'choice',
  mine: [{ kind: 'same', text: 'Le pont' }, { kind: 'added', text: ' rouvre' }],
  theirs: [{ kind: 'same', text: 'Le pont' }, { kind: 'added', text: ' fermé' }],
  joined: 'Le pont rouvre / Le pont fermé',
};

it('makes no title of two unless the author says so', () => {
  expect(usualChoice(TITLE)).toBe('mine');
  expect(resultOf(TITLE, 'mine', fr)).toBe('Le pont rouvre');
  expect(resultOf(TITLE, 'theirs', fr)).toBe('Le pont fermé');
  expect(resultOf(TITLE, 'both', fr)).toBe('Le pont rouvre / Le pont fermé');
});

it('leaves a short text as it is', () => {
  expect(shortened('Le pont rouvre lundi.\n')).toBe('Le pont rouvre lundi.');
});

it('shows where a long text begins and ends, in whole words', () => {
  const text = Array.from({ length: 200 }, (_, at) => `mot${at}`).join(' ');
  const short = shortened(text);
  expect(short.startsWith('mot0 mot1 ')).toBe(true);
  expect(short.endsWith(' mot199')).toBe(true);
  expect(short.length).toBeLessThan(240);
  for (const word of short.split(' ').filter((word) => word !== '[…]')) {
    expect(text.split(' ')).toContain(word);
  }
});
