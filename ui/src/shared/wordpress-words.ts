// What a WordPress calls by a name of its own, in the author's words.

import { catalogue } from './i18n.svelte';

type Words = Record<string, string>;

const roles = catalogue<Words>({
  fr: {
    administrator: 'administrateur',
    editor: 'éditeur',
    author: 'auteur',
    contributor: 'contributeur',
    subscriber: 'abonné',
  },
  en: {},
});

const blocks = catalogue<Words>({
  fr: { 'core/details': 'passages repliables', 'core/footnotes': 'notes de bas de page' },
  en: { 'core/details': 'collapsible passages', 'core/footnotes': 'footnotes' },
});

/** Names as a WordPress lists them: `author, shop_manager`. */
export function sayRoles(names: string): string {
  return said(names, roles());
}

export function sayBlocks(names: string): string {
  return said(names, blocks());
}

function said(names: string, words: Words): string {
  return names
    .split(', ')
    .map((name) => words[name] ?? name)
    .join(', ');
}
