// Clippings of the fake desk.

import type { ClippingChange, ClippingView, Provenance, Reading, Recipe, Rect, TakenIn } from '../types';
import { correctedPage, LINES, PAGE, pageOnPhoto, PHOTO, photo, TEXT, tileOf } from './newspaper';
import { CLIPPING } from './samples';
import { sourceCommands } from './sources';
import { ago, type Commands, type FakeState, freshId } from './state';

export function sampleClipping(id: string, read: boolean): ClippingView {
  const recipe: Recipe = {
    turn: null,
    quad: null,
    skew_degrees: null,
    curl: null,
    crop: null,
    enhancement: { preset: 'colour', strength: 0.8 },
    masks: [],
    regions: [],
  };
  return {
    clipping: {
      id,
      original: 'aa'.repeat(32),
      page_index: 0,
      page_size_px: null,
      name: 'IMG_2043.jpg',
      language: 'fr',
      recipe,
      found: read ? found(recipe) : null,
      reading: read ? reading() : null,
      read_with: read ? found(recipe) : null,
      corrected_text: null,
      put_away: [],
      derivatives: null,
      reading_stands: false,
      state: read ? { kind: 'ready' } : { kind: 'waiting' },
      provenance: {
        title: 'La rivière n’attend pas',
        newspaper: 'Le Courrier de la vallée',
        date: '2026-01-12',
        page: '8',
        edition: '',
        journalist: 'Anne Morel',
        link: 'https://courrier.example/riviere',
      },
      rights: { kind: 'permission', by: 'Anne Morel', on: '2026-01-20' },
      permission_mail: null,
      embargo: null,
      created: ago(40),
      updated: ago(30),
      trashed: null,
      parts: [],
      part_of: null,
    },
    parts: [],
    step: read ? 'ready' : 'waiting',
    original_url: photo(),
    original_width_px: PHOTO.width,
    original_height_px: PHOTO.height,
    first_sight_url: null,
    corrected_url: read ? correctedPage(recipe) : null,
    corrected_width_px: read ? PAGE.width : 0,
    corrected_height_px: read ? PAGE.height : 0,
    text: read ? TEXT : '',
    alt: 'Coupure : « La rivière n’attend pas », Le Courrier de la vallée, 12 janvier 2026, page 8',
    caption: '*Le Courrier de la vallée*, 12 janvier 2026, p. 8 — Anne Morel',
    proposals: { provenance: nothingSaid(), disputed_date: null },
  };
}

/** A provenance that says nothing. */
export function nothingSaid(): Provenance {
  return { title: '', newspaper: '', date: null, page: '', edition: '', journalist: '', link: '' };
}

function found(recipe: Recipe): Recipe {
  return {
    ...recipe,
    quad: recipe.quad ?? pageOnPhoto(),
    turn: recipe.turn ?? 'none',
    skew_degrees: recipe.skew_degrees ?? 0,
    curl: recipe.curl ?? { columns: 0, rows: 0, shifts: [] },
  };
}

function reading(crop: Rect | null = null): Reading {
  const part = crop ?? { x: 0, y: 0, width: 1, height: 1 };
  const [left, top] = [part.x * PAGE.width, part.y * PAGE.height];
  const moved = (area: Rect): Rect => ({ ...area, x: area.x - left, y: area.y - top });
  return {
    width_px: PAGE.width * part.width,
    height_px: PAGE.height * part.height,
    text: TEXT,
    rough: false,
    lines: LINES.map((line) => ({
      ...line,
      area: moved(line.area),
      words: line.words.map((word) => ({ ...word, area: moved(word.area) })),
    })),
    articles: [{ title: 'La rivière n’attend pas', areas: [moved({ x: 0, y: 0, ...PAGE })], pictures: [] }],
    pictures: [],
    page: null,
  };
}

