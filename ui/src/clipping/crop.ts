// A part of the page, in fractions of it (0 to 1), pulled by an edge, a corner or as a whole.

import type { Recipe, Rect } from '../backend/types';
import { clamp } from './plane';

export const EDGES = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const;
export type Edge = (typeof EDGES)[number];

/** Smaller than this, nothing could be taken hold of. */
export const LEAST_PART = 0.02;
const WHOLE: Rect = { x: 0, y: 0, width: 1, height: 1 };

export function partOrWhole(part: Rect | null): Rect {
  return part ?? { ...WHOLE };
}

/** `null` where the part is the whole page: nothing is cut. */
export function wholeAsNone(part: Rect): Rect | null {
  const near = (a: number, b: number) => Math.abs(a - b) < 0.001;
  const whole = near(part.x, 0) && near(part.y, 0) && near(part.width, 1) && near(part.height, 1);
  return whole ? null : part;
}

export function pullEdge(part: Rect, edge: Edge, dx: number, dy: number): Rect {
  let left = part.x;
  let right = part.x + part.width;
  let top = part.y;
  let bottom = part.y + part.height;
  if (edge.includes('w')) left = clamp(left + dx, 0, right - LEAST_PART);
  if (edge.includes('e')) right = clamp(right + dx, left + LEAST_PART, 1);
  if (edge.includes('n')) top = clamp(top + dy, 0, bottom - LEAST_PART);
  if (edge.includes('s')) bottom = clamp(bottom + dy, top + LEAST_PART, 1);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export function slide(part: Rect, dx: number, dy: number): Rect {
  return {
    ...part,
    x: clamp(part.x + dx, 0, 1 - part.width),
    y: clamp(part.y + dy, 0, 1 - part.height),
  };
}

/** A part of the kept part, in fractions of it, once another part of the page is kept. */
export function moved(part: Rect, from: Rect | null, to: Rect | null): Rect | undefined {
  const [before, after] = [partOrWhole(from), partOrWhole(to)];
  const place = (at: number, old: number, oldSide: number, now: number, nowSide: number) =>
    clamp((old + at * oldSide - now) / nowSide, 0, 1);
  const left = place(part.x, before.x, before.width, after.x, after.width);
  const right = place(part.x + part.width, before.x, before.width, after.x, after.width);
  const top = place(part.y, before.y, before.height, after.y, after.height);
  const bottom = place(part.y + part.height, before.y, before.height, after.y, after.height);
  if (right - left < 0.001 || bottom - top < 0.001) return undefined;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The recipe with another part kept: what was masked and to be read stays where it lies. */
export function cropped(recipe: Recipe, crop: Rect | null): Recipe {
  const kept = (parts: readonly Rect[]) =>
    parts.flatMap((part) => moved(part, recipe.crop, crop) ?? []);
  return { ...recipe, crop, masks: kept(recipe.masks), regions: kept(recipe.regions) };
}
