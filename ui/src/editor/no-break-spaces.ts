// No-break spaces can be seen: they are what French typography hangs on, and look like any other.

import { Decoration, type DecorationSet, EditorView, MatchDecorator, ViewPlugin, type ViewUpdate } from '@codemirror/view';

const mark = Decoration.mark({ class: 'cm-no-break' });
const decorator = new MatchDecorator({ regexp: /[\u00a0\u202f]/g, decoration: mark });

export const noBreakSpaces = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = decorator.createDeco(view);
    }

    update(update: ViewUpdate): void {
      this.decorations = decorator.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
