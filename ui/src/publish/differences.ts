// Two versions of a post beside one another: what is said of their pieces.

import type { ConflictChoice, ConflictPart, ConflictPiece, DiffRun } from '../backend/types';
import type { Messages } from './messages.fr';

/** Of an address, or of open and closed, one is the right one: two are none. */
export function isOneOf(part: ConflictPart): boolean {
  return part === 'slug' || part === 'comments';
}

/** What stays of a piece that both changed, before the author chooses: no title is made of two. */
export function usualChoice({ part }: ConflictPiece): ConflictChoice {
  return isOneOf(part) || part === 'title' ? 'mine' : 'both';
}

/** What becomes of a piece with the choice that was made for it. */
export function resultOf(piece: ConflictPiece, choice: ConflictChoice | undefined, words: Words): string {
  const { part } = piece;
  if (choice === undefined) return sayJoined(piece, words);
  const mine = sayVersion(part, piece.mine, words);
  const theirs = sayVersion(part, piece.theirs, words);
  if (choice === 'mine') return mine;
  if (choice === 'theirs') return theirs;
  if (part !== 'text') return sayJoined(piece, words);
  return [mine, theirs].map((text) => text.trim()).filter((text) => text !== '').join('\n\n');
}

function sayVersion(part: ConflictPart, runs: readonly DiffRun[], words: Words): string {
  const there = runs.filter(({ kind }) => kind !== 'removed').map(({ text }) => text);
  if (part !== 'categories' && part !== 'tags') return sayRun(part, there.join(''), words);
  return there.length === 0 ? words.chips_none : there.join(', ');
}

type Words = Pick<Messages, 'conflict_comments' | 'chips_none'>;

export function sayRun(part: ConflictPart, text: string, words: Words): string {
  if (part !== 'comments') return text;
  return text === 'open' ? words.conflict_comments.open : words.conflict_comments.closed;
}

/** What both versions make of a piece; terms come one a line. */
export function sayJoined({ part, joined }: ConflictPiece, words: Words): string {
  if (part !== 'categories' && part !== 'tags') return sayRun(part, joined, words);
  return joined === '' ? words.chips_none : joined.split('\n').join(', ');
}

/** A text that is the same in both is shown so long. */
const SHOWN = 110;

/** The beginning and the end of a long text, cut between words. */
export function shortened(text: string): string {
  const plain = text.trim();
  if (plain.length <= SHOWN * 3) return plain;
  const head = plain.slice(0, SHOWN).replace(/\s+\S*$/, '');
  const tail = plain.slice(-SHOWN).replace(/^\S*\s+/, '');
  return `${head} […] ${tail}`;
}
