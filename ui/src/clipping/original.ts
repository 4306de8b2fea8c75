// The original as an element of the page: shown at a modest size, whatever its own, so that no
// layer of hundreds of megapixels is made when it is turned and warped.

import type { Point, Quad, Turn } from '../backend/types';
import {
  apply,
  chain,
  cssMatrix,
  type Projection,
  quarters,
  scaling,
  shift,
  type Size,
} from './plane';

const ELEMENT_SIDE_PX = 2000;

export interface OriginalElement extends Size {
  /** CSS pixels of the untransformed element for one pixel of the original. */
  factor: number;
}

export function originalElement(size: Size): OriginalElement {
  const factor = Math.min(1, ELEMENT_SIDE_PX / Math.max(size.width, size.height));
  return { width: size.width * factor, height: size.height * factor, factor };
}

/** From the original to its turned picture, `scale` CSS pixels to a pixel. */
export function turnedMap(size: Size, turn: Turn, scale: number): Projection {
  const { width, height } = size;
  const maps: readonly Projection[] = [
    [1, 0, 0, 0, 1, 0, 0, 0, 1],
    [0, -1, height, 1, 0, 0, 0, 0, 1],
    [-1, 0, width, 0, -1, height, 0, 0, 1],
    [0, 1, 0, -1, 0, width, 0, 0, 1],
  ];
  return chain(maps[quarters(turn)] ?? scaling(1), scaling(scale));
}

/** The CSS transform of the element that shows the original under `map`. */
export function elementTransform(element: OriginalElement, map: Projection): string {
  return cssMatrix(chain(scaling(1 / element.factor), map));
}

/** The same with the place of `point` moved to (`x`, `y`): for a loupe. */
export function centredOn(map: Projection, point: Point, x: number, y: number): Projection {
  const at = apply(map, point);
  return chain(map, shift(x - at.x, y - at.y));
}

/** Cuts the element to a quad of the original, before it is transformed. */
export function clipTo(element: OriginalElement, quad: Quad): string {
  const corners = quad.map(({ x, y }) => `${x * element.factor}px ${y * element.factor}px`);
  return `polygon(${corners.join(', ')})`;
}
