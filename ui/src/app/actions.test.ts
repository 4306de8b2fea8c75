import { expect, it } from 'vitest';

import { usualKeys } from '../editor/text-editor';
import { keysShown, pressed } from '../shared/keys';
import { type Action, matching, runPressed } from './actions';
import { actionsOf, type Doings } from './all-actions';

const action = (label: string, more: Partial<Action> = {}): Action => ({
  id: label,
  group: 'window',
  label,
  run: () => undefined,
  ...more,
});

it('finds a command by its first letters, by a word, by scattered letters, accents or not', () => {
  const all = [action('Chercher'), action('Réglages'), action('Largeur de l’aperçu')];
  expect(matching(all, 'regl').map((one) => one.label)).toEqual(['Réglages']);
  expect(matching(all, 'APERCU').map((one) => one.label)).toEqual(['Largeur de l’aperçu']);
  expect(matching(all, 'chch').map((one) => one.label)).toEqual(['Chercher']);
  expect(matching(all, 'xyz')).toEqual([]);
});

it('runs what was pressed, and only that', () => {
  let ran = '';
  const all = [
    action('a', { keys: 'Mod-n', run: () => (ran += 'a') }),
    action('b', { keys: 'Mod-Shift-n', run: () => (ran += 'b') }),
    action('c', { keys: 'F6', run: () => (ran += 'c') }),
    action('d', { keys: 'Mod-b', inText: true, run: () => (ran += 'd') }),
  ];
  const press = (key: string, more: KeyboardEventInit = {}) =>
    runPressed(all, new KeyboardEvent('keydown', { key, ...more }));
  expect(press('n', { ctrlKey: true })).toBe(true);
  expect(press('N', { ctrlKey: true, shiftKey: true })).toBe(true);
  expect(press('F6')).toBe(true);
  expect(press('n')).toBe(false);
  expect(press('n', { ctrlKey: true, altKey: true })).toBe(false);
  expect(press('b', { ctrlKey: true })).toBe(false);
  expect(ran).toBe('abc');
});

it('writes keys as they stand on a French keyboard', () => {
  expect(keysShown('Mod-Shift-c')).toBe('Ctrl+Maj+C');
  expect(keysShown('Mod-,')).toBe('Ctrl+,');
  expect(pressed(new KeyboardEvent('keydown', { key: ',', ctrlKey: true }), 'Mod-,')).toBe(true);
});

it('leaves no key of an action to CodeMirror, which would change the text with it', () => {
  const nothing = new Proxy({}, { get: () => () => undefined }) as Doings;
  const keys = (written: string) => written.toLowerCase().split(/-(?=.)/).sort().join('-');
  const ofText = new Set(usualKeys.flatMap(({ key }) => (key === undefined ? [] : [keys(key)])));
  const taken = actionsOf(nothing).filter((one) => !one.inText && one.keys && ofText.has(keys(one.keys)));
  expect(taken.map((one) => one.id)).toEqual([]);
});
