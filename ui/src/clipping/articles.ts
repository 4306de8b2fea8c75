// The articles and pictures that were found on a page, as parts of it.

import type { Reading, Rect } from '../backend/types';

export interface ShownArticle {
  /** Its number in the reading. */
  index: number;
  title: string;
  /** Fractions of the page. */
  areas: Rect[];
}

function parts(reading: Reading, areas: readonly Rect[]): Rect[] {
  return areas.map(({ x, y, width, height }) => ({
    x: x / reading.width_px,
    y: y / reading.height_px,
    width: width / reading.width_px,
    height: height / reading.height_px,
  }));
}

/** More than one, or there is nothing to choose. */
export function articlesOf(reading: Reading | null): ShownArticle[] {
  const found = reading?.articles ?? [];
  if (!reading || found.length < 2 || cutOut(reading) !== undefined) return [];
  return found.map(({ title, areas }, index) => ({ index, title, areas: parts(reading, areas) }));
}

export function picturesOf(reading: Reading | null): Rect[] {
  if (!reading || reading.width_px === 0) return [];
  return parts(reading, reading.pictures);
}

/** The article of its page that the clipping was cut down to. */
export function cutOut(reading: Reading | null): number | undefined {
  return reading?.page?.article;
}
