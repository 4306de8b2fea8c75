// A passage that the marker pen goes over: its words on the page, its text, and how it is found
// again where the page was read anew or the author changed what he quotes.

import type { Point, Rect, WordRange } from '../backend/types';
import { align } from '../shared/align';
import { type Place, type Recognised, wordAt } from './words';

export interface Passage extends WordRange {
  /** The words between both that are of its article, both among them. */
  words: readonly number[];
}

/**
 * From the first word touched to the last, in reading order and within one article: `of`, or the
 * one of which most was touched. Running heads and page numbers belong to no article's text.
 */
export function passageOf(
  words: readonly Recognised[],
  touched: Iterable<number>,
  of?: number | null,
): Passage | undefined {
  const found = [...touched].flatMap((index) => words[index] ?? []);
  const text = found.filter((word) => !word.furniture);
  const counted = text.length > 0 ? text : found;
  const counts = new Map<number | null, number>();
  for (const { article } of counted) counts.set(article, (counts.get(article) ?? 0) + 1);
  const most = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  const article = of !== undefined && counts.has(of) ? of : most;
  const inside = counted.filter((word) => word.article === article).map(({ index }) => index);
  if (inside.length === 0) return undefined;
  const [from, to] = [Math.min(...inside), Math.max(...inside)];
  const between = words
    .slice(from, to + 1)
    .filter((word) => word.article === article && (!word.furniture || text.length === 0));
  return { first: from, last: to, words: between.map(({ index }) => index) };
}

/** The words that a stroke over the page (in fractions of it) goes over: of each place the nearest. */
export function wordsOnStroke(words: readonly Recognised[], stroke: readonly Point[]): Set<number> {
  const touched = new Set<number>();
  stroke.forEach((point, at) => {
    const before = stroke[at - 1] ?? point;
    const steps = Math.max(1, Math.ceil(Math.hypot(point.x - before.x, point.y - before.y) / STEP));
    for (let step = 1; step <= steps; step += 1) {
      const part = step / steps;
      const on = { x: before.x + (point.x - before.x) * part, y: before.y + (point.y - before.y) * part };
      const word = wordAt(words, on);
      if (word) touched.add(word.index);
    }
  });
  return touched;
}

/** Less than a short word is wide. */
const STEP = 0.004;

/** What the passage says, as the author has the text now. Markdown. */
export function passageText(
  passage: Passage,
  words: readonly Recognised[],
  places: readonly (Place | undefined)[],
  text: string,
): string {
  const written = passage.words.flatMap((index) => places[index] ?? []);
  const [start, end] = [written[0], written.at(-1)];
  if (!start || !end) return passage.words.map((index) => words[index]?.text ?? '').join(' ');
  const from = opened(text, Math.min(start.from, end.from));
  const to = closed(text, Math.max(start.to, end.to));
  return text.slice(from, to).replace(/[\s\u00a0\u202f]*[,;:]$/u, '');
}

/** Between a French mark and the word beside it. */
const SPACES = ' \u00a0\u202f';

/** With the marks that open what begins there. */
function opened(text: string, from: number): number {
  let at = from;
  for (;;) {
    if (/[«“„‘"(\[¿¡*]/.test(text[at - 1] ?? '')) at -= 1;
    else if (SPACES.includes(text[at - 1] ?? '?') && text[at - 2] === '«') at -= 2;
    else return at;
  }
}

/** With the marks that close what ends there. */
function closed(text: string, to: number): number {
  let at = to;
  for (;;) {
    if (/[.,;:!?…»”"')\]*%]/.test(text[at] ?? '')) at += 1;
    else if (SPACES.includes(text[at] ?? '?') && /[;:!?»%]/.test(text[at + 1] ?? '')) at += 2;
    else return at;
  }
}

/**
 * The passage that a quotation is from: the words that its link names while they say it, else those
 * that do to the letter, else the named ones while they say about that, else those that begin and
 * end so. `undefined`: there are none.
 */
export function findPassage(
  words: readonly Recognised[],
  named: WordRange | null,
  quoted: string,
): Passage | undefined {
  const wanted = lettersOf(quoted);
  const range = named && (words[named.last] ? named : null);
  const between = range ? words.slice(range.first, range.last + 1).map((word) => word.text) : [];
  const there = lettersOf(between.join(' '));
  if (range && there.includes(wanted)) return passageBetween(words, range);
  const common = inCommon(there, wanted);
  const exact = search(words, wanted, 'whole');
  const found = exact ?? (common > 0.5 ? range : search(words, wanted, 'ends'));
  return found ? passageBetween(words, found) : undefined;
}

function passageBetween(words: readonly Recognised[], { first, last }: WordRange): Passage | undefined {
  return passageOf(words, Array.from({ length: last - first + 1 }, (_, at) => first + at));
}

function lettersOf(text: string): string {
  return (text.match(/[\p{L}\p{N}]/gu) ?? []).join('').toLowerCase();
}

/**
 * How much of the shorter one they have in common, as far as several letters follow one another: any
 * two texts of a language share single ones. An author shortens what he quotes, and corrects it.
 */
function inCommon(there: string, wanted: string): number {
  const runs = align(there, wanted).filter((run) => run.length >= 4);
  const common = runs.reduce((sum, run) => sum + run.length, 0);
  return common / Math.max(1, Math.min(there.length, wanted.length));
}

/** So many letters in a row are found once on a page. */
const CHUNK = 16;

function search(
  words: readonly Recognised[],
  wanted: string,
  by: 'whole' | 'ends',
): WordRange | undefined {
  if (wanted === '') return undefined;
  let page = '';
  const owners: number[] = [];
  for (const word of words) {
    const letters = lettersOf(word.text);
    for (let at = 0; at < letters.length; at += 1) owners.push(word.index);
    page += letters;
  }
  const range = (from: number, to: number): WordRange | undefined => {
    const [first, last] = [owners[Math.max(from, 0)], owners[Math.min(to, page.length) - 1]];
    return first === undefined || last === undefined ? undefined : { first, last };
  };
  if (by === 'whole') {
    const at = page.indexOf(wanted);
    return at < 0 ? undefined : range(at, at + wanted.length);
  }
  // Its beginning and its end, as near to both as something of it is still printed so.
  const most = wanted.length - CHUNK;
  let [start, end] = [-1, -1];
  for (let at = 0; at <= most && start < 0; at += 1) start = page.indexOf(wanted.slice(at, at + CHUNK));
  for (let at = most; at >= 0 && end < 0 && start >= 0; at -= 1) {
    end = page.indexOf(wanted.slice(at, at + CHUNK), start);
  }
  return start < 0 || end < 0 ? undefined : range(start, end + CHUNK);
}

/** What the words stand on, in fractions of the page. */
export function boundsOf(areas: readonly Rect[]): Rect | undefined {
  if (areas.length === 0) return undefined;
  const left = Math.min(...areas.map((area) => area.x));
  const top = Math.min(...areas.map((area) => area.y));
  const right = Math.max(...areas.map((area) => area.x + area.width));
  const bottom = Math.max(...areas.map((area) => area.y + area.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Bands over the words, one a line: the pen draws through the spaces. */
export function bandsOf(words: readonly Recognised[], passage: Passage): Rect[] {
  const bands: { line: Rect; areas: Rect[] }[] = [];
  for (const index of passage.words) {
    const word = words[index];
    if (!word) continue;
    const last = bands.at(-1);
    if (last?.line === word.line) last.areas.push(word.area);
    else bands.push({ line: word.line, areas: [word.area] });
  }
  return bands.flatMap(({ areas }) => boundsOf(areas) ?? []);
}
