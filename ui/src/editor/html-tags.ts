// HTML inside Markdown: its tags are drawn back, nothing more. Stands in for
// `@codemirror/lang-html` (see vite.config.ts), which brings the grammars of JavaScript and CSS,
// a third of the window's code, to colour what a post never holds.

import { LanguageSupport, StreamLanguage } from '@codemirror/language';

const tags = StreamLanguage.define<{ inTag: boolean }>({
  name: 'html-tags',
  startState: () => ({ inTag: false }),
  token(stream, state) {
    if (state.inTag) {
      if (stream.match('>') || stream.match('/>')) {
        state.inTag = false;
        return 'angleBracket';
      }
      if (!stream.match(/^"[^"]*"|^'[^']*'|^[^>"'/]+|^\//)) stream.next();
      return 'attributeName';
    }
    if (stream.match(/^<\/?[a-zA-Z][\w-]*/)) {
      state.inTag = true;
      return 'tagName';
    }
    if (stream.match(/^<!--.*?(-->|$)/)) return 'comment';
    stream.next();
    stream.eatWhile(/[^<]/);
    return null;
  },
});

export function html(): LanguageSupport {
  return new LanguageSupport(tags);
}

export function htmlCompletionSource(): null {
  return null;
}
