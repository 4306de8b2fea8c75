import { expect, it } from 'vitest';

import { shortened } from './differences';

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
