// Clippings of the fake desk.

import type { ClippingChange, ClippingView, Reading, Recipe, Rect, TakenIn } from '../types';
import { correctedPage, LINES, PAGE, pageOnPhoto, PHOTO, photo, TEXT } from './newspaper';
import { CLIPPING } from './samples';
import { ago, type Commands, type FakeState, freshId } from './state';

export function sampleClipping(id: string, read: boolean): ClippingView {
  const recipe: Recipe = {
    turn: 'none',
    quad: null,
    skew_degrees: null,
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
      name: 'IMG_2043.jpg',
      language: 'fr',
      recipe,
      found: read ? found(recipe) : null,
      reading: read ? reading() : null,
      corrected_text: null,
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
      embargo: null,
      created: ago(40),
      updated: ago(30),
      trashed: null,
    },
    step: read ? 'ready' : 'waiting',
    original_url: photo(),
    original_width_px: PHOTO.width,
    original_height_px: PHOTO.height,
    corrected_url: read ? correctedPage(recipe) : null,
    text: read ? TEXT : '',
    alt: 'Coupure : « La rivière n’attend pas », Le Courrier de la vallée, 12 janvier 2026, page 8',
    caption: '« La rivière n’attend pas », *Le Courrier de la vallée*, 12 janvier 2026, page 8.',
  };
}

function found(recipe: Recipe): Recipe {
  return {
    ...recipe,
    quad: recipe.quad ?? pageOnPhoto(),
    skew_degrees: recipe.skew_degrees ?? 0,
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
      view.clipping.reading = reading(recipe.crop);
      view.corrected_url = correctedPage(recipe);
      view.text = view.clipping.corrected_text ?? TEXT;
      state.emit({ kind: 'clipping_changed', clipping: id, step: 'ready' });
      state.emit({ kind: 'library_changed' });
    }, 150);
  };

  const take = (path: string): TakenIn => {
    const name = path.split('/').at(-1) ?? path;
    if (!/\.(jpe?g|png|tiff?|webp|pdf)$/i.test(name)) {
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

  return {
    take_in: ({ paths }: { paths: string[] }) => paths.map(take),
    take_in_clipboard: () => take('/clipboard/collage.png'),
    pick_pictures: () => [take('/home/laurent/IMG_2050.jpg')],
    clipping: ({ clipping }: { clipping: string }) => structuredClone(known(clipping)),
    change_clipping: ({ clipping, change }: { clipping: string; change: ClippingChange }) => {
      const view = known(clipping);
      const { text, embargo, ...rest } = change;
      Object.assign(view.clipping, rest);
      if (text !== undefined) {
        view.clipping.corrected_text = text;
        view.text = text;
      }
      if (embargo) view.clipping.embargo = embargo.until;
      if (rest.recipe) setTimeout(() => read(clipping), 50);
      return structuredClone(view);
    },
    choose_article: ({ clipping }: { clipping: string }) => structuredClone(known(clipping)),
    cancel_clipping: ({ clipping }: { clipping: string }) => {
      known(clipping).step = 'unread';
      state.emit({ kind: 'clipping_changed', clipping, step: 'unread' });
    },
    read_clipping_again: ({ clipping }: { clipping: string }) => read(clipping),
    clipping_markdown: ({ clipping }: { clipping: string }) => {
      const view = known(clipping);
      return `![${view.alt}](clip:${clipping} "${view.caption}")\n\n<details>\n<summary>Lire le texte de l’article</summary>\n\n${view.text}\n\n</details>`;
    },
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

export function sampleClippings(): Map<string, ClippingView> {
  return new Map([[CLIPPING, sampleClipping(CLIPPING, true)]]);
}
