// How a page is looked at: a place of it in the window is `place × scale + (x, y)`. Pure; a change
// of it moves what is drawn and lays nothing out anew.

import type { Point, Rect } from '../backend/types';
import { clamp, type Size } from './plane';

export interface Camera {
  /** CSS pixels for one pixel of the page. */
  scale: number;
  x: number;
  y: number;
}

export const MARGIN_PX = 28;
/** Closer than this nothing more is seen. */
const SCALE_MAX = 8;
const KEY_ZOOM = 1.25;
const KEY_PAN_PX = 80;

export function fitted(page: Size, view: Size): Camera {
  const room = (side: number) => Math.max(1, side - 2 * MARGIN_PX);
  const scale = Math.min(room(view.width) / page.width, room(view.height) / page.height);
  return centred({ scale, x: 0, y: 0 }, { x: page.width / 2, y: page.height / 2 }, view);
}

/** With a place of the page in the middle of the view. */
export function centred({ scale }: Camera, place: Point, view: Size): Camera {
  return { scale, x: view.width / 2 - place.x * scale, y: view.height / 2 - place.y * scale };
}

export function scaleLimits(page: Size, view: Size): [least: number, most: number] {
  const fit = fitted(page, view).scale;
  return [Math.min(fit, 1), Math.max(SCALE_MAX, fit * 2)];
}

/** Larger by a factor, what is at `at` (in the view) staying there. */
export function zoomed(camera: Camera, factor: number, at: Point, page: Size, view: Size): Camera {
  const [least, most] = scaleLimits(page, view);
  const scale = clamp(camera.scale * factor, least, most);
  const by = scale / camera.scale;
  return held(
    { scale, x: at.x - (at.x - camera.x) * by, y: at.y - (at.y - camera.y) * by },
    page,
    view,
  );
}

export function panned(camera: Camera, dx: number, dy: number, page: Size, view: Size): Camera {
  return held({ ...camera, x: camera.x + dx, y: camera.y + dy }, page, view);
}

/** A page larger than the view covers its middle; a smaller one stays within it. */
export function held(camera: Camera, page: Size, view: Size): Camera {
  const along = (at: number, length: number, room: number) => {
    const spare = room - length;
    if (spare >= 2 * MARGIN_PX) return clamp(at, Math.min(MARGIN_PX, spare / 2), spare - MARGIN_PX);
    return clamp(at, spare - Math.max(MARGIN_PX, room / 2 - MARGIN_PX), room / 2);
  };
  return {
    scale: camera.scale,
    x: along(camera.x, page.width * camera.scale, view.width),
    y: along(camera.y, page.height * camera.scale, view.height),
  };
}

/** Moved no more than needed to have an area in sight, with room around it. */
export function revealed(camera: Camera, area: Rect, page: Size, view: Size): Camera {
  const { scale } = camera;
  const shift = (at: number, length: number, whole: number, room: number) => {
    if (whole * scale <= room) return 0;
    const around = Math.min(room * 0.2, Math.max(0, (room - length) / 2));
    if (at >= around && at + length <= room - around) return 0;
    return room / 2 - (at + length / 2);
  };
  const dx = shift(area.x * scale + camera.x, area.width * scale, page.width, view.width);
  const dy = shift(area.y * scale + camera.y, area.height * scale, page.height, view.height);
  return dx === 0 && dy === 0 ? camera : panned(camera, dx, dy, page, view);
}

/** As close as shows the whole area, and no closer than the letters are large. */
export function closeTo(area: Rect, page: Size, view: Size): Camera {
  const room = (side: number) => Math.max(1, side - 4 * MARGIN_PX);
  const whole = Math.min(room(view.width) / area.width, room(view.height) / area.height);
  const scale = Math.max(fitted(page, view).scale, Math.min(whole, 1));
  const middle = { x: area.x + area.width / 2, y: area.y + area.height / 2 };
  return held(centred({ scale, x: 0, y: 0 }, middle, view), page, view);
}

/** How much a turn of the wheel zooms; a pinch comes as a wheel with Ctrl, in small steps. */
export function wheelFactor(event: {
  deltaY: number;
  deltaMode: number;
  ctrlKey: boolean;
}): number {
  const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1);
  return Math.exp(clamp(-pixels * (event.ctrlKey ? 0.01 : 0.0016), -0.5, 0.5));
}

/** Where a key brings the camera; `undefined`: it is no key of the camera's. */
export function afterKey(
  camera: Camera,
  key: string,
  page: Size,
  view: Size,
  pixelRatio: number,
): Camera | 'fit' | undefined {
  const middle = { x: view.width / 2, y: view.height / 2 };
  const zoom = (factor: number) => zoomed(camera, factor, middle, page, view);
  switch (key) {
    case '+':
    case '=':
      return zoom(KEY_ZOOM);
    case '-':
    case '−':
      return zoom(1 / KEY_ZOOM);
    case '0':
      return 'fit';
    case '1':
      return zoom(1 / pixelRatio / camera.scale);
    case 'ArrowLeft':
      return panned(camera, KEY_PAN_PX, 0, page, view);
    case 'ArrowRight':
      return panned(camera, -KEY_PAN_PX, 0, page, view);
    case 'ArrowUp':
      return panned(camera, 0, KEY_PAN_PX, page, view);
    case 'ArrowDown':
      return panned(camera, 0, -KEY_PAN_PX, page, view);
    default:
      return undefined;
  }
}
