import { describe, expect, it, vi } from 'vitest';

import { TileStore } from './tile-store';
import { areaOf, lastLevel, levelFor, levelSize, parentOf, type Tile, tilesOver } from './tiles';

const page = { width: 9933, height: 7016 };

describe('the tiles of a view', () => {
  it('are cut as the shell cuts them', () => {
    expect(lastLevel(page)).toBe(5);
    expect(levelSize(page, 0)).toEqual(page);
    expect(levelSize(page, 5)).toEqual({ width: 311, height: 220 });
    expect(lastLevel({ width: 512, height: 3 })).toBe(0);
  });

  it('cover the page to its last pixel at every level', () => {
    for (let level = 0; level <= lastLevel(page); level += 1) {
      const all = tilesOver({ x: 0, y: 0, ...page }, page, level);
      const covered = all.reduce((sum, tile) => {
        const { width, height } = areaOf(tile, page);
        return sum + width * height;
      }, 0);
      expect(covered).toBeCloseTo(page.width * page.height, 0);
    }
  });

  it('are as sharp as the screen and no sharper', () => {
    expect(levelFor(page, 1)).toBe(0);
    expect(levelFor(page, 3)).toBe(0);
    expect(levelFor(page, 0.5)).toBe(1);
    expect(levelFor(page, 0.25)).toBe(2);
    expect(levelFor(page, 1e-9)).toBe(lastLevel(page));
    for (let scale = 0.02; scale < 2; scale *= 1.1) {
      const pixels = levelSize(page, levelFor(page, scale)).width / page.width;
      expect(pixels).toBeGreaterThan(Math.min(1, scale) * 0.86);
    }
  });

  it('are few whatever the size of the page, those in the middle first', () => {
    const part = { x: 4000, y: 3000, width: 840, height: 650 };
    const tiles = tilesOver(part, page, 0);
    expect(tiles.length).toBeLessThanOrEqual(9);
    const middle = areaOf(tiles[0] as Tile, page);
    expect(middle.x).toBeLessThan(4420);
    expect(middle.x + middle.width).toBeGreaterThan(4420);
    expect(tilesOver({ x: -500, y: 0, width: 400, height: 400 }, page, 0)).toEqual([]);
  });

  it('lie on those of the next coarser level', () => {
    const tile = { level: 0, x: 7, y: 5 };
    const [own, coarser] = [areaOf(tile, page), areaOf(parentOf(tile), page)];
    expect(coarser.x).toBeLessThanOrEqual(own.x + 1);
    expect(coarser.x + coarser.width).toBeGreaterThanOrEqual(own.x + own.width - 1);
  });
});

describe('tiles on their way', () => {
  const row = Array.from({ length: 20 }, (_, x): Tile => ({ level: 0, x, y: 0 }));
  const picture = {} as CanvasImageSource;

  function store() {
    const asked: { tile: Tile; come: () => void; fail: () => void; cancelled: boolean }[] = [];
    const oncome = vi.fn();
    const tiles = new TileStore((tile) => {
      const one = { tile, come: () => undefined as void, fail: () => undefined as void, cancelled: false };
      const promise = new Promise<CanvasImageSource>((resolve, reject) => {
        one.come = () => resolve(picture);
        one.fail = () => reject(new Error('gone'));
      });
      asked.push(one);
      return { picture: promise, cancel: () => (one.cancelled = true) };
    }, oncome);
    return { tiles, asked, oncome };
  }
  const settled = () => new Promise((done) => setTimeout(done));

  it('are few at once, and the next is asked for when one has come', async () => {
    const { tiles, asked, oncome } = store();
    tiles.want(row);
    expect(asked.map(({ tile }) => tile.x)).toEqual([0, 1, 2, 3, 4, 5]);
    asked[0]?.come();
    await settled();
    expect(oncome).toHaveBeenCalledOnce();
    expect(tiles.get(row[0] as Tile)).toBe(picture);
    expect(asked.map(({ tile }) => tile.x)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('are given up once nobody looks at them any more', async () => {
    const { tiles, asked, oncome } = store();
    tiles.want(row.slice(0, 3));
    tiles.want(row.slice(2, 4));
    expect(asked.map(({ cancelled }) => cancelled)).toEqual([true, true, false, false]);
    asked[0]?.come();
    await settled();
    expect(oncome).not.toHaveBeenCalled();
    expect(tiles.get(row[0] as Tile)).toBeUndefined();
  });

  it('are not asked for without end where they cannot be had', async () => {
    const { tiles, asked } = store();
    const [one] = row as [Tile];
    for (let turn = 0; turn < 6; turn += 1) {
      tiles.want([one]);
      asked.at(-1)?.fail();
      await settled();
    }
    expect(asked).toHaveLength(2);
  });

  it('that a large screen looks at are all kept, and none is loaded twice', async () => {
    const { tiles, asked } = store();
    const screen = Array.from({ length: 130 }, (_, x) => ({ level: 0, x, y: 0 }));
    tiles.want(screen);
    for (let n = 0; n < screen.length; n += 1) {
      asked[n]?.come();
      await settled();
      tiles.want(screen);
    }
    expect(asked).toHaveLength(screen.length);
    expect(screen.every((tile) => tiles.get(tile) === picture)).toBe(true);
  });

  it('that were not used for long make room for others', async () => {
    const { tiles, asked } = store();
    const [first] = row as [Tile];
    for (let n = 0; n < 120; n += 1) {
      tiles.want([{ level: 0, x: n, y: 0 }]);
      asked.at(-1)?.come();
      await settled();
      tiles.get(first);
    }
    expect(tiles.get(first)).toBe(picture);
    expect(tiles.get({ level: 0, x: 1, y: 0 })).toBeUndefined();
    expect(tiles.get({ level: 0, x: 119, y: 0 })).toBe(picture);
  });
});
