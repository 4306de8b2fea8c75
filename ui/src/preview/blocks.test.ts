import { describe, expect, it } from 'vitest';

import type { PreviewBlock, PreviewSplice } from '../backend/types';
import { applySplice, blockAt, lineOfPlace, placeOfLine } from './blocks';

function block(html: string, first_line: number, last_line = first_line): PreviewBlock {
  return { hash: html, html, first_line, last_line };
}

function splice(part: Partial<PreviewSplice>): PreviewSplice {
  return { version: 1, at: 0, removed: 0, inserted: [], line_shift: 0, words: 0, ...part };
}

const page = (): PreviewBlock[] => [block('a', 1), block('b', 3, 6), block('c', 8), block('d', 12)];

describe('a splice', () => {
  it('replaces blocks and moves the lines of those after it', () => {
    const blocks = page();
    applySplice(
      blocks,
      splice({ at: 1, removed: 1, inserted: [block('x', 3), block('y', 5)], line_shift: -1 }),
    );
    expect(blocks.map((one) => one.html)).toEqual(['a', 'x', 'y', 'c', 'd']);
    expect(blocks.map((one) => one.first_line)).toEqual([1, 3, 5, 7, 11]);
  });

  it('adds at the end and takes everything away', () => {
    const blocks = page();
    applySplice(blocks, splice({ at: 4, inserted: [block('e', 14)] }));
    expect(blocks).toHaveLength(5);
    applySplice(blocks, splice({ at: 0, removed: 5 }));
    expect(blocks).toEqual([]);
  });

  it('takes more blocks than an argument list holds', () => {
    const blocks = page();
    const many = Array.from({ length: 200_000 }, (_, n) => block(`n${n}`, n + 3));
    applySplice(blocks, splice({ at: 1, removed: 2, inserted: many, line_shift: 200_000 }));
    expect(blocks).toHaveLength(200_002);
    expect(blocks.at(-1)).toMatchObject({ html: 'd', first_line: 200_012 });
  });

  it('that does not fit is refused, and changes nothing', () => {
    const blocks = page();
    expect(() => applySplice(blocks, splice({ at: 3, removed: 2 }))).toThrow(RangeError);
    expect(blocks).toEqual(page());
  });
});

describe('lines and blocks', () => {
  it('finds the block of a line, blank lines belonging to the block above', () => {
    expect([0, 1, 2, 3, 7, 8, 99].map((line) => blockAt(page(), line))).toEqual([
      -1, 0, 0, 1, 1, 2, 3,
    ]);
    expect(blockAt([], 5)).toBe(-1);
  });

  it('maps a line to a place and back', () => {
    const blocks = page();
    for (let line = 1; line < 13; line += 0.25) {
      expect(lineOfPlace(blocks, placeOfLine(blocks, line))).toBeCloseTo(line, 9);
    }
  });

  it('never runs backwards', () => {
    const blocks = page();
    let before = -1;
    for (let line = 0; line < 20; line += 0.1) {
      const { index, fraction } = placeOfLine(blocks, line);
      expect(index + fraction).toBeGreaterThanOrEqual(before);
      before = index + fraction;
    }
  });

  it('clamps what is past the end', () => {
    expect(placeOfLine(page(), 50)).toEqual({ index: 3, fraction: 1 });
    expect(lineOfPlace(page(), { index: -1, fraction: 0 })).toBe(1);
  });
});
