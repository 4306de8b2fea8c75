import { expect, it } from 'vitest';

import { postLink } from './post-link';

it('a title stays a title, whatever it holds', () => {
  expect(postLink('La mesure de midi', 'https://a.example/midi')).toBe(
    '[La mesure de midi](https://a.example/midi)',
  );
  expect(postLink('Une [note] *utile* <b>', 'https://a.example/x_(2)')).toBe(
    '[Une \\[note\\] \\*utile\\* \\<b\\>](https://a.example/x_%282%29)',
  );
});
