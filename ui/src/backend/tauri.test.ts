import { afterEach, expect, it, vi } from 'vitest';

import { pointInPage } from './tauri';

afterEach(() => vi.unstubAllGlobals());

it.each([
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15', { x: 300, y: 200 }],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', { x: 300, y: 200 }],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/140.0', { x: 150, y: 100 }],
])('a drop on a fine screen is where the pointer is: %s', (userAgent, point) => {
  vi.stubGlobal('navigator', { userAgent });
  vi.stubGlobal('devicePixelRatio', 2);
  expect(pointInPage({ x: 300, y: 200 })).toEqual(point);
});
