import { expect, it } from 'vitest';

import {
  changed,
  endsWithWord,
  NO_STEPS,
  redone,
  type Setting,
  undone,
  withoutWords,
  wordAccepted,
} from './recipe-history';

const recipe = { turn: null, regions: [], masks: [], article: null } as unknown as Setting;
const turned: Setting = { ...recipe, turn: 'half' };
const word = { index: 4, text: 'vallon', confidence: 0.62 };

it('takes words found right and settings back in the order in which they were made', () => {
  const steps = wordAccepted(changed(NO_STEPS, recipe, turned, 0), word);
  expect(endsWithWord(steps)).toBe(true);
  const first = undone(steps, turned);
  expect(first?.accepted).toEqual(word);
  expect(first?.setting).toBeUndefined();
  const second = undone(first?.steps ?? NO_STEPS, turned);
  expect(second?.setting).toEqual(recipe);
  const again = redone(second?.steps ?? NO_STEPS, recipe);
  expect(again?.setting).toEqual(turned);
  expect(redone(again?.steps ?? NO_STEPS, turned)?.accepted).toEqual(word);
});

it('makes no one change of two settings with a word between', () => {
  let steps = changed(NO_STEPS, recipe, turned, 0);
  steps = changed(wordAccepted(steps, word), turned, { ...recipe, turn: 'left' }, 100);
  expect(steps.past).toHaveLength(3);
});

it('knows the words of another reading no more, but the settings still', () => {
  const steps = wordAccepted(changed(NO_STEPS, recipe, turned, 0), word);
  expect(withoutWords(steps).past).toEqual([{ setting: recipe }]);
});
