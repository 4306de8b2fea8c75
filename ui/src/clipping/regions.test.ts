import { describe, expect, it } from 'vitest';

import type { Line, Reading, Recipe, Rect } from '../backend/types';
import { cropped, moved } from './crop';
import { changed, NO_STEPS, redone, type Setting, undone } from './recipe-history';
import { between, coveredBy, foundColumns, isMeant, joined, reordered, split } from './regions';

const part = (x: number, y: number, width: number, height: number): Rect => ({ x, y, width, height });
const three = [part(0, 0, 0.3, 1), part(0.35, 0, 0.3, 1), part(0.7, 0, 0.3, 1)];

describe('the parts to be read', () => {
  it('are drawn from any corner and stay on the page', () => {
    expect(between({ x: 0.8, y: 0.9 }, { x: 0.2, y: 1.4 })).toEqual(part(0.2, 0.9, 0.8 - 0.2, 1 - 0.9));
    expect(isMeant(part(0.2, 0.2, 0.004, 0.3))).toBe(false);
    expect(isMeant(part(0.2, 0.2, 0.1, 0.02))).toBe(true);
  });

  it('become one where the first of them was read', () => {
    expect(joined(three, new Set([0, 2]))).toEqual([part(0, 0, 1, 1), three[1]]);
  });

  it('become two, the upper or left half read first', () => {
    expect(split(three, 1, 'across').slice(1, 3)).toEqual([part(0.35, 0, 0.3, 0.5), part(0.35, 0.5, 0.3, 0.5)]);
    expect(split(three, 1, 'down').slice(1, 3)).toEqual([part(0.35, 0, 0.15, 1), part(0.5, 0, 0.15, 1)]);
  });

  it('change places in the order, but not beyond its ends', () => {
    expect(reordered(three, 2, -1)).toEqual([three[0], three[2], three[1]]);
    expect(reordered(three, 0, -1)).toEqual(three);
    expect(reordered(three, 2, 1)).toEqual(three);
  });

  it('can begin with the columns that were found, a headline by itself', () => {
    const line = (column: number, y: number, heading = false): Line =>
      ({ words: [], area: part(column * 300, y, 280, 20), column, paragraph: 0, heading }) as unknown as Line;
    const reading = {
      width_px: 1000,
      height_px: 1000,
      lines: [line(0, 10, true), line(0, 100), line(0, 130), line(1, 100), line(1, 130)],
      text: '',
    } as unknown as Reading;
    const found = foundColumns(reading);
    expect(found).toHaveLength(3);
    expect(found[1]?.height).toBeCloseTo(0.058);
    expect(found[2]?.x).toBeCloseTo(0.296);
    expect(foundColumns(null)).toEqual([]);
  });

  it('are known to cover a picture or not', () => {
    expect(coveredBy(part(0.36, 0.2, 0.2, 0.2), three)).toBe(1);
    expect(coveredBy(part(0.2, 0.2, 0.2, 0.2), three)).toBeUndefined();
  });
});

const recipe: Recipe = {
  turn: 'none',
  quad: null,
  skew_degrees: null,
  curl: null,
  crop: null,
  enhancement: { preset: 'colour', strength: 0.8 },
  masks: [part(0.5, 0.5, 0.25, 0.25)],
  regions: three,
};

describe('a part of the page', () => {
  it('lies where it lay when more or less of the page is kept', () => {
    const kept = cropped(recipe, part(0.5, 0, 0.5, 1));
    expect(kept.masks).toEqual([part(0, 0.5, 0.5, 0.25)]);
    // What was cut away with its column is gone; what was cut through is its rest.
    expect(kept.regions).toHaveLength(2);
    const back = moved(kept.masks[0] as Rect, kept.crop, null);
    expect(back).toEqual(part(0.5, 0.5, 0.25, 0.25));
  });
});

describe('what was done to a recipe', () => {
  const before: Setting = { ...recipe, article: null };
  const turned: Setting = { ...before, turn: 'right' };
  const strong = (strength: number): Setting => ({ ...turned, enhancement: { preset: 'colour', strength } });

  it('is taken back and done again, step by step', () => {
    let steps = changed(NO_STEPS, before, turned, 0);
    steps = changed(steps, turned, strong(0.2), 100);
    const once = undone(steps, strong(0.2));
    expect(once?.setting).toEqual(turned);
    const twice = undone(once?.steps ?? NO_STEPS, turned);
    expect(twice?.setting).toEqual(before);
    expect(undone(twice?.steps ?? NO_STEPS, before)).toBeUndefined();
    const again = redone(twice?.steps ?? NO_STEPS, before);
    expect(again?.setting).toEqual(turned);
    expect(redone(again?.steps ?? NO_STEPS, turned)?.setting).toEqual(strong(0.2));
  });

  it('counts a drag as one step, and a second drag as another', () => {
    let steps = changed(NO_STEPS, turned, strong(0.7), 0);
    steps = changed(steps, strong(0.7), strong(0.6), 100);
    steps = changed(steps, strong(0.6), strong(0.5), 200);
    expect(steps.past).toEqual([{ setting: turned }]);
    steps = changed(steps, strong(0.5), strong(0.4), 5000);
    expect(steps.past).toEqual([{ setting: turned }, { setting: strong(0.5) }]);
  });

  it('is nothing where nothing changed', () => {
    expect(changed(NO_STEPS, before, { ...before }, 0)).toBe(NO_STEPS);
  });

  it('has no way forward after another change', () => {
    const steps = undone(changed(NO_STEPS, before, turned, 0), turned)?.steps ?? NO_STEPS;
    expect(changed(steps, before, strong(0.1), 9000).future).toEqual([]);
  });
});
