// Where a page lies on the original and how it is set upright, as `coupure-clipping` does it:
// quad, quarter turn and fine angle in one projective map. Lengths are pixels of the oriented
// original unless a function says otherwise.

import type { Point, Quad, Rect, Turn } from '../backend/types';

export interface Size {
  width: number;
  height: number;
}

/** A projective map, row by row, acting on columns (x, y, 1). */
export type Projection = readonly [
  number, number, number,
  number, number, number,
  number, number, number,
];

const TURNS: readonly Turn[] = ['none', 'right', 'half', 'left'];

export function quarters(turn: Turn): number {
  return TURNS.indexOf(turn);
}

export function turnedBy(turn: Turn, quarterTurns: number): Turn {
  return TURNS[(quarters(turn) + quarterTurns + 4) % 4] ?? 'none';
}

export function wholeQuad({ width, height }: Size): Quad {
  return [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ];
}

/** The size of a picture after its quarter turns. */
export function turnedSize(size: Size, turn: Turn): Size {
  return quarters(turn) % 2 === 0 ? size : { width: size.height, height: size.width };
}

/** Where a point of the original is shown once the picture is turned. */
export function toShown(point: Point, size: Size, turn: Turn): Point {
  const { width, height } = size;
  switch (turn) {
    case 'none':
      return point;
    case 'right':
      return { x: height - point.y, y: point.x };
    case 'half':
      return { x: width - point.x, y: height - point.y };
    case 'left':
      return { x: point.y, y: width - point.x };
  }
}

/** The point of the original that is shown there. */
export function fromShown(point: Point, size: Size, turn: Turn): Point {
  const { width, height } = size;
  switch (turn) {
    case 'none':
      return point;
    case 'right':
      return { x: point.y, y: height - point.x };
    case 'half':
      return { x: width - point.x, y: height - point.y };
    case 'left':
      return { x: width - point.y, y: point.x };
  }
}

/** Which corner of the quad stands at the top left, top right… of what is shown. */
export function cornerShownAt(place: number, turn: Turn): number {
  return (place - quarters(turn) + 4) % 4;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

/** Convex, clockwise, and no corner nearly flat: what the correction accepts. */
export function isProper(quad: Quad): boolean {
  return quad.every((a, i) => {
    const b = quad[(i + 1) % 4] as Point;
    const c = quad[(i + 2) % 4] as Point;
    const scale = distance(a, b) * distance(b, c);
    const turning = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    return scale > 1 && turning > 0.05 * scale;
  });
}

/**
 * A corner moved towards `to`, within the picture, as far as the quad stays proper: a corner
 * dragged over an edge stops before it, and nothing is ever thrown away.
 */
export function moveCorner(quad: Quad, corner: number, to: Point, size: Size): Quad {
  const from = quad[corner];
  if (!from || !Number.isFinite(to.x) || !Number.isFinite(to.y)) return quad;
  const goal = { x: clamp(to.x, 0, size.width), y: clamp(to.y, 0, size.height) };
  const at = (part: number): Quad => {
    const moved: Quad = [...quad];
    moved[corner] = { x: from.x + (goal.x - from.x) * part, y: from.y + (goal.y - from.y) * part };
    return moved;
  };
  if (isProper(at(1)) || !isProper(quad)) return at(1);
  let [good, bad] = [0, 1];
  for (let step = 0; step < 20; step += 1) {
    const half = (good + bad) / 2;
    if (isProper(at(half))) good = half;
    else bad = half;
  }
  return at(good);
}

/** How far an arrow key moves a handle, in pixels shown; `null` for another key. */
export function arrowStep(event: { key: string; shiftKey: boolean }): Point | null {
  const step = event.shiftKey ? 10 : 1;
  switch (event.key) {
    case 'ArrowLeft':
      return { x: -step, y: 0 };
    case 'ArrowRight':
      return { x: step, y: 0 };
    case 'ArrowUp':
      return { x: 0, y: -step };
    case 'ArrowDown':
      return { x: 0, y: step };
    default:
      return null;
  }
}

/** The corrected page, and the map from the original to it. */
export interface Upright {
  page: Size;
  map: Projection;
}

/** As `Frame::new` in coupure-clipping: the page is as large as its longer sides. */
export function upright(quad: Quad, turn: Turn, skewDegrees: number): Upright {
  const [tl, tr, br, bl] = quad;
  const width = Math.max(1, Math.round(Math.max(distance(tl, tr), distance(bl, br))));
  const height = Math.max(1, Math.round(Math.max(distance(tl, bl), distance(tr, br))));
  const angle = quarters(turn) * 90 + skewDegrees;
  const turned = chain(shift(-width / 2, -height / 2), rotation(angle));
  const corners = wholeQuad({ width, height }).map((corner) => apply(turned, corner));
  const halfWidth = Math.max(...corners.map((corner) => Math.abs(corner.x)));
  const halfHeight = Math.max(...corners.map((corner) => Math.abs(corner.y)));
  const toSquare = inverse(fromUnitSquare(quad));
  const scaled = chain(toSquare, [width, 0, 0, 0, height, 0, 0, 0, 1]);
  return {
    page: {
      width: Math.max(1, Math.ceil(2 * halfWidth - 1e-3)),
      height: Math.max(1, Math.ceil(2 * halfHeight - 1e-3)),
    },
    map: chain(chain(scaled, turned), shift(halfWidth, halfHeight)),
  };
}

/** First `a`, then `b`. */
export function chain(a: Projection, b: Projection): Projection {
  const cell = (row: number, column: number): number =>
    [0, 1, 2].reduce((sum, k) => sum + (b[row * 3 + k] ?? 0) * (a[k * 3 + column] ?? 0), 0);
  return [
    cell(0, 0), cell(0, 1), cell(0, 2),
    cell(1, 0), cell(1, 1), cell(1, 2),
    cell(2, 0), cell(2, 1), cell(2, 2),
  ];
}

export function apply(map: Projection, { x, y }: Point): Point {
  const [a, b, c, d, e, f, g, h, i] = map;
  const w = g * x + h * y + i;
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w };
}

