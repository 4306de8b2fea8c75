import { describe, expect, it } from 'vitest';

import { EDGES, LEAST_PART, partOrWhole, pullEdge, slide, wholeAsNone } from './crop';

const part = { x: 0.2, y: 0.3, width: 0.5, height: 0.4 };

describe('a crop', () => {
  it('is the whole page where there is none, and none where it is the whole page', () => {
    expect(wholeAsNone(partOrWhole(null))).toBeNull();
    expect(wholeAsNone(part)).toBe(part);
  });

  it('follows the edge that is pulled and keeps the opposite one', () => {
    const pulled = pullEdge(part, 'nw', -0.1, 0.1);
    expect(pulled.x).toBeCloseTo(0.1);
    expect(pulled.y).toBeCloseTo(0.4);
    expect(pulled.x + pulled.width).toBeCloseTo(0.7);
    expect(pulled.y + pulled.height).toBeCloseTo(0.7);
    expect(pullEdge(part, 'n', 0.3, 0).width).toBeCloseTo(part.width);
  });

  it('never leaves the page and never becomes too small to take hold of', () => {
    for (const edge of EDGES) {
      for (const by of [-3, -0.6, 0.6, 3]) {
        const { x, y, width, height } = pullEdge(part, edge, by, by);
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(1 + 1e-9);
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(LEAST_PART - 1e-9);
      }
    }
  });

  it('slides as a whole up to the edges of the page', () => {
    expect(slide(part, 2, -2)).toEqual({ ...part, x: 0.5, y: 0 });
  });
});