export function clippingCommands(state: FakeState): Commands {
  const known = (id: string): ClippingView => {
    const view = state.clippings.get(id);
    if (!view) throw { code: 'not_found', message: 'No such clipping.', params: {} };
    return view;
  };

  /** Reads it over some seconds, telling how far it is. */
  const read = (id: string): void => {
    const stages = ['decode', 'page', 'straighten', 'light', 'read', 'pictures'];
    const view = known(id);
    view.step = 'reading';
    state.emit({ kind: 'clipping_changed', clipping: id, step: 'reading' });
    let tick = 0;
    const timer = setInterval(() => {
      tick += 1;
      if (view.step !== 'reading') return clearInterval(timer);
      if (tick < 24) {
        const stage = stages[Math.floor(tick / 4)] ?? 'read';
        state.emit({ kind: 'clipping_progress', clipping: id, stage, done: (tick % 4) / 4 });
        return;
      }
      clearInterval(timer);
      const { recipe } = view.clipping;
      view.step = 'ready';
      view.clipping.state = { kind: 'ready' };
      view.clipping.found = found(recipe);
      const before = view.clipping.reading;
      view.clipping.reading = reading(recipe.crop);
      // A page of several articles is one however often it is read.
      if (before && before.articles.length > 1 && !recipe.crop) {
        Object.assign(view.clipping.reading, { articles: before.articles, pictures: before.pictures });
      }
      view.corrected_url = correctedPage(recipe);
      view.corrected_width_px = view.clipping.reading.width_px;
      view.corrected_height_px = view.clipping.reading.height_px;
      view.text = view.clipping.corrected_text ?? TEXT;
      state.emit({ kind: 'clipping_changed', clipping: id, step: 'ready' });
      state.emit({ kind: 'library_changed' });
    }, 150);
  };

  const take = (path: string): TakenIn => {
    const name = path.split('/').at(-1) ?? path;
    if (!/\.(jpe?g|png|tiff?|webp|heic|pdf)$/i.test(name)) {
      const problem = { code: 'not_a_picture' as const, message: 'Not a picture.', params: { file: name } };
      return { path, markdown: '', clipping: null, problem };
    }
    const id = freshId();
    const view = sampleClipping(id, false);
    view.clipping.name = name;
    state.clippings.set(id, view);
    setTimeout(() => read(id), 300);
    return { path, markdown: `![${view.alt}](clip:${id} "${view.caption}")`, clipping: id, problem: null };
  };

  let watched: string | null = null;

  /** Each picture of an article lists all of them. */
  const join = (ids: string[]): ClippingView => {
    const head = ids[0] ?? '';
    const parts = ids.map((id) => {
      const { clipping, corrected_url, original_url, step } = known(id);
      return { id, name: clipping.name, picture_url: corrected_url ?? original_url, step };
    });
    for (const id of ids) {
      const view = known(id);
      view.parts = ids.length > 1 ? parts : [];
      view.clipping.parts = ids.length > 1 && id === head ? ids : [];
      view.clipping.part_of = ids.length > 1 && id !== head ? head : null;
    }
    state.emit({ kind: 'library_changed' });
    return structuredClone(known(head));
  };

  return {
    join_clippings: ({ clippings }: { clippings: string[] }) => join(clippings),
    part_clipping: ({ clipping }: { clipping: string }) => {
      const rest = known(clipping).parts.map((part) => part.id).filter((id) => id !== clipping);
      join([clipping]);
      if (rest.length > 0) join(rest);
      return structuredClone(known(clipping));
    },
    export_clipping: ({ name }: { name: string }) => [`${name}.pdf`],
    watched_folder: () => ({ folder: watched, problem: null }),
    watch_folder: ({ folder }: { folder: string | null }) => {
      watched = folder;
      return { folder, problem: null };
    },
    take_in_chosen_pages: ({ path }: { path: string }) => [take(path)],
    take_in: ({ paths }: { paths: string[] }) => paths.map(take),
    take_in_clipboard: () => take('/clipboard/collage.png'),
    pick_pictures: () => [take('/home/laurent/IMG_2050.jpg')],
    clipping: ({ clipping }: { clipping: string }) => structuredClone(known(clipping)),
    change_clipping: ({ clipping, change }: { clipping: string; change: ClippingChange }) => {
      const view = known(clipping);
      const { text, embargo, accepted, ...rest } = change;
      Object.assign(view.clipping, rest);
      if (text !== undefined) {
        view.clipping.corrected_text = text;
        view.text = text;
      }
      const words = view.clipping.reading?.lines.flatMap((line) => line.words) ?? [];
      for (const { index, doubted } of accepted ?? []) {
        const word = words[index];
        if (word) word.confidence = doubted ?? 1;
      }
      if (embargo) view.clipping.embargo = embargo.until;
      if (rest.recipe) setTimeout(() => read(clipping), 50);
      return structuredClone(view);
    },
    cancel_clipping: ({ clipping }: { clipping: string }) => {
      known(clipping).step = 'unread';
      state.emit({ kind: 'clipping_changed', clipping, step: 'unread' });
    },
    choose_article: ({ clipping, article }: { clipping: string; article: number | null }) => {
      const view = known(clipping);
      const { reading, recipe } = view.clipping;
      if (reading) {
        const { crop, masks, regions } = reading.page ?? recipe;
        const cut = article === null ? crop : { x: 0.1 * (article + 1), y: 0.2, width: 0.4, height: 0.6 };
        view.clipping.recipe = { ...recipe, crop: cut };
        reading.page =
          article === null ? null : { article, crop, masks, regions, reading: { ...reading, page: null } };
      }
      state.emit({ kind: 'clipping_changed', clipping, step: view.step });
      return structuredClone(view);
    },
    read_clipping_again: ({ clipping }: { clipping: string }) => read(clipping),
    clipping_markdown: ({ clipping }: { clipping: string }) => {
      const view = known(clipping);
      return `![${view.alt}](clip:${clipping} "${view.caption}")\n\n<details>\n<summary>Lire le texte de l’article</summary>\n\n${view.text}\n\n</details>`;
    },
    clipping_column: ({ clipping }: { clipping: string }) => {
      const view = known(clipping);
      return `![${view.alt}, en une colonne](clip:${clipping}#column "${view.caption}")`;
    },
    ...sourceCommands(known),
    trash_clipping: ({ clipping }: { clipping: string }) => {
      known(clipping).clipping.trashed = new Date().toISOString();
      state.emit({ kind: 'library_changed' });
    },
    restore_clipping: ({ clipping }: { clipping: string }) => {
      known(clipping).clipping.trashed = null;
      state.emit({ kind: 'library_changed' });
    },
  };
}

