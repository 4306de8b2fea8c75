import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { setTransport } from '../backend/call';
import { fakeDesk, type FakeDesk } from '../backend/fake';
import { startEvents } from '../shared/events';
import { dismiss, toasts } from '../shared/toasts.svelte';
import { until } from '../shared/until';
import ReadingNote from './ReadingNote.svelte';
import SourceForm from './SourceForm.svelte';
import { Workbench } from './workbench.svelte';

let desk: FakeDesk;
let stop: () => void;
let bench: Workbench;
let shown: Record<string, unknown> | undefined;

function named(name: string): HTMLElement {
  const all = [...document.querySelectorAll<HTMLElement>('button')];
  const found = all.find((one) => (one.getAttribute('aria-label') ?? one.textContent).trim() === name);
  if (!found) throw new Error(`nothing is named ${name}`);
  return found;
}

const press = (name: string) => {
  named(name).focus();
  named(name).click();
  flushSync();
};

beforeEach(async () => {
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
  desk = fakeDesk(new URLSearchParams());
  setTransport(desk.transport);
  stop = await startEvents();
  bench = new Workbench([...desk.state.clippings.keys()][0] ?? '');
});

afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
  bench.stop();
  stop();
  for (const { id } of toasts()) dismiss(id);
});

it('hands the keys on where what was pressed goes: the mail, the embargo, a proposal', async () => {
  const view = [...desk.state.clippings.values()][0];
  if (view) {
    view.clipping.embargo = '2027-02-03T00:00:00Z';
    view.clipping.provenance.page = '';
    view.proposals.provenance.page = '3';
  }
  shown = mount(SourceForm, { target: document.body, props: { bench } });
  await until(() => press('Joindre le courriel…'));
  await until(() => press('Retirer le courriel Re: votre demande.eml'));
  await until(() => expect(document.activeElement).toBe(named('Joindre le courriel…')));
  press('Retirer la date');
  expect(document.activeElement?.closest('.embargo')).not.toBeNull();
  const take = document.querySelector<HTMLElement>('button[aria-label$="comme page"]');
  take?.focus();
  take?.click();
  flushSync();
  expect((document.activeElement as HTMLInputElement).value).toBe('3');
});

it('copies the request with its subject, and never says that it did where it could not', async () => {
  shown = mount(SourceForm, { target: document.body, props: { bench } });
  await until(() => press('Demander l’autorisation'));
  const text = () => document.querySelector('textarea');
  await until(() => expect(text()?.value).toContain('Je tiens un blog'));
  const body = text()?.value;
  const told = () => toasts().map((toast) => toast.text);
  let copied = '';
  document.execCommand = vi.fn(() => {
    copied = text()?.value ?? '';
    return false;
  });
  press('Copier');
  await until(() => expect(told()).toEqual(['La demande n’a pas pu être copiée. Sélectionnez le texte pour le copier.']));
  document.execCommand = vi.fn(() => true);
  press('Copier');
  await until(() => expect(told()).toContain('La demande est copiée.'));
  expect(copied).toMatch(/^Demande d’autorisation/);
  expect(copied).toContain(body);
  expect(text()?.value).toBe(body);
});

it('says of a reading that was stopped whose text is shown', async () => {
  shown = mount(ReadingNote, { target: document.body, props: { bench } });
  await until(() => expect(bench.view).toBeDefined());
  await bench.cancel();
  await until(() => expect(document.body.textContent).toContain('La lecture a été arrêtée'));
});
