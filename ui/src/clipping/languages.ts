import type { Language } from '../backend/types';

/** The languages that can be read, the window's two first. */
export const LANGUAGES: readonly Language[] = ['fr', 'en', 'de', 'es', 'it', 'pt', 'nl'];
