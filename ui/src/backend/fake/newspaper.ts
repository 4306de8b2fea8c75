// A newspaper page that is typeset here, with the true place of every word, and a photo of it.

import type { Line, Quad, Recipe } from '../types';

export const PAGE = { width: 900, height: 830 };
export const PHOTO = { width: 1300, height: 1120 };

const PARAGRAPHS = [
  'On le rencontre au bord de l’eau, un carnet à la main. Depuis onze ans, il note la hauteur de la rivière, chaque matin, à la même heure, été comme hiver.',
  '« Je ne mesure pas pour mesurer, dit-il. Je mesure pour me souvenir. »',
  'La crue de 2018 a emporté la passerelle et le premier carnet. Il en a racheté un le lendemain, chez le même papetier, et il a recommencé à la première page.',
  'Pour les habitants, ces relevés sont devenus une habitude. On les lit au café, on les compare à ceux de l’an passé, on discute des moulins qui retenaient l’eau autrefois.',
  'Les élèves de l’école ont pris la suite pour la mesure de midi. « Ils sont plus précis que moi », sourit-il en montrant leur cahier à spirale.',
  'La commune étudie désormais l’installation d’une échelle graduée près du pont. Le vieux carnet, lui, restera dans sa poche : il ne tombe jamais en panne.',
];
export const HEADLINE = 'La rivière n’attend pas';
export const TEXT = `## ${HEADLINE}\n\n${PARAGRAPHS.join('\n\n')}`;

const COLUMNS = [60, 335, 610];
const COLUMN_WIDTH = 240;
const TOP = 270;
const BOTTOM = 760;
const LINE = 27;
const SIZE = 19;
/** Words that the recogniser was unsure of. */
const UNSURE = new Set(['racheté', 'papetier,', 'désormais', 'graduée', 'passerelle', 'sourit-il']);

function widthOf(word: string, size: number): number {
  const letters = [...word].map((letter) => (/[iljtfr.,’';:!|-]/.test(letter) ? 0.31 : /[mwMW]/.test(letter) ? 0.78 : 0.49));
  return letters.reduce((sum, width) => sum + width * size, 2);
}

function typeset(): Line[] {
  const headline: Line = {
    words: [],
    area: { x: 60, y: 118, width: 780, height: 62 },
    column: 0,
    paragraph: 0,
    heading: true,
    role: 'headline',
    article: 0,
  };
  let at = 60;
  for (const text of HEADLINE.split(' ')) {
    const width = widthOf(text, 58);
    headline.words.push({ text, area: { x: at, y: 118, width, height: 62 }, confidence: 0.99 });
    at += width + 16;
  }
  const lines = [headline];
  let column = 0;
  let y = TOP;
  let x = 0;
  let line: Line | undefined;
  for (const [paragraph, sentence] of PARAGRAPHS.entries()) {
    line = undefined;
    for (const text of sentence.split(' ')) {
      const width = widthOf(text, SIZE);
      if (!line || x + width > COLUMN_WIDTH) {
        if (line) y += LINE;
        if (y > BOTTOM) {
          column += 1;
          y = TOP;
        }
        const area = { x: COLUMNS[column] ?? 60, y, width: COLUMN_WIDTH, height: SIZE };
        line = { words: [], area, column, paragraph: paragraph + 1, heading: false, role: 'body', article: 0 };
        lines.push(line);
        x = 0;
      }
      const area = { x: line.area.x + x, y, width, height: SIZE + 3 };
      const confidence = UNSURE.has(text) ? 0.62 : 0.97;
      line.words.push({ text, area, confidence });
      x += width + 7;
    }
    y += LINE + 8;
  }
  return lines;
}

export const LINES = typeset();

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const INK = '#26231f';

function drawn(paper: string): string {
  const words = LINES.flatMap((line) =>
    line.words.map(({ text, area }) => {
      const size = line.heading ? 58 : SIZE;
      const weight = line.heading ? ' font-weight="bold"' : '';
      const y = area.y + area.height * 0.8;
      return `<text x="${area.x}" y="${y}" font-size="${size}"${weight} textLength="${area.width - 2}" lengthAdjust="spacingAndGlyphs">${escaped(text)}</text>`;
    }),
  ).join('');
  return `<g font-family="serif" fill="${INK}"><rect width="${PAGE.width}" height="${PAGE.height}" fill="${paper}"/>
<text x="60" y="72" font-size="26" letter-spacing="3">LE COURRIER DE LA VALLÉE</text>
<text x="840" y="72" font-size="20" text-anchor="end">12 janvier 2026, page 8</text>
<rect x="60" y="90" width="780" height="2"/>
<text x="60" y="226" font-size="24" font-style="italic">Entretien. Une heure au bord de la rivière, un carnet à la main.</text>
${words}</g>`;
}

function address(size: { width: number; height: number }, view: string, content: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view}" width="${size.width}" height="${size.height}">${content}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** The page lies aslant on a table, its light falling off to one side. */
const ANGLE_DEGREES = 7;
const MOVED = { x: 235, y: 80 };

export function photo(): string {
  return address(
    PHOTO,
    `0 0 ${PHOTO.width} ${PHOTO.height}`,
    `<defs><linearGradient id="l" x2="1" y2=".5"><stop stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#2a1d08" stop-opacity=".5"/></linearGradient></defs>
<rect width="100%" height="100%" fill="#7a6a55"/>
<g transform="translate(${MOVED.x} ${MOVED.y}) rotate(${ANGLE_DEGREES})">${drawn('#e4dbc6')}</g>
<rect width="100%" height="100%" fill="url(#l)"/>`,
  );
}

/** The corners of the page on the photo. */
export function pageOnPhoto(): Quad {
  const radians = (ANGLE_DEGREES * Math.PI) / 180;
  const at = (x: number, y: number) => ({
    x: MOVED.x + x * Math.cos(radians) - y * Math.sin(radians),
    y: MOVED.y + x * Math.sin(radians) + y * Math.cos(radians),
  });
  return [at(0, 0), at(PAGE.width, 0), at(PAGE.width, PAGE.height), at(0, PAGE.height)];
}

export function correctedPage(recipe: Recipe): string {
  const { preset, strength } = recipe.enhancement;
  const crop = recipe.crop ?? { x: 0, y: 0, width: 1, height: 1 };
  const yellow = preset === 'untouched' ? 1 : 1 - strength;
  const paper = `rgb(${255 - 27 * yellow} ${255 - 36 * yellow} ${255 - 57 * yellow})`;
  const grey = preset === 'grey' || preset === 'black_and_white';
  const size = { width: PAGE.width * crop.width, height: PAGE.height * crop.height };
  const view = `${PAGE.width * crop.x} ${PAGE.height * crop.y} ${size.width} ${size.height}`;
  const content = grey
    ? `<filter id="g"><feColorMatrix type="saturate" values="0"/></filter><g filter="url(#g)">${drawn(paper)}</g>`
    : drawn(paper);
  return address(size, view, content);
}
