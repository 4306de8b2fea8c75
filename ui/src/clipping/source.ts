// What is known of where a clipping comes from: proposed by the page, remembered from others. Pure.

import type { KnownSource, Provenance } from '../backend/types';

const PARTS = ['title', 'newspaper', 'page', 'edition', 'journalist', 'link'] as const;

/** The parts that are proposed and not said. */
export function proposedParts(said: Provenance, proposed: Provenance): (keyof Provenance)[] {
  const parts: (keyof Provenance)[] = PARTS.filter(
    (part) => said[part].trim() === '' && proposed[part] !== '',
  );
  if (said.date === null && proposed.date !== null) parts.push('date');
  return parts;
}

/** What is said, and of what is not what is proposed: nothing that the author wrote is replaced. */
export function taken(said: Provenance, proposed: Provenance): Provenance {
  const all = { ...said };
  for (const part of proposedParts(said, proposed)) {
    if (part === 'date') all.date = proposed.date;
    else all[part] = proposed[part];
  }
  return all;
}

/** The newspaper as it was named before, whatever its capitals. */
export function knownAs(sources: readonly KnownSource[], newspaper: string): KnownSource | undefined {
  const name = newspaper.trim().toLocaleLowerCase();
  if (name === '') return undefined;
  return sources.find((source) => source.newspaper.toLocaleLowerCase() === name);
}

export interface Piece {
  text: string;
  emphasis: boolean;
}

/** A caption's words, the newspaper's name apart: `*Le Maine Libre*, p. 3`; links are not followed here. */
export function captionText(caption: string): Piece[] {
  const pieces: Piece[] = [];
  let emphasis = false;
  let text = '';
  const put = () => {
    if (text !== '') pieces.push({ text, emphasis });
    text = '';
  };
  for (let at = 0; at < caption.length; at += 1) {
    const sign = caption.charAt(at);
    if (sign === '\\') {
      at += 1;
      text += caption.charAt(at);
    } else if (sign === '*') {
      put();
      emphasis = !emphasis;
    } else if (caption.startsWith('](<', at)) {
      const end = caption.indexOf('>)', at);
      at = end === -1 ? caption.length : end + 1;
    } else if (sign !== '[') {
      text += sign;
    }
  }
  put();
  return pieces;
}
