// A cover is named as the body would name the picture.

/** The path of the picture that the window can load; `undefined` for what is kept elsewhere. */
export function coverPath(cover: string): string | undefined {
  const match = /^(clip|media):([0-9A-Za-z-]+)$/.exec(cover);
  if (!match) return undefined;
  return match[1] === 'clip' ? `clip/${match[2]}/web` : `media/${match[2]}`;
}

/** The picture that a piece of Markdown shows: `clip:…` or `media:…`. */
export function pictureIn(markdown: string): string | undefined {
  return /\]\(<?((?:clip|media):[0-9A-Za-z-]+)/.exec(markdown)?.[1];
}
