import { expect, it } from 'vitest';

import { sideBySide } from './differences';

const marked = (runs: { text: string; shared: boolean }[]) =>
  runs.map(({ text, shared }) => (shared ? text : `[${text}]`)).join('');

it('marks the words that only one version has', () => {
  const { mine, theirs } = sideBySide('Le pont rouvre lundi.', 'Le vieux pont rouvre mardi.');
  expect(marked(mine)).toBe('Le pont rouvre [lundi.]');
  expect(marked(theirs)).toBe('Le [vieux ]pont rouvre [mardi.]');
});

it('gives each text back whole', () => {
  const [a, b] = ['# Un\n\nDeux  trois\n', 'Zéro\n\nDeux trois quatre'];
  const { mine, theirs } = sideBySide(a, b);
  expect(mine.map((run) => run.text).join('')).toBe(a);
  expect(theirs.map((run) => run.text).join('')).toBe(b);
});

it('finds nothing to mark in equal or empty texts', () => {
  expect(sideBySide('a b', 'a b').mine).toEqual([{ text: 'a b', shared: true }]);
  expect(sideBySide('', '').mine).toEqual([]);
});
