// How the text looks: the desk's tokens, and Markdown's marks drawn back behind the words.

import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const look = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--serif)',
    fontSize: 'var(--text-size)',
    lineHeight: '1.65',
    overflow: 'visible',
  },
  '.cm-content': { padding: '0 0 40vh', caretColor: 'var(--accent)' },
  '.cm-line': { padding: '0' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground':
    { backgroundColor: 'var(--selection)' },
  '.cm-placeholder': { color: 'var(--ink-soft)', fontStyle: 'italic' },

  // A no-break space: a low bar under it, wide enough to be seen under the narrow one too.
  '.cm-no-break': { position: 'relative' },
  '.cm-no-break::after': {
    content: '""',
    position: 'absolute',
    left: '50%',
    bottom: '0.02em',
    width: 'max(100%, 5px)',
    height: '2px',
    transform: 'translateX(-50%)',
    borderRadius: '1px',
    backgroundColor: 'var(--accent)',
    opacity: '0.6',
    pointerEvents: 'none',
  },

  '.cm-figure-source': {
    fontFamily: 'var(--sans)',
    fontSize: 'var(--small)',
    lineHeight: '1.5',
    color: 'var(--ink-soft)',
  },
  '.cm-figure-source *': { color: 'inherit' },
  '.cm-reference': {
    padding: '0 5px',
    borderRadius: '4px',
    backgroundColor: 'color-mix(in srgb, var(--ink) 7%, transparent)',
  },
  '.cm-place': {
    padding: '0 6px',
    border: '0',
    borderRadius: '4px',
    backgroundColor: 'color-mix(in srgb, var(--accent) 12%, transparent)',
    color: 'var(--accent)',
    font: '400 var(--small)/1.5 var(--sans)',
    cursor: 'pointer',
  },
  '.cm-picture': { display: 'block', padding: '10px 0 4px' },
  '.cm-picture-frame': {
    display: 'inline-block',
    position: 'relative',
    padding: '0',
    border: '1px solid var(--line)',
    borderRadius: '3px',
    background: 'var(--well)',
    overflow: 'hidden',
    cursor: 'default',
    maxWidth: '100%',
    minWidth: '160px',
    height: '242px',
  },
  '.cm-picture-frame img': {
    display: 'block',
    height: '240px',
    maxWidth: '100%',
    objectFit: 'contain',
  },
  '.cm-picture-frame.pending img': { filter: 'grayscale(1)', opacity: '0.55' },
  '.cm-picture-note': {
    position: 'absolute',
    left: '8px',
    bottom: '8px',
    padding: '2px 8px',
    borderRadius: '4px',
    font: '400 var(--small) / 1.4 var(--sans)',
    color: 'var(--ink)',
    background: 'var(--raised)',
    boxShadow: 'var(--shadow)',
  },

  '.cm-searchMatch': { backgroundColor: 'var(--waiting-wash)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--selection)', outline: '1px solid var(--accent)' },
  '.cm-specialChar': { color: 'var(--bad)' },
});

const marks = HighlightStyle.define([
  { tag: tags.processingInstruction, color: 'var(--ink-soft)', fontWeight: '400' },
  { tag: tags.heading1, fontWeight: '700', fontSize: '1.35em', lineHeight: '1.4' },
  { tag: tags.heading2, fontWeight: '700', fontSize: '1.18em', lineHeight: '1.4' },
  { tag: tags.heading, fontWeight: '700' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strong, fontWeight: '700' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: tags.link, color: 'var(--accent)' },
  { tag: tags.url, color: 'var(--ink-soft)', fontSize: '0.86em' },
  { tag: tags.quote, color: 'var(--ink)', fontStyle: 'italic' },
  { tag: tags.monospace, fontFamily: 'var(--mono)', fontSize: '0.84em' },
  { tag: [tags.tagName, tags.angleBracket, tags.attributeName], color: 'var(--ink-soft)', fontSize: '0.86em', fontFamily: 'var(--sans)' },
  { tag: tags.contentSeparator, color: 'var(--ink-soft)' },
]);

export const theme: Extension = [look, syntaxHighlighting(marks)];
