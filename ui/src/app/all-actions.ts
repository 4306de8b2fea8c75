// The list of everything that can be done in the window.

import type { Settings } from '../backend/types';
import type { TextEditor } from '../editor/text-editor';
import type { Action } from './actions';
import { t } from './messages';
import type { Pane } from './panes.svelte';

export interface Doings {
  open: boolean;
  readOnly: boolean;
  libraryShown: boolean;
  previewShown: boolean;
  editor: TextEditor | undefined;
  settings: Settings;
  newDraft: () => void;
  takeClipping: () => void;
  insertClipping: () => void;
  insertPicture: () => void;
  search: () => void;
  nextPane: () => void;
  toggle: (pane: Pane) => void;
  fields: () => void;
  show: (what: 'palette' | 'shortcuts' | 'activity' | 'history' | 'post-link') => void;
  save: () => void;
  preferences: () => void;
  publish: () => void;
  change: (settings: Settings) => void;
}

export function actionsOf(d: Doings): Action[] {
  const w = t();
  const closed = !d.open;
  const noText = closed || d.readOnly;
  return [
    { id: 'palette', group: 'window', label: w.palette, keys: 'Mod-p', run: () => d.show('palette') },
    { id: 'search', group: 'window', label: w.search, keys: 'Mod-Shift-f', run: d.search },
    { id: 'pane', group: 'window', label: w.nextPane, keys: 'F6', run: d.nextPane },
    {
      id: 'preview',
      group: 'window',
      label: d.previewShown ? w.hidePreview : w.showPreview,
      keys: 'F8',
      run: () => d.toggle('preview'),
    },
    {
      id: 'library',
      group: 'window',
      label: d.libraryShown ? w.hideLibrary : w.showLibrary,
      keys: 'F9',
      run: () => d.toggle('library'),
    },
    { id: 'activity', group: 'window', label: w.activity, keys: 'Mod-Shift-e', run: () => d.show('activity') },
    { id: 'settings', group: 'window', label: w.settings, keys: 'Mod-,', run: d.preferences },
    { id: 'shortcuts', group: 'window', label: w.shortcuts, keys: 'F1', run: () => d.show('shortcuts') },

    { id: 'new', group: 'draft', label: w.newDraft, keys: 'Mod-n', run: d.newDraft },
    { id: 'take', group: 'draft', label: w.newClipping, keys: 'Mod-Shift-n', run: d.takeClipping },
    { id: 'save', group: 'draft', label: w.save, keys: 'Mod-s', run: d.save, disabled: noText },
    { id: 'publish', group: 'draft', label: w.publish, keys: 'Mod-Enter', run: d.publish, disabled: noText },
    { id: 'fields', group: 'draft', label: w.fields, keys: 'Mod-e', run: d.fields, disabled: closed },
    {
      id: 'history',
      group: 'draft',
      label: w.history,
      keys: 'Mod-Shift-h',
      run: () => d.show('history'),
      disabled: closed,
    },

    {
      id: 'clipping',
      group: 'text',
      label: w.insertClipping,
      keys: 'Mod-Shift-c',
      run: d.insertClipping,
      disabled: noText,
    },
    {
      id: 'picture',
      group: 'text',
      label: w.insertPicture,
      keys: 'Mod-Shift-i',
      run: d.insertPicture,
      disabled: noText,
    },
    {
      id: 'post-link',
      group: 'text',
      label: w.postLink,
      keys: 'Mod-Shift-k',
      run: () => d.show('post-link'),
      disabled: noText,
    },
    text('find', w.find, 'Mod-f', () => d.editor?.run('find'), closed),
    text('bold', w.bold, 'Mod-b', () => d.editor?.run('bold'), noText),
    text('italic', w.italic, 'Mod-i', () => d.editor?.run('italic'), noText),
    text('link', w.link, 'Mod-k', () => d.editor?.run('link'), noText),
    text('space', w.noBreakSpace, 'Mod-Shift-Space', () => d.editor?.run('space'), noText),

    ...(['system', 'light', 'dark'] as const).map((theme) => ({
      id: `theme-${theme}`,
      group: 'window' as const,
      label: { system: w.themeSystem, light: w.themeLight, dark: w.themeDark }[theme],
      run: () => d.change({ ...d.settings, theme }),
    })),
    ...(['fr', 'en'] as const).map((language) => ({
      id: `language-${language}`,
      group: 'window' as const,
      label: language === 'fr' ? w.inFrench : w.inEnglish,
      run: () => d.change({ ...d.settings, window_language: language }),
    })),
  ];
}

function text(id: string, label: string, keys: string, run: () => void, disabled: boolean): Action {
  return { id, group: 'text', label, keys, run, disabled, inText: true };
}
