// Clippings of the fake desk.

import type { ClippingChange, ClippingView, TakenIn } from '../types';
import { CLIPPING } from './samples';
import { ago, type Commands, drawnPage, type FakeState, freshId } from './state';

const TEXT = `On le rencontre au bord de l’eau, un carnet à la main. Depuis onze ans, il note la hauteur de la rivière, chaque matin, à la même heure.

« Je ne mesure pas pour mesurer, dit-il. Je mesure pour me souvenir. »

La crue de 2018 a emporté la passerelle et le premier carnet. Il en a racheté un le lendemain.`;

export function sampleClipping(id: string, read: boolean): ClippingView {
  const lines = TEXT.split('\n\n').flatMap((paragraph, number) =>
    chunks(paragraph.split(' '), 7).map((words, row) => {
      const y = 250 + (number * 5 + row) * 26;
      return {
        words: words.map((text, at) => ({
          text,
          area: { x: 60 + at * 36, y, width: 34, height: 16 },
          confidence: text.length > 9 ? 0.55 : 0.97,
        })),
        area: { x: 60, y, width: 250, height: 16 },
        column: 0,
        paragraph: number,
        heading: false,
      };
    }),
  );
  const recipe = {
    turn: 'none' as const,
    quad: null,
    skew_degrees: null,
    crop: null,
    enhancement: { preset: 'colour' as const, strength: 0.8 },
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
      found: {
        ...recipe,
        quad: [
          { x: 92, y: 20 },
          { x: 860, y: 98 },
          { x: 800, y: 830 },
          { x: 36, y: 742 },
        ],
        skew_degrees: 0.4,
        crop: { x: 0, y: 0, width: 1, height: 1 },
        regions: [{ x: 0.05, y: 0.27, width: 0.9, height: 0.7 }],
      },
      reading: read ? { width_px: 900, height_px: 860, lines, text: TEXT } : null,
      corrected_text: null,
      derivatives: null,
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
    original_url: drawnPage('La rivière n’attend pas', 7),
    original_width_px: 900,
    original_height_px: 860,
    corrected_url: read ? drawnPage('La rivière n’attend pas') : null,
    text: read ? TEXT : '',
    alt: 'Coupure : « La rivière n’attend pas », Le Courrier de la vallée, 12 janvier 2026, page 8',
    caption: '« La rivière n’attend pas », *Le Courrier de la vallée*, 12 janvier 2026, page 8.',
  };
}

function chunks<T>(all: T[], size: number): T[][] {
  const out: T[][] = [];
  for (let at = 0; at < all.length; at += size) out.push(all.slice(at, at + size));
  return out;
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
      state.clippings.set(id, sampleClipping(id, true));
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
      return structuredClone(view);
    },
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
