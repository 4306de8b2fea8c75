import { flushSync, mount, unmount } from 'svelte';
import { expect, it, vi } from 'vitest';

import Preview from './Preview.svelte';

const ID = '019350b0-0000-7000-8000-000000000001';
const html =
  '<blockquote><p>L’eau monte.</p><p>Puis baisse.</p>' +
  `<p>— <a href="clip:${ID}#w12-40">« Titre »</a>, Val</p></blockquote>`;

it('leads the author from a quotation to the scan, and shows the readers’ text', () => {
  vi.stubGlobal('ResizeObserver', class {
    observe(): void {}
    disconnect(): void {}
  });
  const [onplace, onlink] = [vi.fn(), vi.fn()];
  const nothing = () => undefined;
  const props = { title: '', language: 'fr', onscroll: nothing, onresize: nothing, onlink, onplace };
  const shown = mount(Preview, { target: document.body, props });
  flushSync();
  shown.reset([{ hash: 'a', html, first_line: 1, last_line: 6 }]);
  const article = document.querySelector('article');
  expect(article?.textContent).toBe('L’eau monte.Puis baisse.— « Titre », Val');
  const link = article?.querySelector('a');
  link?.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
  expect(link?.title).toContain('Revoir ce passage');
  link?.click();
  expect(onplace).toHaveBeenCalledWith({ clipping: ID, words: { first: 12, last: 40 } }, 'L’eau monte. Puis baisse.');
  expect(onlink).not.toHaveBeenCalled();
  void unmount(shown);
  vi.unstubAllGlobals();
});
