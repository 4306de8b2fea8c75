// Where on a clipping a quotation of a post is from, as a link in its text says it:
// `clip:ID#w120-164`, words 120 to 164 of the reading; `clip:ID#w` where it is not known which.

import type { ClippingId, WordRange } from '../backend/types';

export interface PassagePlace {
  clipping: ClippingId;
  words: WordRange | null;
}

export const PLACE = /clip:([0-9a-f-]{36})#w(?:(\d{1,9})-(\d{1,9}))?/;

const WHOLE = new RegExp(`^${PLACE.source}$`);

/** What a link leads to; `undefined`: to no place on a clipping. */
export function passagePlace(reference: string): PassagePlace | undefined {
  const found = WHOLE.exec(reference);
  if (!found) return undefined;
  const [, clipping = '', first, last] = found;
  if (first === undefined || last === undefined) return { clipping, words: null };
  return { clipping, words: { first: Number(first), last: Number(last) } };
}
