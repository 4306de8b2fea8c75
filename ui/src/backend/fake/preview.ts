// A rough rendering for the fake desk: enough Markdown to look at, and honest splices.

import type { PreviewBlock, PreviewSplice } from '../types';

export type Pictures = (reference: string) => string | undefined;

export function render(source: string, pictures: Pictures): PreviewBlock[] {
  const blocks: PreviewBlock[] = [];
  const lines = source.split('\n');
  let first = 0;
  while (first < lines.length) {
    if (lines[first]?.trim() === '') {
      first += 1;
      continue;
    }
    let last = first;
    if (lines[first]?.startsWith('<details')) {
      while (last + 1 < lines.length && !lines[last]?.includes('</details>')) last += 1;
    } else {
      while (last + 1 < lines.length && lines[last + 1]?.trim() !== '') last += 1;
    }
    const html = block(lines.slice(first, last + 1), pictures);
    blocks.push({ hash: html, html, first_line: first + 1, last_line: last + 1 });
    first = last + 1;
  }
  return blocks;
}

export function words(source: string): number {
  return source.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
}

/** A title as the desk sets it: the apostrophe will do. */
export function typeset(title: string): string {
  return title.replaceAll("'", '’');
}

/** What turns `before` into `after`, as the desk says it. */
export function splice(
  before: PreviewBlock[],
  after: PreviewBlock[],
  version: number,
  count: number,
): PreviewSplice {
  let at = 0;
  while (at < before.length && at < after.length && same(before[at], after[at], 0)) at += 1;
  const shift = (after.at(-1)?.last_line ?? 0) - (before.at(-1)?.last_line ?? 0);
  let kept = 0;
  while (
    kept < Math.min(before.length, after.length) - at &&
    same(before[before.length - 1 - kept], after[after.length - 1 - kept], shift)
  ) {
    kept += 1;
  }
  return {
    version,
    at,
    removed: before.length - kept - at,
    inserted: after.slice(at, after.length - kept),
    line_shift: shift,
    words: count,
  };
}

function same(a: PreviewBlock | undefined, b: PreviewBlock | undefined, shift: number): boolean {
  return a?.hash === b?.hash && (a?.first_line ?? 0) + shift === b?.first_line;
}

function block(lines: string[], pictures: Pictures): string {
  const text = lines.join('\n');
  const heading = /^(#{1,6}) (.*)$/.exec(lines[0] ?? '');
  if (heading && lines.length === 1) {
    const level = heading[1]?.length ?? 1;
    return `<h${level}>${inline(heading[2] ?? '', pictures)}</h${level}>`;
  }
  const figure = /^!\[([^\]]*)\]\((\S+?)(?: "(.*)")?\)$/.exec(text);
  if (figure) {
    const [, alt = '', reference = '', caption = ''] = figure;
    const address = pictures(reference);
    const image = address
      ? `<img src="${address}" alt="${escape(alt)}" loading="lazy" width="1200" height="820">`
      : `<span class="missing-picture" role="img" aria-label="${escape(alt)}">${escape(alt)}</span>`;
    return `<figure>${image}${caption ? `<figcaption>${inline(caption, pictures)}</figcaption>` : ''}</figure>`;
  }
  if (lines[0]?.startsWith('<details')) {
    const summary = /<summary>(.*?)<\/summary>/.exec(text)?.[1] ?? '';
    const inner = text.replace(/<details>|<\/details>|<summary>.*?<\/summary>/g, '').trim();
    const paragraphs = inner.split(/\n\n+/).map((part) => `<p>${inline(part, pictures)}</p>`);
    return `<details><summary>${summary}</summary>${paragraphs.join('')}</details>`;
  }
  if (lines.every((line) => /^\s*[-*] /.test(line))) {
    const items = lines.map((line) => `<li>${inline(line.replace(/^\s*[-*] /, ''), pictures)}</li>`);
    return `<ul>${items.join('')}</ul>`;
  }
  if (lines.every((line) => /^\d+\. /.test(line))) {
    const items = lines.map((line) => `<li>${inline(line.replace(/^\d+\. /, ''), pictures)}</li>`);
    return `<ol>${items.join('')}</ol>`;
  }
  if (lines.every((line) => line.startsWith('>'))) {
    const inner = lines.map((line) => line.replace(/^> ?/, '')).join('\n');
    const paragraphs = inner.split(/\n\n+/).map((part) => `<p>${inline(part, pictures)}</p>`);
    return `<blockquote>${paragraphs.join('')}</blockquote>`;
  }
  if (/^(---|\*\*\*)$/.test(text)) return '<hr>';
  return `<p>${inline(text, pictures)}</p>`;
}

function inline(text: string, pictures: Pictures): string {
  return escape(text)
    .replace(/!\[([^\]]*)\]\((\S+?)\)/g, (_, alt: string, reference: string) => {
      return `<img src="${pictures(reference) ?? ''}" alt="${alt}">`;
    })
    .replace(/\[([^\]]+)\]\((\S+?)\)/g, '<a href="$2">$1</a>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/\*([^*]+)\*/g, '<em>$1</em>')
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/ ([?!;:»])/g, '\u202f$1')
    .replace(/« /g, '«\u202f');
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}
