import { expect, it } from 'vitest';

import { linesInView } from './lines-in-view';

it('only lines in view exist, with some to spare', () => {
  expect(linesInView(0, 580, 58, 10_000)).toEqual({ first: 0, last: 18 });
  expect(linesInView(58_000, 580, 58, 10_000)).toEqual({ first: 992, last: 1018 });
  expect(linesInView(579_420, 580, 58, 10_000)).toEqual({ first: 9982, last: 10_000 });
});

it('a list that became short under a far scroll has no lines beyond its end', () => {
  expect(linesInView(58_000, 580, 58, 3)).toEqual({ first: 3, last: 3 });
  expect(linesInView(0, 580, 58, 0)).toEqual({ first: 0, last: 0 });
});
