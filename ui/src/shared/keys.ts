// Keys as one writes them: `Mod-Shift-c` is Ctrl+Maj+C, or ⇧⌘C on a Mac.

import { catalogue } from './i18n.svelte';

export const isMac = /Mac/.test(navigator.platform);

const names = catalogue({
  fr: { Shift: 'Maj', Ctrl: 'Ctrl', Enter: 'Entrée', Delete: 'Suppr', Space: 'Espace', Escape: 'Échap' },
  en: { Shift: 'Shift', Ctrl: 'Ctrl', Enter: 'Enter', Delete: 'Delete', Space: 'Space', Escape: 'Esc' },
});

export function keysShown(keys: string): string {
  const parts = keys.split(/-(?=.)/);
  const key = parts.pop() ?? '';
  const named = (names() as Record<string, string>)[key];
  const shown = named ?? (key.length === 1 ? key.toUpperCase() : key);
  const has = (part: string) => parts.includes(part);
  if (isMac) return `${has('Shift') ? '⇧' : ''}${has('Mod') ? '⌘' : ''}${shown}`;
  return [has('Mod') && names().Ctrl, has('Shift') && names().Shift, shown].filter(Boolean).join('+');
}

/** Whether these are the keys that were pressed. */
export function pressed(event: KeyboardEvent, keys: string): boolean {
  const parts = keys.split(/-(?=.)/);
  const key = parts.pop() ?? '';
  const mod = isMac ? event.metaKey : event.ctrlKey;
  const other = isMac ? event.ctrlKey : event.metaKey;
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    mod === parts.includes('Mod') &&
    // A sign that needs Shift on some keyboards is itself all the same.
    (key.length === 1 && !/[a-z]/i.test(key) ? true : event.shiftKey === parts.includes('Shift')) &&
    !event.altKey &&
    !other
  );
}
