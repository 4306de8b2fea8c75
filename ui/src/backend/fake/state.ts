// What the fake desk remembers, and how it says that something happened.

import type {
  BlogView,
  ClippingView,
  Draft,
  Event,
  PreviewBlock,
  PublicationView,
  RevisionView,
  Settings,
} from '../types';

export interface Open {
  version: number;
  blocks: PreviewBlock[];
}

export interface FakeState {
  drafts: Map<string, Draft>;
  open: Map<string, Open>;
  history: Map<string, (RevisionView & { body: string })[]>;
  clippings: Map<string, ClippingView>;
  blogs: BlogView[];
  publications: PublicationView[];
  settings: Settings;
  online: boolean;
  emit: (event: Event) => void;
}

/** A command of the fake desk. Its arguments are those of the command of that name. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Commands = Record<string, (args: any) => unknown>;

let last = 0;

export function freshId(): string {
  last += 1;
  return `00000000-0000-7000-8000-${String(last).padStart(12, '0')}`;
}

export function ago(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

/** A page of a newspaper, drawn: columns of grey lines under a headline. */
export function drawnPage(headline: string, skew = 0): string {
  const columns = [60, 330, 600]
    .map((x) =>
      Array.from({ length: 26 }, (_, row) => {
        const width = row % 7 === 6 ? 140 : 240;
        return `<rect x="${x}" y="${250 + row * 22}" width="${width}" height="9" fill="#6a655c"/>`;
      }).join(''),
    )
    .join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 860" width="900" height="860">
<rect width="900" height="860" fill="${skew ? '#8d8577' : '#fdfcf9'}"/>
<g transform="rotate(${skew} 450 430)${skew ? ' translate(60 40) scale(.87)' : ''}">
<rect width="900" height="860" fill="${skew ? '#e9e2d2' : '#fdfcf9'}"/>
<text x="60" y="80" font-family="serif" font-size="26" fill="#444">LE COURRIER DE LA VALLÉE</text>
<rect x="60" y="98" width="780" height="2" fill="#444"/>
<text x="60" y="170" font-family="serif" font-weight="bold" font-size="50" fill="#222">${headline}</text>
<text x="60" y="214" font-family="serif" font-style="italic" font-size="24" fill="#444">Entretien. Une heure au bord de la rivière.</text>
${columns}</g></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
