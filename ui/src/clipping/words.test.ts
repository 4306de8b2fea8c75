import { describe, expect, it } from 'vitest';

import type { Reading } from '../backend/types';
import { doubts, placesInText, recognisedWords, wordAt, wordAtOffset } from './words';

function reading(lines: string[], unsure: string[] = []): Reading {
  return {
    width_px: 1000,
    height_px: 500,
    text: '',
    articles: [],
    pictures: [],
    page: null,
    lines: lines.map((line, row) => ({
      area: { x: 0, y: row * 50, width: 1000, height: 40 },
      column: 0,
      paragraph: 0,
      heading: false,
      role: 'body',
      article: 0,
      words: line.split(' ').map((text, column) => ({
        text,
        area: { x: column * 100, y: row * 50, width: 90, height: 40 },
        confidence: unsure.includes(text) ? 0.4 : 0.99,
      })),
    })),
  };
}

function inText(lines: string[], text: string): (string | undefined)[] {
  const places = placesInText(recognisedWords(reading(lines)), text);
  return places.map((place) => place && text.slice(place.from, place.to));
}

describe('recognised words', () => {
  it('are measured in parts of the page', () => {
    const [, second] = recognisedWords(reading(['Le pont']));
    expect(second?.area).toEqual({ x: 0.1, y: 0, width: 0.09, height: 0.08 });
  });

  it('are none where nothing was read', () => {
    expect(recognisedWords(null)).toEqual([]);
    expect(recognisedWords({ width_px: 0, height_px: 0, lines: [], text: '' })).toEqual([]);
  });

  it('are doubtful below the threshold, marks alone never', () => {
    const words = recognisedWords(reading(['Le p0nt — rouvre'], ['p0nt', '—']));
    expect(words.map((word) => word.doubtful)).toEqual([false, true, false, false]);
  });

  it('are found under the pointer and just beside it, not far away', () => {
    const words = recognisedWords(reading(['Le pont rouvre']));
    expect(wordAt(words, { x: 0.15, y: 0.04 })?.text).toBe('pont');
    expect(wordAt(words, { x: 0.192, y: 0.04 })?.text).toBe('pont');
    expect(wordAt(words, { x: 0.15, y: 0.5 })).toBeUndefined();
  });
});

describe('places in the text', () => {
  it('are those of the words as composed', () => {
    expect(inText(['Le pont', 'rouvre.'], 'Le pont rouvre.')).toEqual(['Le', 'pont', 'rouvre']);
  });

  it('join the halves of a hyphenated word', () => {
    expect(inText(['une inter-', 'view donnée'], 'une interview donnée')).toEqual([
      'une',
      'inter',
      'view',
      'donnée',
    ]);
  });

  it('see through Markdown and French spaces', () => {
    const text = '## Le pont\n\nIl a dit : « *oui* ».';
    expect(inText(['Le pont', 'Il a dit: «oui».'], text)).toEqual(['Le', 'pont', 'Il', 'a', 'dit', 'oui']);
  });

  it('tell a repeated word from its likes by order', () => {
    const text = 'de fil en fil de fil';
    const places = placesInText(recognisedWords(reading([text])), text);
    expect(places.map((place) => place?.from)).toEqual([0, 3, 7, 10, 14, 17]);
  });

  it('follow a word that was corrected, and no longer doubt it', () => {
    const words = recognisedWords(reading(['Le joumal de Lyon'], ['joumal', 'Lyon']));
    const text = 'Le journal de Lyon';
    const places = placesInText(words, text);
    expect(places[1] && text.slice(places[1].from, places[1].to)).toBe('journal');
    expect(places[1]?.changed).toBe(true);
    expect(doubts(words, places).map(({ word }) => word.text)).toEqual(['Lyon']);
  });

  it('count letters added to the end of a word as a correction', () => {
    const words = recognisedWords(reading(['les pont fermés'], ['pont']));
    const places = placesInText(words, 'les ponts fermés');
    expect(places[1]).toEqual({ from: 4, to: 9, changed: true });
  });

  it('lose a word that was deleted and keep those around it', () => {
    expect(inText(['Le vieux pont rouvre'], 'Le pont rouvre')).toEqual(['Le', undefined, 'pont', 'rouvre']);
  });

  it('count in UTF-16, as the text field does', () => {
    const text = '𝔸 pont';
    expect(inText(['𝔸 pont'], text)).toEqual(['𝔸', 'pont']);
  });

  it('give the word at the caret', () => {
    const places = placesInText(recognisedWords(reading(['Le pont'])), 'Le pont');
    expect(wordAtOffset(places, 4)).toBe(1);
    expect(wordAtOffset(places, 2)).toBe(0);
  });
});
