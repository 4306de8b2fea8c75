import { describe, expect, it } from 'vitest';

import type { Point, Quad } from '../backend/types';
import {
  apply,
  arrowStep,
  cornerShownAt,
  fromShown,
  fromUnitSquare,
  inverse,
  isProper,
  moveCorner,
  toShown,
  turnedBy,
  turnedPart,
  upright,
  wholeQuad,
} from './plane';

const size = { width: 400, height: 300 };
const page: Quad = [
  { x: 40, y: 30 },
  { x: 360, y: 20 },
  { x: 380, y: 280 },
  { x: 20, y: 270 },
];

const near = (a: Point, b: Point) => {
  expect(a.x).toBeCloseTo(b.x, 6);
  expect(a.y).toBeCloseTo(b.y, 6);
};

describe('a corner that is dragged', () => {
  it('goes where the pointer is', () => {
    expect(moveCorner(page, 0, { x: 50, y: 60 }, size)[0]).toEqual({ x: 50, y: 60 });
  });

  it('stays on the picture', () => {
    expect(moveCorner(page, 1, { x: 900, y: -50 }, size)[1]).toEqual({ x: 400, y: 0 });
  });

  it('stops before the quad folds over, wherever it is thrown', () => {
    for (let corner = 0; corner < 4; corner += 1) {
      for (let x = -100; x <= 500; x += 40) {
        for (let y = -100; y <= 400; y += 40) {
          const moved = moveCorner(page, corner, { x, y }, size);
          expect(isProper(moved), `${corner} to ${x}, ${y}`).toBe(true);
          moved.forEach((point, other) => other !== corner && expect(point).toEqual(page[other]));
        }
      }
    }
  });

  it('ignores a place that is no number', () => {
    expect(moveCorner(page, 0, { x: NaN, y: 10 }, size)).toEqual(page);
  });
});

describe('quarter turns', () => {
  it('show every point where the turned picture has it, and back', () => {
    near(toShown({ x: 0, y: 0 }, size, 'right'), { x: 300, y: 0 });
    near(toShown({ x: 0, y: 0 }, size, 'left'), { x: 0, y: 400 });
    for (const turn of ['none', 'right', 'half', 'left'] as const) {
      for (const point of page) near(fromShown(toShown(point, size, turn), size, turn), point);
    }
  });

  it('name the corner that stands at each place', () => {
    for (const turn of ['none', 'right', 'half', 'left'] as const) {
      const shown = wholeQuad(size).map((corner) => toShown(corner, size, turn));
      const topLeft = shown[cornerShownAt(0, turn)];
      near(topLeft as Point, { x: 0, y: 0 });
    }
  });

  it('add up', () => {
    expect(turnedBy('left', 1)).toBe('none');
    expect(turnedBy('none', -1)).toBe('left');
  });

  it('take a crop along, and four of them change nothing', () => {
    const part = { x: 0.1, y: 0.2, width: 0.3, height: 0.4 };
    const once = turnedPart(part, 1);
    expect(once.x).toBeCloseTo(0.4);
    expect(once.y).toBeCloseTo(0.1);
    expect(turnedPart(part, 4)).toEqual(part);
    const back = turnedPart(turnedPart(part, 1), -1);
    expect(back.x).toBeCloseTo(part.x);
    expect(back.width).toBeCloseTo(part.width);
  });
});

describe('a page set upright', () => {
  it('has the corners of the quad at its own corners', () => {
    const { page: made, map } = upright(page, 'none', 0);
    const corners = wholeQuad(made);
    page.forEach((corner, i) => {
      const at = apply(map, corner);
      expect(Math.abs(at.x - (corners[i]?.x ?? 0))).toBeLessThan(1);
      expect(Math.abs(at.y - (corners[i]?.y ?? 0))).toBeLessThan(1);
    });
  });

  it('is turned with the quarter turn', () => {
    const plain = upright(page, 'none', 0).page;
    const turned = upright(page, 'right', 0).page;
    expect(turned).toEqual({ width: plain.height, height: plain.width });
    // What was bottom left comes to the top left.
    const at = apply(upright(page, 'right', 0).map, page[3]);
    expect(Math.hypot(at.x, at.y)).toBeLessThan(1);
  });

  it('grows with a fine angle, so that nothing is cut', () => {
    const { page: made, map } = upright(page, 'none', 3);
    for (const corner of page) {
      const at = apply(map, corner);
      expect(at.x).toBeGreaterThanOrEqual(-0.01);
      expect(at.y).toBeGreaterThanOrEqual(-0.01);
      expect(at.x).toBeLessThanOrEqual(made.width + 0.01);
      expect(at.y).toBeLessThanOrEqual(made.height + 0.01);
    }
  });

  it('can be mapped back', () => {
    const map = fromUnitSquare(page);
    near(apply(map, { x: 1, y: 0 }), page[1]);
    near(apply(inverse(map), page[2]), { x: 1, y: 1 });
  });
});

it('arrows move by a pixel, with shift by ten', () => {
  expect(arrowStep({ key: 'ArrowLeft', shiftKey: false })).toEqual({ x: -1, y: 0 });
  expect(arrowStep({ key: 'ArrowDown', shiftKey: true })).toEqual({ x: 0, y: 10 });
  expect(arrowStep({ key: 'a', shiftKey: false })).toBeNull();
});
