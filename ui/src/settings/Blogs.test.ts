import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { FakeDesk } from '../backend/fake';
import { toasts } from '../shared/toasts.svelte';
import { until } from '../shared/until';
import { button, calls, onblogs, open, putAway, show, type } from './blogs-page';

let desk: FakeDesk;

beforeEach(async () => {
  desk = await show();
});

afterEach(putAway);

describe('blogs', () => {
  it('are asked for field by field, nothing being sent before', async () => {
    open('Ajouter un WordPress');
    type('Adresse du blog', 'laurent');
    button('Ajouter ce blog').click();
    await until(() => expect(document.activeElement?.getAttribute('aria-invalid')).toBe('true'));
    const said = [...document.querySelectorAll('[role=alert]')].map((one) => one.textContent);
    expect(said).toHaveLength(3);
    expect(said[0]).toContain('ne se lit pas');
    expect(desk.state.blogs).toHaveLength(2);
  });

  it('say at the field why the blog refused, and keep what was typed', async () => {
    const { call } = desk.transport;
    desk.transport.call = (name, args) =>
      name === 'add_blog'
        ? Promise.reject({ code: 'password_refused', message: '', params: { host: 'x.example' } })
        : call(name, args);
    open('Ajouter un WordPress');
    type('Adresse du blog', 'x.example');
    type('Identifiant', 'laurent');
    type('Mot de passe d’application', 'hunter2');
    button('Ajouter ce blog').click();
    await until(() =>
      expect(document.querySelector('[role=alert]')?.textContent).toContain('24 lettres'),
    );
    expect(document.querySelectorAll('[role=alert]')).toHaveLength(1);
    expect(onblogs).not.toHaveBeenCalled();
  });

  it('say of a server that does not answer what to look at, and promise nothing', async () => {
    const { call } = desk.transport;
    desk.transport.call = (name, args) =>
      name === 'add_blog'
        ? Promise.reject({ code: 'offline', message: '', params: { host: '127.0.0.1:1' } })
        : call(name, args);
    open('Ajouter un WordPress');
    type('Adresse du blog', 'http://127.0.0.1:1');
    type('Identifiant', 'laurent');
    type('Mot de passe d’application', 'abcd EFGH 1234 ijkl MNOP 5678');
    button('Ajouter ce blog').click();
    await until(() =>
      expect(document.querySelector('[role=alert]')?.textContent).toContain('127.0.0.1:1 ne répond pas. Vérifiez'),
    );
    expect(document.body.textContent).not.toContain('de lui-même');
  });

  it('are not called ready before they were looked at, nor where that found a fault', async () => {
    open('Ajouter un WordPress');
    type('Adresse du blog', 'x.example');
    type('Identifiant', 'laurent');
    type('Mot de passe d’application', 'abcd EFGH 1234 ijkl MNOP 5678');
    button('Ajouter ce blog').click();
    await until(() => expect(document.body.textContent).toContain('Quelque chose empêche d’envoyer'));
    await until(() => expect(toasts().map(({ text }) => text).join()).toContain('x.example est enregistré'));
    expect(toasts().map(({ text }) => text).join()).not.toContain('x.example est prêt');
  });

  it('say where their passwords are kept', async () => {
    open('Ajouter un WordPress');
    expect(document.body.textContent).toContain('gardé dans le trousseau');
    await putAway();
    desk = await show('files');
    open('Ajouter un WordPress');
    await until(() => expect(document.body.textContent).toContain('gardé dans un fichier'));
    expect(document.body.textContent).not.toContain('jamais dans un fichier');
  });

  it('take a password anew, at the address and under the name that are known', async () => {
    const sent = calls(desk, 'add_blog');
    open('Nouveau mot de passe pour laurent.example');
    const field = document.activeElement as HTMLInputElement;
    expect(field.type).toBe('password');
    type('Mot de passe d’application', 'abcd EFGH 1234 ijkl MNOP 5678');
    button('Enregistrer').click();
    await until(() => expect(onblogs).toHaveBeenCalledOnce());
    const known = desk.state.blogs[1]?.blog;
    expect(sent).toHaveBeenCalledExactlyOnceWith({
      blog: {
        ...(known?.kind.kind === 'word_press' && { url: known.kind.url, user: known.kind.user }),
        kind: 'word_press',
        password: 'abcd EFGH 1234 ijkl MNOP 5678',
        name: 'laurent.example',
      },
    });
    expect(desk.state.blogs).toHaveLength(2);
    expect(() => button('Nouveau mot de passe pour Sur cet ordinateur')).toThrow();
  });

  it('are checked once added, each probe with what it found', async () => {
    open('Ajouter un dossier');
    button('Choisir…').click();
    await until(() => expect(document.querySelector<HTMLInputElement>('.beside input')?.value).not.toBe(''));
    button('Ajouter ce blog').click();
    await until(() => expect(document.body.textContent).toContain('Tout va bien'));
    expect(onblogs).toHaveBeenCalledOnce();
  });

  it('are connected by the browser, which needs the address alone', async () => {
    open('Ajouter un WordPress');
    button('Se connecter dans le navigateur').click();
    await until(() => expect(document.querySelectorAll('[role=alert]')).toHaveLength(1));
    type('Adresse du blog', 'fleurs.example');
    button('Se connecter dans le navigateur').click();
    await until(() => button('Rouvrir la page'));
    expect(onblogs).not.toHaveBeenCalled();
    desk.state.emit({
      kind: 'authorising_failed',
      problem: { code: 'authorise_rejected', message: '', params: { host: 'fleurs.example' } },
    });
    await until(() => expect(document.body.textContent).toContain('a été refusée dans le navigateur'));
    button('Se connecter dans le navigateur').click();
    await until(() => expect(onblogs).toHaveBeenCalledOnce());
    expect(desk.state.blogs.map(({ blog }) => blog.name)).toContain('fleurs.example');
  });

  it('can be removed after one question, but for the one of this computer', async () => {
    expect(() => button('Retirer Sur cet ordinateur')).toThrow();
    button('Retirer laurent.example').click();
    await until(() => button('Retirer'));
    button('Retirer').click();
    await until(() => expect(onblogs).toHaveBeenCalledOnce());
    expect(desk.state.blogs.map(({ blog }) => blog.name)).toEqual(['Sur cet ordinateur']);
  });

  it('are shown where the browser answers after the author waits no more', async () => {
    open('Ajouter un WordPress');
    type('Adresse du blog', 'fleurs.example');
    open('Se connecter dans le navigateur');
    await until(() => button('Ne plus attendre'));
    open('Ne plus attendre');
    await until(() => expect(document.activeElement).toBe(button('Se connecter dans le navigateur')));
    type('Adresse du blog', 'autre.example');
    await until(() => button('Retirer fleurs.example'));
    const field = document.querySelector<HTMLInputElement>('form input');
    expect(field?.value, 'what is typed meanwhile stays').toBe('autre.example');
  });

  it('have the keys once they are added, and what is below once one is removed', async () => {
    open('Ajouter un WordPress');
    type('Adresse du blog', 'fleurs.example');
    open('Se connecter dans le navigateur');
    await until(() => expect(document.activeElement).toBe(button('Ouvrir fleurs.example')));
    open('Retirer fleurs.example');
    await until(() => button('Retirer'));
    open('Retirer');
    await until(() => expect(document.activeElement).toBe(button('Ajouter un WordPress')));
  });

  it('take the titles of their posts from an export, and say how many or why none', async () => {
    const picked = calls(desk, 'pick_export');
    const line = 'Lire ses titres dans un export de WordPress…';
    expect(() => button('Autres choses pour Sur cet ordinateur')).toThrow();
    open('Autres choses pour laurent.example');
    await until(() => button(line));
    open(line);
    await until(() => expect(toasts().at(-1)?.text).toContain('412 billets de laurent.example'));
    expect(picked).toHaveBeenCalledExactlyOnceWith({ blog: desk.state.blogs[1]?.blog.id });
    const { call } = desk.transport;
    desk.transport.call = (name, args) =>
      name === 'pick_export'
        ? Promise.reject({ code: 'file_unreadable', message: '', params: { file: 'a.xml', wanted: 'export' } })
        : call(name, args);
    open('Autres choses pour laurent.example');
    await until(() => button(line));
    open(line);
    await until(() => expect(toasts().at(-1)?.text).toContain('n’est pas un export de WordPress'));
  });
});
