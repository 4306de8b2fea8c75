import { describe, expect, it } from 'vitest';

import type { Reading, Role } from '../backend/types';
import { bandsOf, findPassage, passageOf, passageText, wordsOnStroke } from './passage';
import { joined, placesInText, recognisedWords } from './words';

interface Printed {
  text: string;
  article?: number;
  role?: Role;
}

/** Each line 40 high below the one before, each word 90 wide and 100 from the next. */
function page(lines: (string | Printed)[]) {
  const reading: Reading = {
    width_px: 1000,
    height_px: 1000,
    text: '',
    articles: [],
    pictures: [],
    page: null,
    rough: false,
    lines: lines
      .map((line) => (typeof line === 'string' ? { text: line } : line))
      .map(({ text, article = 0, role = 'body' }: Printed, row) => ({
        area: { x: 0, y: row * 50, width: 1000, height: 40 },
        column: 0,
        paragraph: 0,
        heading: false,
        role,
        article,
        bold: false,
        words: text.split(' ').map((word, column) => ({
          text: word,
          area: { x: column * 100, y: row * 50, width: 90, height: 40 },
          confidence: 1,
        })),
      })),
  };
  return recognisedWords(reading);
}

const at = (column: number, row: number) => ({ x: column * 0.1 + 0.05, y: row * 0.05 + 0.02 });

describe('the marker pen', () => {
  it('goes from the first word touched to the last', () => {
    const words = page(['Il pleut sur', 'la ville et', 'sur la mer']);
    const touched = wordsOnStroke(words, [at(1, 0), at(1, 2)]);
    expect([...touched]).toEqual([1, 4, 7]);
    expect(passageOf(words, touched)?.words).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('touches what lies between two places of a quick stroke', () => {
    const words = page(['un deux trois quatre cinq']);
    expect(wordsOnStroke(words, [at(0, 0), at(4, 0)]).size).toBe(5);
    expect(wordsOnStroke(words, [{ x: 0.9, y: 0.9 }]).size).toBe(0);
  });

  it('stays in one article and leaves page numbers out', () => {
    const words = page([
      'Il pleut',
      { text: 'page 8', role: 'furniture' },
      { text: 'Autre article', article: 1 },
      'sur Brest',
    ]);
    const passage = passageOf(words, [0, 1, 5, 6]);
    expect(passage).toEqual({ first: 0, last: 6, words: [0, 1, 6] });
    expect(passageOf(words, [5, 6], 0)?.words).toEqual([6]);
    expect(passageOf(words, [2])?.words).toEqual([2]);
    expect(passageOf(words, [])).toBeUndefined();
  });

  it('draws one band a line', () => {
    const words = page(['Il pleut', 'sur Brest']);
    const bands = bandsOf(words, { first: 1, last: 3, words: [1, 2, 3] });
    expect(bands.map(({ x, width }) => [x, Math.round(width * 100)])).toEqual([[0.1, 9], [0, 19]]);
  });
});

describe('the text of a passage', () => {
  const said = (lines: string[], text: string, first: number, last: number) => {
    const words = page(lines);
    const passage = passageOf(words, [first, last]);
    return passage && passageText(passage, words, placesInText(words, text), text);
  };

  it('is the corrected one, with the marks around it', () => {
    const text = 'Elle dit\u00a0: «\u202fLa rivière monte\u202f!\u202f» Puis rien.';
    expect(said(['Elle dit : «La ri-', 'viere monte!» Puis', 'rien.'], text, 3, 6)).toBe(
      '«\u202fLa rivière monte\u202f!\u202f»',
    );
  });

  it('ends in no comma', () => {
    expect(said(['Il pleut, dit-on, sur Brest'], 'Il pleut, dit-on, sur Brest', 0, 2)).toBe('Il pleut, dit-on');
  });

  it('is what was read where the author deleted it', () => {
    expect(said(['Il pleut sur Brest'], '', 1, 2)).toBe('pleut sur');
  });

  it('is marked in one run a line, blanks and marks in it', () => {
    const text = 'Il pleut, «\u202fsur\u202f» Brest\n\nEt vente';
    const places = placesInText(page(['Il pleut «sur» Brest', 'Et vente']), text);
    const runs = joined(places.flatMap((place) => place ?? []), text);
    expect(runs.map(({ from, to }) => text.slice(from, to))).toEqual([
      'Il pleut, «\u202fsur\u202f» Brest',
      'Et vente',
    ]);
  });
});

describe('a quotation', () => {
  const lines = ['Avant cela il ne se passait rien', 'La rivière n’attend pas que l’on', 'vienne la mesurer à la main', 'et puis la fin'];
  const words = page(lines);
  const named = { first: 7, last: 18 };
  const quoted = 'La rivière n’attend pas que l’on vienne la mesurer à la main';
  const range = (passage: { first: number; last: number } | undefined) => passage && [passage.first, passage.last];

  it('finds the words that its link names', () => {
    expect(range(findPassage(words, named, quoted))).toEqual([7, 18]);
    expect(range(findPassage(words, named, ''))).toEqual([7, 18]);
  });

  it('still does when the author corrected or shortened it', () => {
    expect(range(findPassage(words, named, 'La rivière n’attend point que l’on vienne…'))).toEqual([7, 18]);
    expect(range(findPassage(words, named, 'La rivière n’attend pas'))).toEqual([7, 18]);
    // Though others on the page say that too.
    expect(range(findPassage(page(['la main', ...lines]), { first: 9, last: 20 }, 'la main'))).toEqual([9, 20]);
    expect(range(findPassage(words, named, 'La rivière […] à la main'))).toEqual([7, 18]);
    // Other numbers mean other words, even where they still say half of it.
    expect(range(findPassage(words, { first: 4, last: 15 }, quoted))).toEqual([7, 18]);
  });

  it('is looked for where the page was read again', () => {
    const again = page(['Un titre de plus', 'lu cette fois', ...lines]);
    expect(range(findPassage(again, named, quoted))).toEqual([14, 25]);
    const hyphened = page(['La ri-', 'vière n’attend pas que l’on', 'vienne la mesurer', 'à la main']);
    expect(range(findPassage(hyphened, { first: 90, last: 99 }, quoted))).toEqual([0, 12]);
    expect(range(findPassage(again, null, `${quoted.slice(0, 30)} […] ${quoted.slice(-22)}`))).toEqual([14, 25]);
  });

  it('is not found where nothing says it', () => {
    expect(findPassage(words, named, 'Il est tard, les moulins ne tournent plus depuis la guerre')).toBeUndefined();
    expect(findPassage(words, { first: 0, last: 6 }, 'Zut ! Ouf, hop, bûche !')).toBeUndefined();
    expect(findPassage(words, null, 'court')).toBeUndefined();
    expect(findPassage([], named, quoted)).toBeUndefined();
  });
});
