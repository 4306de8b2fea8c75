// Which tiles of a page a view takes. A page is cut as `coupure-clipping` cuts it: level 0 is the
// page, each further one has half its side, rounded up.

import type { Rect } from '../backend/types';
import { clamp, type Size } from './plane';

/** As `TILE_SIDE_PX` in coupure-clipping. */
export const TILE_SIDE_PX = 512;

export interface Tile {
  level: number;
  x: number;
  y: number;
}

export function levelSize(page: Size, level: number): Size {
  const side = (px: number) => Math.max(1, Math.ceil(px / 2 ** level));
  return { width: side(page.width), height: side(page.height) };
}

export function lastLevel(page: Size): number {
  const long = Math.max(page.width, page.height);
  let level = 0;
  while (Math.ceil(long / 2 ** level) > TILE_SIDE_PX) level += 1;
  return level;
}

/** The coarsest level that is still sharp where a page's pixel takes `scale` of the screen's. */
export function levelFor(page: Size, scale: number): number {
  // A level a little coarser than the screen is not told from a sharp one.
  return clamp(Math.floor(Math.log2(1.15 / Math.max(scale, 1e-9))), 0, lastLevel(page));
}

/** The part of the page that a tile covers. */
export function areaOf({ level, x, y }: Tile, page: Size): Rect {
  const size = levelSize(page, level);
  const [across, down] = [page.width / size.width, page.height / size.height];
  const [left, top] = [x * TILE_SIDE_PX, y * TILE_SIDE_PX];
  return {
    x: left * across,
    y: top * down,
    width: Math.min(TILE_SIDE_PX, size.width - left) * across,
    height: Math.min(TILE_SIDE_PX, size.height - top) * down,
  };
}

/** The tiles of a level that a part of the page lies on, those in its middle first. */
export function tilesOver(part: Rect, page: Size, level: number): Tile[] {
  const size = levelSize(page, level);
  const ends = (from: number, length: number, pageSide: number, levelSide: number) => {
    const factor = levelSide / pageSide / TILE_SIDE_PX;
    const last = Math.ceil(levelSide / TILE_SIDE_PX) - 1;
    return [
      clamp(Math.floor(from * factor), 0, last),
      clamp(Math.ceil((from + length) * factor) - 1, 0, last),
    ] as const;
  };
  const outside =
    part.x >= page.width || part.y >= page.height || part.x + part.width <= 0 || part.y + part.height <= 0;
  if (outside) return [];
  const [left, right] = ends(part.x, part.width, page.width, size.width);
  const [top, bottom] = ends(part.y, part.height, page.height, size.height);
  const tiles: Tile[] = [];
  for (let y = top; y <= bottom; y += 1) {
    for (let x = left; x <= right; x += 1) tiles.push({ level, x, y });
  }
  const away = (tile: Tile) =>
    Math.hypot(tile.x - (left + right) / 2, tile.y - (top + bottom) / 2);
  return tiles.sort((a, b) => away(a) - away(b));
}

/** The tile of the next coarser level that covers this one. */
export function parentOf({ level, x, y }: Tile): Tile {
  return { level: level + 1, x: x >> 1, y: y >> 1 };
}

export function tileKey({ level, x, y }: Tile): string {
  return `${level}/${x}/${y}`;
}
