// Pictures that come from outside: dropped, pasted, picked. In the text they stand as figures at
// once; over the library they become clippings.

import { importDrafts, pickPictures, takeIn, takeInChosenPages, takeInClipboard } from '../backend/commands';
import type { ClippingId, DraftId, Problem, TakenIn } from '../backend/types';
import type { TextEditor } from '../editor/text-editor';
import { on } from '../shared/events';
import { dismiss, orSay, say, sayProblem } from '../shared/toasts.svelte';
import { t } from './messages';
import type { PicturesShown } from './pictures-shown';

export interface Into {
  /** Asked for when they are there. `undefined`: no text to put them in; they stay in the library. */
  readonly editor: TextEditor | undefined;
  pictures: PicturesShown;
  look: (clipping: ClippingId) => void;
  open: (draft: DraftId) => void;
  /** A document has more pages than are taken unasked. */
  choosePages: (path: string, problem: Problem, into: Into) => void;
}

export async function takeInPages(path: string, pages: string, into: Into): Promise<boolean> {
  const taken = await orSay(takeInChosenPages(path, pages));
  if (taken) place(taken, into);
  return taken !== undefined;
}

/** Texts become drafts of their own; all else is taken for a picture, and told if it is not. */
const TEXT = /\.(md|markdown|mdown|txt)$/i;

export async function takeInFiles(paths: string[], into: Into, at?: number): Promise<void> {
  const texts = paths.filter((path) => TEXT.test(path));
  const pictures = paths.filter((path) => !TEXT.test(path));
  if (pictures.length > 0) place((await orSay(takeIn(pictures, true))) ?? [], into, at);
  if (texts.length === 0) return;
  const drafts = await orSay(importDrafts(texts));
  const last = drafts?.at(-1);
  if (last !== undefined) into.open(last);
}

export async function takeInPicked(asClipping: boolean, into: Into): Promise<void> {
  place((await orSay(pickPictures(asClipping))) ?? [], into);
}

export async function takeInPasted(into: Into): Promise<void> {
  const taken = await orSay(takeInClipboard(true));
  if (taken) place([taken], into);
  else if (taken === null) say(t().noPictureToPaste);
}

/** What comes by itself, from the watched folder, is told and does not get in the way. */
export function tellOfFolder(into: () => Into): () => void {
  let last: number | undefined;
  const stops = [
    on('taken_from_folder', ({ clippings }) => {
      const first = clippings[0];
      if (first === undefined) return;
      say(t().takenFromFolder(clippings.length), { label: t().look, run: () => into().look(first) });
    }),
    on('watched_folder', ({ problem }) => {
      // A folder may hold whatever it likes, and one message of it is enough at a time.
      if (problem.code === 'not_a_picture') return;
      const path = problem.code === 'too_many_pages' ? problem.params['file'] : undefined;
      const choose = () => path && into().choosePages(path, problem, into());
      const action = path ? { label: t().choosePages, run: () => void choose() } : undefined;
      const id = sayProblem(problem, undefined, action);
      if (id === undefined) return;
      if (last !== undefined) dismiss(last);
      last = id;
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function place(taken: readonly TakenIn[], into: Into, at?: number): void {
  for (const { path, problem } of taken) {
    if (problem?.code === 'too_many_pages' && path !== '') into.choosePages(path, problem, into);
    else if (problem) sayProblem(problem);
  }
  const good = taken.filter((one) => one.problem === null);
  if (good.length === 0) return;
  for (const { clipping } of good) if (clipping !== null) into.pictures.expect(clipping);
  const { editor } = into;
  if (editor) {
    editor.insertBlocks(good.map((one) => one.markdown), at);
    return;
  }
  const first = good.find((one) => one.clipping !== null)?.clipping;
  if (first) say(t().clippingTaken, { label: t().look, run: () => into.look(first) });
  // The text that it was picked for was left meanwhile, and the library shows no such pictures.
  if (good.some((one) => one.clipping === null)) say(t().pictureNotPlaced);
}