/** `big`: as if the page had been scanned at 69 megapixels. */
export function sampleClippings(big = false, page = false): Map<string, ClippingView> {
  const view = sampleClipping(CLIPPING, true);
  if (big) {
    const { reading: read } = view.clipping;
    const times = ({ x, y, width, height }: Rect): Rect => ({
      x: x * BIG,
      y: y * BIG,
      width: width * BIG,
      height: height * BIG,
    });
    view.corrected_width_px *= BIG;
    view.corrected_height_px *= BIG;
    if (read) {
      read.width_px *= BIG;
      read.height_px *= BIG;
      for (const line of read.lines) {
        line.area = times(line.area);
        for (const word of line.words) word.area = times(word.area);
      }
    }
  }
  if (page) Object.assign(view.clipping.reading ?? {}, wholePage());
  return new Map([[CLIPPING, view]]);
}

/** As if the page held two articles and a photograph. */
function wholePage() {
  const column = (x: number, width: number): Rect => ({ x, y: 262, width, height: 520 });
  return {
    articles: [
      {
        title: 'La rivière n’attend pas',
        areas: [{ x: 52, y: 110, width: 760, height: 130 }, column(52, 258)],
        pictures: [],
      },
      { title: 'Les élèves mesurent à midi', areas: [column(326, 250)], pictures: [] },
    ],
    pictures: [{ x: 620, y: 270, width: 220, height: 190 }],
    page: null as { article: number } | null,
  };
}

const BIG = 9.6;

/** Pictures under the media scheme: tiles and looks of the typeset page, else a clipping's own. */
export function fakePicture(state: FakeState, path: string): string {
  const [kind, id, side, ...rest] = path.split('?')[0]?.split('/') ?? [];
  const view = kind === 'clip' ? state.clippings.get(id ?? '') : undefined;
  if (!view) return `${photo()}#`;
  const recipe = view.clipping.found ?? view.clipping.recipe;
  if (side === 'look') {
    const preset = (rest[0] ?? 'colour') as Recipe['enhancement']['preset'];
    return correctedPage({ ...recipe, enhancement: { preset, strength: Number(rest[1]) / 100 } });
  }
  if (rest[0] !== 'tile') return `${view.corrected_url ?? photo()}#`;
  const [level = 0, x = 0, y = 0] = rest.slice(1).map(Number);
  if (side === 'original') return tileOf(photo(), PHOTO, level, x, y);
  const look = side === 'before' ? { ...recipe.enhancement, preset: 'untouched' as const } : recipe.enhancement;
  const size = { width: view.corrected_width_px, height: view.corrected_height_px };
  return tileOf(correctedPage({ ...recipe, enhancement: look }), size, level, x, y);
}
