// A pasted picture. WebKitGTK gives the page an empty paste event for it, or none at all, so an
// empty paste is what is looked for; the picture itself is then read by the desk.

import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** How long a paste event may take to follow its keys. */
const EVENT_MS = 150;

export function pasteIsEmpty(found: () => void): Extension {
  let expected: ReturnType<typeof setTimeout> | undefined;

  return EditorView.domEventHandlers({
    keydown: (event, view) => {
      if (event.key.toLowerCase() !== 'v' || !(event.ctrlKey || event.metaKey) || event.altKey) {
        return false;
      }
      clearTimeout(expected);
      const before = view.state.doc;
      expected = setTimeout(() => {
        if (view.state.doc === before && view.hasFocus) found();
      }, EVENT_MS);
      return false;
    },
    paste: (event) => {
      clearTimeout(expected);
      // A picture copied from a page brings its HTML along, but no words.
      if ((event.clipboardData?.getData('text/plain') ?? '') !== '') return false;
      event.preventDefault();
      found();
      return true;
    },
  });
}
