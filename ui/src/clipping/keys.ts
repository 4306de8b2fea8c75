// The workbench's own keys, and how they are told.

import { t } from './messages';

export const ACCEPT_KEYS = 'Mod-Enter';
export const UNDO_KEYS = 'Mod-z';
export const REDO_KEYS = 'Mod-Shift-z';
export const NEXT_DOUBT_KEYS = 'F8';
export const PREVIOUS_DOUBT_KEYS = 'Shift-F8';
export const MARKER_KEYS = 'Mod-Shift-m';
export const QUOTE_KEYS = 'Mod-Shift-Enter';

/** For the page of shortcuts. */
export function workbenchKeys(): { label: string; keys: string }[] {
  return [
    { label: t().doubt_next, keys: NEXT_DOUBT_KEYS },
    { label: t().doubt_previous, keys: PREVIOUS_DOUBT_KEYS },
    { label: t().accept_word, keys: ACCEPT_KEYS },
    { label: t().marker, keys: MARKER_KEYS },
    { label: t().mark_by_keys, keys: 'Shift-ArrowRight' },
    { label: t().quote, keys: QUOTE_KEYS },
    { label: t().undo_recipe, keys: UNDO_KEYS },
    { label: t().redo_recipe, keys: REDO_KEYS },
    { label: t().zoom_in, keys: '+' },
    { label: t().zoom_out, keys: '-' },
    { label: t().zoom_fit, keys: '0' },
    { label: t().zoom_true, keys: '1' },
  ];
}
