import { beforeEach, describe, expect, it, vi } from 'vitest';

import { followingTop, readingFraction, readingHeight, ScrollSync } from './scroll-sync';

const pane = (top: number, height = 100, full = 1_000) => ({ top, height, full });

describe('the reading line', () => {
  it('goes from the top of the pane to its foot', () => {
    expect(readingHeight(pane(0))).toBe(0);
    expect(readingHeight(pane(450))).toBe(500);
    expect(readingHeight(pane(900))).toBe(1_000);
  });

  it('stays at the top where there is nothing to scroll', () => {
    expect(readingFraction(pane(0, 100, 80))).toBe(0);
  });

  it('makes beginnings and ends meet', () => {
    expect(followingTop(0, 40, pane(0, 100, 500))).toBe(0);
    expect(followingTop(1, 400, pane(0, 100, 500))).toBe(400);
    expect(followingTop(0.5, 250, pane(0, 100, 500))).toBe(200);
  });

  it('never scrolls past an end', () => {
    expect(followingTop(0.1, 5_000, pane(0, 100, 500))).toBe(400);
    expect(followingTop(0.9, 0, pane(0, 100, 500))).toBe(0);
  });
});

/** A pane of lines of one height, in a DOM that has no layout. */
function side(height: number, full: number, lineHeight: number) {
  let top = 0;
  const element = document.createElement('div');
  Object.defineProperties(element, {
    clientHeight: { value: height },
    scrollHeight: { value: full },
    scrollTop: { get: () => top, set: (next: number) => (top = Math.round(next)) },
  });
  return {
    element,
    scroller: () => element,
    lineAtHeight: (at: number) => at / lineHeight,
    heightOfLine: (line: number) => line * lineHeight,
  };
}

describe('scrolling together', () => {
  const frames: FrameRequestCallback[] = [];
  const frame = (): void => {
    for (const run of frames.splice(0)) run(0);
  };

  beforeEach(() => {
    frames.length = 0;
    vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => frames.push(run));
    vi.stubGlobal('cancelAnimationFrame', () => (frames.length = 0));
  });

  it('leads from either side, and does not follow itself back', () => {
    const text = side(100, 1_100, 10);
    const preview = side(100, 2_100, 20);
    const sync = new ScrollSync({ text, preview });
    text.element.scrollTop = 500;
    sync.scrolled('text');
    frame();
    expect(preview.element.scrollTop).toBe(1_050);
    // The scroll event that the follower's own move brings.
    sync.scrolled('preview');
    expect(frames).toHaveLength(0);
    expect(text.element.scrollTop).toBe(500);

    preview.element.scrollTop = 0;
    sync.scrolled('preview');
    frame();
    expect(text.element.scrollTop).toBe(0);
  });
});
