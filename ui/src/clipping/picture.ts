// The pictures that the workbench looks at: a small one at once, and the addresses of its tiles.

import { pictureAddress } from '../backend/call';
import type { ClippingView, Turn } from '../backend/types';
import { turnedMap } from './original';
import type { Projection, Size } from './plane';
import type { Tile } from './tiles';

export interface Picture {
  /** Another content has another key. */
  key: string;
  size: Size;
  base: string | null;
  tile: ((tile: Tile) => string) | undefined;
  map?: Projection;
  /** What it is, for those who do not see it. */
  label: string;
}

function addresses(view: ClippingView, side: string, version: string): (tile: Tile) => string {
  const { id } = view.clipping;
  return ({ level, x, y }) =>
    pictureAddress(`clip/${id}/${side}/tile/${level}/${x}/${y}?v=${version}`);
}

/** The original as it was taken in, turned by quarters. */
export function originalPicture(view: ClippingView, turn: Turn, label: string): Picture {
  const size = { width: view.original_width_px || 1, height: view.original_height_px || 1 };
  const version = `${view.clipping.original}-${view.clipping.page_index}`;
  return {
    key: `original ${version}`,
    size,
    base: view.original_url,
    tile: addresses(view, 'original', version),
    map: turnedMap(size, turn, 1),
    label,
  };
}

/** The corrected page, or the same page without its light; `undefined` before it is made. */
export function correctedPicture(
  view: ClippingView,
  side: 'corrected' | 'before',
  label: string,
): Picture | undefined {
  if (!view.corrected_url || view.corrected_width_px === 0) return undefined;
  const version = view.clipping.derivatives?.full ?? '';
  return {
    key: `${side} ${view.corrected_url}`,
    size: { width: view.corrected_width_px, height: view.corrected_height_px },
    base:
      side === 'corrected'
        ? view.corrected_url
        : pictureAddress(`clip/${view.clipping.id}/look/untouched/0?v=${version}`),
    tile: addresses(view, side, version),
    label,
  };
}
