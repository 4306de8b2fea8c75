// What is marked in the article's text: doubtful words, the one that is chosen on the scan, and the
// passage that the pen went over.

import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

export interface Span {
  from: number;
  to: number;
}

interface Marks {
  doubts: readonly Span[];
  chosen: Span | undefined;
  passage: readonly Span[];
}

export const setMarks = StateEffect.define<Marks>();

const doubtMark = Decoration.mark({ class: 'cm-doubt' });
const passageMark = Decoration.mark({ class: 'cm-passage' });
const chosenMark = Decoration.mark({ class: 'cm-chosen' });

export const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, transaction) {
    let next = value.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setMarks)) continue;
      const { doubts, chosen, passage } = effect.value;
      const ranges = doubts.map(({ from, to }) => doubtMark.range(from, to));
      ranges.push(...passage.map(({ from, to }) => passageMark.range(from, to)));
      if (chosen) ranges.push(chosenMark.range(chosen.from, chosen.to));
      next = Decoration.set(ranges, true);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});
