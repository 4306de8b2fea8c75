import { describe, expect, it } from 'vitest';

import type { PreviewBlock } from '../backend/types';
import { BlockView } from './block-view';

/** A small generator of numbers, so that a failure can be repeated by its seed. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

let made = 0;
function blocks(count: number): PreviewBlock[] {
  return Array.from({ length: count }, () => {
    made += 1;
    const html = `<p>${made}</p>`;
    return { hash: html, html, first_line: made, last_line: made };
  });
}

const shown = (article: Element) => [...article.children].flatMap((group) =>
  [...group.children].map((element) => element.innerHTML),
);

describe('the elements of the blocks', () => {
  it.each([1, 2, 3, 4])('are those of the blocks after any splices (seed %i)', (seed) => {
    const next = random(seed);
    const article = document.createElement('article');
    const view = new BlockView(article);
    let expected = blocks(next(200));
    view.reset(expected);
    for (let turn = 0; turn < 30; turn += 1) {
      const at = next(expected.length + 1);
      const removed = next(4) === 0 ? next(expected.length - at + 1) : Math.min(1, expected.length - at);
      const inserted = blocks(next(6) === 0 ? next(180) : next(3));
      view.apply({ version: turn, at, removed, inserted, line_shift: 0, words: 0 });
      expected = [...expected.slice(0, at), ...inserted, ...expected.slice(at + removed)];
      expect(shown(article)).toEqual(expected.map((block) => block.html));
      expect([...article.children].every((group) => group.childElementCount > 0)).toBe(true);
    }
  });

  it('that did not change stay the same elements', () => {
    const article = document.createElement('article');
    const view = new BlockView(article);
    const all = blocks(3);
    view.reset(all);
    const [first, , last] = article.firstElementChild?.children ?? [];
    view.apply({ version: 1, at: 1, removed: 1, inserted: blocks(1), line_shift: 0, words: 0 });
    expect(article.firstElementChild?.children[0]).toBe(first);
    expect(article.firstElementChild?.children[2]).toBe(last);
  });

  it('load pictures when they come near', () => {
    const article = document.createElement('article');
    const html = '<figure><img src="media://localhost/clip/1/web" alt="Coupure"></figure>';
    new BlockView(article).reset([{ hash: html, html, first_line: 1, last_line: 1 }]);
    expect(article.querySelector('img')?.getAttribute('loading')).toBe('lazy');
  });
});
