// The languages that a post or a clipping can be in, and their names in the window's.

import type { Language } from '../backend/types';
import { windowLanguage, type WindowLanguage } from './i18n.svelte';

/** The window's two first. */
const LANGUAGES: readonly Language[] = ['fr', 'en', 'de', 'es', 'it', 'pt', 'nl'];

const NAMES: Record<WindowLanguage, Record<Language, string>> = {
  fr: {
    fr: 'Français',
    en: 'Anglais',
    de: 'Allemand',
    es: 'Espagnol',
    it: 'Italien',
    pt: 'Portugais',
    nl: 'Néerlandais',
  },
  en: {
    fr: 'French',
    en: 'English',
    de: 'German',
    es: 'Spanish',
    it: 'Italian',
    pt: 'Portuguese',
    nl: 'Dutch',
  },
};

/** Every language with its name, to choose one. */
export function languageOptions(): { value: Language; label: string }[] {
  const names = NAMES[windowLanguage()];
  return LANGUAGES.map((value) => ({ value, label: names[value] }));
}
