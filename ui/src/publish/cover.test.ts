import { expect, it } from 'vitest';

import { coverPath, pictureIn } from './cover';

it('a cover is found where its picture is served', () => {
  expect(coverPath('clip:0190-ab')).toBe('clip/0190-ab/web');
  expect(coverPath('media:ab12')).toBe('media/ab12');
  expect(coverPath('https://x.example/a.jpg')).toBeUndefined();
  expect(coverPath('media:../../x')).toBeUndefined();
});

it('the picture of a piece of Markdown is what it shows', () => {
  expect(pictureIn('![Un pont](media:ab12 "Le pont")')).toBe('media:ab12');
  expect(pictureIn('![a]b](clip:c0-1)')).toBe('clip:c0-1');
  expect(pictureIn('[lien](https://x)')).toBeUndefined();
});
