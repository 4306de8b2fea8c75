// Theme, size of the text, language of the window: as the author prefers, applied at once.

import { setSettings } from '../backend/commands';
import type { Settings, Welcome } from '../backend/types';
import { setWindowLanguage } from '../shared/i18n.svelte';
import { orSay } from '../shared/toasts.svelte';

const dark = window.matchMedia('(prefers-color-scheme: dark)');

let settings = $state.raw<Settings>();
let systemLanguage: Welcome['system_language'] = 'fr';

export function currentSettings(): Settings | undefined {
  return settings;
}

export function startLook(welcome: Welcome): void {
  systemLanguage = welcome.system_language;
  settings = welcome.settings;
  apply(welcome.settings);
  dark.addEventListener('change', () => settings && apply(settings));
}

/** Applies, then has it kept. */
export async function changeSettings(next: Settings): Promise<void> {
  settings = next;
  apply(next);
  await orSay(setSettings(next));
}

function apply(next: Settings): void {
  const root = document.documentElement;
  const theme = next.theme === 'system' ? (dark.matches ? 'dark' : 'light') : next.theme;
  root.dataset['theme'] = theme;
  root.style.setProperty('--text-size', `${Math.min(32, Math.max(12, next.font_size_px))}px`);
  setWindowLanguage((next.window_language ?? systemLanguage) === 'fr' ? 'fr' : 'en');
}
