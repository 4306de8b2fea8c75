import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { setTransport } from '../backend/call';
import { fakeDesk, type FakeDesk } from '../backend/fake';
import { nothingSaid } from '../backend/fake/clippings';
import type { Clipping, ClippingView } from '../backend/types';
import { startEvents } from '../shared/events';
import { until } from '../shared/until';
import SourceForm from './SourceForm.svelte';
import { Workbench } from './workbench.svelte';

let desk: FakeDesk;
let stop: () => void;
let shown: Record<string, unknown> | undefined;
let bench: Workbench | undefined;

/** The form of a clipping, after `prepare` changed what is known of it. */
async function open(prepare: (view: ClippingView) => void = () => undefined): Promise<() => Clipping> {
  const [id = '', view] = [...desk.state.clippings.entries()][0] ?? [];
  if (!view) throw new Error('there is no clipping');
  prepare(view);
  bench = new Workbench(id);
  shown = mount(SourceForm, { target: document.body, props: { bench } });
  await until(() => field('Journal'));
  return () => view.clipping;
}

function field(label: string): HTMLInputElement {
  const found = [...document.querySelectorAll('label')].find((one) => one.textContent.trim() === label);
  const input = document.getElementById(found?.htmlFor ?? '');
  if (!(input instanceof HTMLInputElement)) throw new Error(`no field is called ${label}`);
  return input;
}

function type(label: string, value: string): void {
  const input = field(label);
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}

/** Chooses of the native list that has the value. */
function choose(value: string): void {
  const option = document.querySelector<HTMLOptionElement>(`option[value="${value}"]`);
  const list = option?.closest('select');
  if (!list) throw new Error(`nothing offers ${value}`);
  list.value = value;
  list.dispatchEvent(new Event('change', { bubbles: true }));
  flushSync();
}

function named(name: string): HTMLElement {
  const all = [...document.querySelectorAll<HTMLElement>('button')];
  const found = all.find((one) => (one.getAttribute('aria-label') ?? one.textContent).trim() === name);
  if (!found) throw new Error(`nothing is named ${name}`);
  return found;
}

beforeEach(async () => {
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
  desk = fakeDesk(new URLSearchParams());
  setTransport(desk.transport);
  stop = await startEvents();
});

afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
  bench?.stop();
  stop();
});

describe('where an article comes from', () => {
  const proposal = (view: ClippingView): void => {
    view.clipping.provenance = { ...nothingSaid(), newspaper: 'Le Courrier' };
    view.proposals.provenance = { ...nothingSaid(), newspaper: 'L’Écho du Val', date: '2026-03-07', page: '3' };
  };

  it('takes a proposal by Enter or by its button, and never by itself', async () => {
    const clipping = await open(proposal);
    expect(clipping().provenance.page).toBe('');
    field('Page').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    await until(() => expect(clipping().provenance.page).toBe('3'));
    expect(clipping().provenance.date).toBeNull();
    document.querySelector<HTMLElement>('button[aria-label$="comme date de parution"]')?.click();
    await until(() => expect(clipping().provenance.date).toBe('2026-03-07'));
  });

  it('takes all that is proposed at once, and leaves what was written alone', async () => {
    const clipping = await open(proposal);
    named('Tout accepter').click();
    const expected = { ...nothingSaid(), newspaper: 'Le Courrier', date: '2026-03-07', page: '3' };
    await until(() => expect(clipping().provenance).toEqual(expected));
    expect(() => named('Tout accepter')).toThrow();
  });

  it('says of a link that is none that it is none, and of one that is nothing', async () => {
    const clipping = await open();
    type('Lien vers l’article', 'courrier.example');
    expect(field('Lien vers l’article').getAttribute('aria-invalid')).toBe('true');
    type('Lien vers l’article', 'https://courrier.example/article');
    expect(field('Lien vers l’article').getAttribute('aria-invalid')).not.toBe('true');
    await until(() => expect(clipping().provenance.link).toBe('https://courrier.example/article'));
  });
});

describe('by what right it is shown', () => {
  it('asks for what belongs to each right, and for nothing else', async () => {
    const clipping = await open((view) => (view.clipping.rights = { kind: 'to_check' }));
    const has = (label: string) => {
      try {
        return field(label) !== undefined;
      } catch {
        return false;
      }
    };
    expect([has('Accordée par'), has('Nom de la licence')]).toEqual([false, false]);
    choose('permission');
    type('Accordée par', 'Anne Morel');
    await until(() => expect(clipping().rights).toEqual({ kind: 'permission', by: 'Anne Morel', on: null }));
    choose('licence');
    expect(has('Accordée par')).toBe(false);
    type('Nom de la licence', 'CC BY-SA 4.0');
    await until(() => expect(clipping().rights).toEqual({ kind: 'licence', name: 'CC BY-SA 4.0' }));
    choose('public_domain');
    await until(() => expect(clipping().rights).toEqual({ kind: 'public_domain' }));
  });

  it('keeps the mail that permits it, by its name, until it is removed', async () => {
    const clipping = await open();
    named('Joindre le courriel…').click();
    await until(() => expect(document.querySelector('.mail bdi')?.textContent).toBe('Re: votre demande.eml'));
    expect(document.querySelector('.mail')?.textContent).toContain('48');
    expect(() => named('Demander l’autorisation')).toThrow();
    named('Retirer le courriel Re: votre demande.eml').click();
    await until(() => expect(clipping().permission_mail).toBeNull());
    await until(() => named('Demander l’autorisation'));
  });

  it('writes the request in the language of the article, or in the one that is chosen', async () => {
    await open((view) => (view.clipping.rights = { kind: 'to_check' }));
    const opened: unknown[] = [];
    const { call } = desk.transport;
    desk.transport.call = (name, args) => {
      if (name === 'open_address') opened.push(args['url'] ?? Object.values(args)[0]);
      return call(name, args);
    };
    type('Titre de l’article', 'Le pont');
    named('Demander l’autorisation').click();
    const text = () => document.querySelector('textarea')?.value ?? '';
    await until(() => expect(text()).toContain('Je tiens un blog'));
    // What was just typed was saved before the request was written.
    const [view] = [...desk.state.clippings.values()];
    expect(view?.clipping.provenance.title).toBe('Le pont');
    choose('en');
    await until(() => expect(text()).toContain('I write a blog'));
    expect(document.querySelector('textarea')?.lang).toBe('en');
    named('Ouvrir dans la messagerie').click();
    await until(() => expect(opened).toEqual(['mailto:?subject=Request&body=Hello']));
  });
});