export function shift(dx: number, dy: number): Projection {
  return [1, 0, dx, 0, 1, dy, 0, 0, 1];
}

export function scaling(factor: number): Projection {
  return [factor, 0, 0, 0, factor, 0, 0, 0, 1];
}

function rotation(degrees: number): Projection {
  const radians = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.sin(radians), Math.cos(radians)];
  return [cos, -sin, 0, sin, cos, 0, 0, 0, 1];
}

export function inverse(map: Projection): Projection {
  const [a, b, c, d, e, f, g, h, i] = map;
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const over = 1 / determinant;
  return [
    (e * i - f * h) * over, (c * h - b * i) * over, (b * f - c * e) * over,
    (f * g - d * i) * over, (a * i - c * g) * over, (c * d - a * f) * over,
    (d * h - e * g) * over, (b * g - a * h) * over, (a * e - b * d) * over,
  ];
}

/** From the unit square to the quad (Heckbert, Fundamentals of Texture Mapping, 1989, 2.2.3). */
export function fromUnitSquare([p0, p1, p2, p3]: Quad): Projection {
  const sum = { x: p0.x - p1.x + p2.x - p3.x, y: p0.y - p1.y + p2.y - p3.y };
  const d1 = { x: p1.x - p2.x, y: p1.y - p2.y };
  const d2 = { x: p3.x - p2.x, y: p3.y - p2.y };
  const determinant = d1.x * d2.y - d2.x * d1.y;
  const g = determinant === 0 ? 0 : (sum.x * d2.y - d2.x * sum.y) / determinant;
  const h = determinant === 0 ? 0 : (d1.x * sum.y - sum.x * d1.y) / determinant;
  return [
    p1.x - p0.x + g * p1.x, p3.x - p0.x + h * p3.x, p0.x,
    p1.y - p0.y + g * p1.y, p3.y - p0.y + h * p3.y, p0.y,
    g, h, 1,
  ];
}

/** As CSS takes it, column by column; the element's origin is its top left corner. */
export function cssMatrix(map: Projection): string {
  const [a, b, c, d, e, f, g, h, i] = map;
  return `matrix3d(${[a, d, 0, g, b, e, 0, h, 0, 0, 1, 0, c, f, 0, i].join(', ')})`;
}

/** A part of a page, in fractions, as it lies after more quarter turns. */
export function turnedPart(part: Rect, quarterTurns: number): Rect {
  let { x, y, width, height } = part;
  for (let turn = 0; turn < (quarterTurns + 4) % 4; turn += 1) {
    [x, y, width, height] = [1 - y - height, x, height, width];
  }
  return { x, y, width, height };
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
