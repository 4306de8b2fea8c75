// The recognised words: where each stands on the page, where it stands in the text as the author
// has it now, and which are doubtful.

import type { Point, Reading, Rect } from '../backend/types';
import { align } from '../shared/align';

export interface Recognised {
  /** Its number in the reading, from 0. */
  index: number;
  text: string;
  /** On the corrected page, in fractions of it. */
  area: Rect;
  /** The line that it stands in, in fractions of the page. */
  line: Rect;
  confidence: number;
  doubtful: boolean;
  /** The article that it is part of; `null`: none is known. */
  article: number | null;
  /** Running head, folio line, page number. */
  furniture: boolean;
}

/** A word's place in the text. `changed`: the author wrote it otherwise, so it is not in doubt. */
export interface Place {
  from: number;
  to: number;
  changed: boolean;
}

/**
 * A word read with less confidence than this is worth a look. The confidence is the mean over its
 * letters (`read/recognise.rs` in coupure-clipping), so that one bad letter moves it little.
 */
export const DOUBTFUL_BELOW = 0.9;

export function recognisedWords(reading: Reading | null): Recognised[] {
  if (!reading || reading.width_px === 0 || reading.height_px === 0) return [];
  const part = (area: Rect): Rect => ({
    x: area.x / reading.width_px,
    y: area.y / reading.height_px,
    width: area.width / reading.width_px,
    height: area.height / reading.height_px,
  });
  return reading.lines
    .flatMap((line) => {
      const shared = { line: part(line.area), article: line.article, furniture: line.role === 'furniture' };
      return line.words.map((word) => ({ word, shared }));
    })
    .map(({ word, shared }, index) => ({
      ...shared,
      index,
      text: word.text,
      area: part(word.area),
      confidence: word.confidence,
      doubtful: word.confidence < DOUBTFUL_BELOW && /[\p{L}\p{N}]/u.test(word.text),
    }));
}

/**
 * Each word's place in the text, by its number; `undefined` where nothing of it is left.
 *
 * Only letters and digits are compared: composing the text undoes hyphens, adds Markdown and sets
 * spaces, and touches none of them.
 */
export function placesInText(words: readonly Recognised[], text: string): (Place | undefined)[] {
  const read = lettersRead(words);
  const written = letters([text]);
  const places: (Place | undefined)[] = words.map(() => undefined);
  const kept = words.map(() => 0);
  for (const run of align(read.letters, written.letters)) {
    for (let i = 0; i < run.length; i += 1) {
      const word = read.owner[run.a + i] ?? 0;
      const from = written.offset[run.b + i] ?? 0;
      const to = from + (written.letters[run.b + i]?.length ?? 1);
      const place = places[word];
      kept[word] = (kept[word] ?? 0) + 1;
      if (place) place.to = to;
      else places[word] = { from, to, changed: false };
    }
  }
  const found = places.map((place, index) => {
    // Half of a word's letters found here and there are not that word.
    return place && (kept[index] ?? 0) * 2 >= (read.words[index]?.length ?? 0) ? place : undefined;
  });
  return found.map((place, index) => {
    if (!place) return undefined;
    const whole = grown(place, text, found[index - 1]?.to ?? 0, found[index + 1]?.from);
    const now = (text.slice(whole.from, whole.to).match(LETTERS) ?? []).join('');
    return { ...whole, changed: now !== read.words[index]?.join('') };
  });
}

/** Letters that touch a word and are no other's were written into it. */
function grown(place: Place, text: string, least: number, most = text.length): Place {
  let { from, to } = place;
  while (from > least && isLetter(text[from - 1])) from -= 1;
  while (to < most && isLetter(text[to])) to += 1;
  return { ...place, from, to };
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

const LETTERS = /[\p{L}\p{N}]/gu;

interface Letters {
  letters: string[];
  /** The text each letter comes from. */
  owner: number[];
  /** Where it stands in that text. */
  offset: number[];
}

function letters(texts: readonly string[]): Letters {
  const found: Letters = { letters: [], owner: [], offset: [] };
  texts.forEach((text, owner) => {
    for (const match of text.matchAll(LETTERS)) {
      found.letters.push(match[0]);
      found.owner.push(owner);
      found.offset.push(match.index);
    }
  });
  return found;
}

/** The letters of a reading's words, all and word by word. */
interface LettersRead extends Letters {
  words: string[][];
}

/** A text is compared at each key, with one reading. */
const known = new WeakMap<readonly Recognised[], LettersRead>();

function lettersRead(words: readonly Recognised[]): LettersRead {
  const before = known.get(words);
  if (before) return before;
  const all = letters(words.map(({ text }) => text));
  const each = words.map((): string[] => []);
  all.letters.forEach((letter, at) => each[all.owner[at] ?? 0]?.push(letter));
  const read = { ...all, words: each };
  known.set(words, read);
  return read;
}

/** Places in the order of the text, as one where nothing but marks and blanks of a line is between. */
export function joined(places: readonly Place[], text: string): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const { from, to } of [...places].sort((a, b) => a.from - b.from)) {
    const last = runs.at(-1);
    if (last && !/[\p{L}\p{N}\n]/u.test(text.slice(last.to, from))) last.to = Math.max(last.to, to);
    else runs.push({ from, to });
  }
  return runs;
}

/** The word under a point of the page (in fractions), or close beside it. */
export function wordAt(words: readonly Recognised[], point: Point): Recognised | undefined {
  const slack = 0.004;
  let best: Recognised | undefined;
  let bestAway = Infinity;
  for (const word of words) {
    const { x, y, width, height } = word.area;
    const dx = Math.max(x - point.x, 0, point.x - x - width);
    const dy = Math.max(y - point.y, 0, point.y - y - height);
    const away = Math.hypot(dx, dy);
    if (away <= slack && away < bestAway) [best, bestAway] = [word, away];
  }
  return best;
}

/** The word at a place of the text: where the caret stands in it or at its edge. */
export function wordAtOffset(places: readonly (Place | undefined)[], offset: number): number | undefined {
  const index = places.findIndex((place) => place && place.from <= offset && offset <= place.to);
  return index < 0 ? undefined : index;
}

/** The next (1) or previous (−1) of places in order, seen from an offset; round at the ends. */
export function walked<T extends { place: Place }>(
  open: readonly T[],
  from: number | undefined,
  step: 1 | -1,
): T | undefined {
  if (from === undefined) return step === 1 ? open[0] : open.at(-1);
  return step === 1
    ? (open.find(({ place }) => place.from > from) ?? open[0])
    : (open.findLast(({ place }) => place.from < from) ?? open.at(-1));
}

/** Doubtful words that still stand as they were read, in the order of the text. */
export function doubts(
  words: readonly Recognised[],
  places: readonly (Place | undefined)[],
  accepted: ReadonlySet<number> = new Set(),
): { word: Recognised; place: Place }[] {
  return words
    .flatMap((word) => {
      const place = places[word.index];
      const open = word.doubtful && !accepted.has(word.index);
      return open && place && !place.changed ? [{ word, place }] : [];
    })
    .sort((a, b) => a.place.from - b.place.from);
}
