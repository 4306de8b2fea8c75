import { describe, expect, it } from 'vitest';

import {
  afterKey,
  type Camera,
  centred,
  fitted,
  held,
  panned,
  revealed,
  scaleLimits,
  wheelFactor,
  zoomed,
} from './camera';

const page = { width: 9933, height: 7016 };
const view = { width: 840, height: 650 };

const shownAt = (camera: Camera, x: number, y: number) => ({
  x: x * camera.scale + camera.x,
  y: y * camera.scale + camera.y,
});

/** The place of the page that stands there in the view. */
function placeAt(camera: Camera, at: { x: number; y: number }) {
  return { x: (at.x - camera.x) / camera.scale, y: (at.y - camera.y) / camera.scale };
}

describe('how a page is looked at', () => {
  it('shows all of it, in the middle, at first', () => {
    const camera = fitted(page, view);
    const [from, to] = [shownAt(camera, 0, 0), shownAt(camera, page.width, page.height)];
    expect(from.x).toBeGreaterThanOrEqual(27.9);
    expect(from.y).toBeGreaterThanOrEqual(27.9);
    expect(from.x + to.x).toBeCloseTo(view.width);
    expect(from.y + to.y).toBeCloseTo(view.height);
  });

  it('keeps what is under the pointer there while it zooms', () => {
    let camera = centred({ scale: 0.5, x: 0, y: 0 }, { x: 5000, y: 3500 }, view);
    const at = { x: 301, y: 77 };
    const place = placeAt(camera, at);
    for (const factor of [1.3, 1.7, 0.8, 2]) camera = zoomed(camera, factor, at, page, view);
    expect(placeAt(camera, at).x).toBeCloseTo(place.x);
    expect(placeAt(camera, at).y).toBeCloseTo(place.y);
  });

  it('goes no farther than all of it and no closer than its pixels', () => {
    const [least, most] = scaleLimits(page, view);
    const middle = { x: 420, y: 325 };
    expect(zoomed(fitted(page, view), 1e-6, middle, page, view).scale).toBe(least);
    expect(zoomed(fitted(page, view), 1e6, middle, page, view).scale).toBe(most);
    // A picture smaller than the view can be seen at its own size.
    expect(scaleLimits({ width: 200, height: 100 }, view)[0]).toBe(1);
  });

  it('never loses the page out of sight', () => {
    for (const scale of [0.05, 0.3, 4]) {
      for (const away of [-1e6, 1e6]) {
        const camera = panned({ scale, x: 0, y: 0 }, away, away, page, view);
        const [from, to] = [shownAt(camera, 0, 0), shownAt(camera, page.width, page.height)];
        expect(from.x).toBeLessThan(view.width - 20);
        expect(to.x).toBeGreaterThan(20);
        expect(from.y).toBeLessThan(view.height - 20);
        expect(to.y).toBeGreaterThan(20);
        expect(held(camera, page, view)).toEqual(camera);
      }
    }
  });

  it('moves to a word only where it is out of sight', () => {
    const camera = centred({ scale: 1, x: 0, y: 0 }, { x: 2000, y: 2000 }, view);
    const near = { x: 1990, y: 1990, width: 80, height: 30 };
    expect(revealed(camera, near, page, view)).toBe(camera);
    const far = { x: 5000, y: 4000, width: 80, height: 30 };
    const moved = revealed(camera, far, page, view);
    expect(shownAt(moved, 5040, 4015)).toEqual({ x: view.width / 2, y: view.height / 2 });
    expect(moved.scale).toBe(camera.scale);
    // A page that is seen whole stays where it is.
    const whole = fitted(page, view);
    expect(revealed(whole, { x: 0, y: 0, width: 50, height: 20 }, page, view)).toBe(whole);
  });

  it('zooms by small steps for a pinch and no more than half again for a wheel that jumps', () => {
    const turned = (deltaY: number, ctrlKey = false) => wheelFactor({ deltaY, deltaMode: 0, ctrlKey });
    expect(turned(-100)).toBeGreaterThan(1);
    expect(turned(100)).toBeCloseTo(1 / turned(-100));
    expect(turned(-10, true)).toBeGreaterThan(turned(-10));
    expect(turned(-100_000)).toBeLessThan(1.7);
  });

  it('is led by keys', () => {
    const camera = centred({ scale: 0.5, x: 0, y: 0 }, { x: 5000, y: 3500 }, view);
    const after = (key: string) => afterKey(camera, key, page, view, 2) as Camera;
    expect(after('+').scale).toBeGreaterThan(0.5);
    expect(after('-').scale).toBeLessThan(0.5);
    expect(afterKey(camera, '0', page, view, 2)).toBe('fit');
    expect(afterKey({ ...camera, scale: 1 }, '1', page, view, 2)).toMatchObject({ scale: 0.5 });
    expect(after('ArrowRight').x).toBeLessThan(camera.x);
    expect(afterKey(camera, 'x', page, view, 2)).toBeUndefined();
  });
});
