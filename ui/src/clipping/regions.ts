// The parts of a page that are to be read, in reading order: drawn, joined, split, put elsewhere in
// the order. Fractions of the corrected page. Pure: each function makes a new list.

import type { Point, Reading, Rect } from '../backend/types';
import { LEAST_PART } from './crop';
import { clamp } from './plane';

export type Cut = 'across' | 'down';

export function between(a: Point, b: Point): Rect {
  const x = clamp(Math.min(a.x, b.x), 0, 1);
  const y = clamp(Math.min(a.y, b.y), 0, 1);
  return {
    x,
    y,
    width: clamp(Math.max(a.x, b.x), 0, 1) - x,
    height: clamp(Math.max(a.y, b.y), 0, 1) - y,
  };
}

/** Too small to have been meant: a click, or a hand that shook. */
export function isMeant(part: Rect): boolean {
  return part.width >= LEAST_PART / 2 && part.height >= LEAST_PART / 2;
}

export function replaced(parts: readonly Rect[], index: number, part: Rect): Rect[] {
  return parts.map((one, i) => (i === index ? part : one));
}

export function removed(parts: readonly Rect[], index: number): Rect[] {
  return parts.filter((_, i) => i !== index);
}

export function hull(parts: readonly Rect[]): Rect {
  const x = Math.min(...parts.map((part) => part.x));
  const y = Math.min(...parts.map((part) => part.y));
  return {
    x,
    y,
    width: Math.max(...parts.map((part) => part.x + part.width)) - x,
    height: Math.max(...parts.map((part) => part.y + part.height)) - y,
  };
}

/** Some of them as one, where the first of them stood in the order. */
export function joined(parts: readonly Rect[], chosen: ReadonlySet<number>): Rect[] {
  const first = Math.min(...chosen);
  const one = hull(parts.filter((_, i) => chosen.has(i)));
  return parts.flatMap((part, i) => (i === first ? one : chosen.has(i) ? [] : part));
}

/** One as two halves, the upper or left one read first. */
export function split(parts: readonly Rect[], index: number, cut: Cut): Rect[] {
  return parts.flatMap((part, i) => {
    if (i !== index) return part;
    const { x, y, width, height } = part;
    return cut === 'across'
      ? [{ ...part, height: height / 2 }, { ...part, y: y + height / 2, height: height / 2 }]
      : [{ ...part, width: width / 2 }, { ...part, x: x + width / 2, width: width / 2 }];
  });
}

/** One moved earlier (−1) or later (1) in the order of reading. */
export function reordered(parts: readonly Rect[], index: number, by: -1 | 1): Rect[] {
  const to = index + by;
  const [one, other] = [parts[index], parts[to]];
  if (!one || !other) return [...parts];
  return replaced(replaced(parts, to, one), index, other);
}

/** The columns as they were read, to begin from. */
export function foundColumns(reading: Reading | null): Rect[] {
  if (!reading || reading.width_px === 0 || reading.height_px === 0) return [];
  const runs: Rect[][] = [];
  let last: string | undefined;
  for (const line of reading.lines) {
    // A headline runs over the columns below it: it is a part of its own.
    const run = `${line.column} ${line.heading}`;
    if (run !== last) runs.push([]);
    last = run;
    runs.at(-1)?.push(line.area);
  }
  const air = reading.width_px * 0.004;
  return runs.map(hull).map((part) => {
    const [from, to] = [
      { x: part.x - air, y: part.y - air },
      { x: part.x + part.width + air, y: part.y + part.height + air },
    ];
    const place = (at: Point) => ({ x: at.x / reading.width_px, y: at.y / reading.height_px });
    return between(place(from), place(to));
  });
}

/** Whether one of the parts covers (nearly) all of an area. */
export function coveredBy(area: Rect, parts: readonly Rect[]): number | undefined {
  const index = parts.findIndex((part) => {
    const width = Math.min(area.x + area.width, part.x + part.width) - Math.max(area.x, part.x);
    const height = Math.min(area.y + area.height, part.y + part.height) - Math.max(area.y, part.y);
    return width > 0 && height > 0 && width * height > 0.9 * area.width * area.height;
  });
  return index < 0 ? undefined : index;
}
