import { mount, unmount } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';

import type { Check, Code } from '../backend/types';
import Checks from './Checks.svelte';

let shown: Record<string, unknown> | undefined;

function show(results: Check[], onmove?: () => void): string {
  shown = mount(Checks, { target: document.body, props: { results, onmove } });
  return document.body.textContent.replace(/\s+/g, ' ');
}

function told(probe: string, verdict: 'note' | 'wrong', code: Code, params: Record<string, string>): Check {
  return { probe, verdict, problem: { code, message: '', params }, found: '' };
}

afterEach(() => {
  if (shown) void unmount(shown);
  shown = undefined;
});

describe('the checks of a connection', () => {
  it('say of a note that the blog is ready all the same', () => {
    const params = { host: 'a.example', user: 'laurent', role: 'author', loses: 'html,categories' };
    const text = show([
      { probe: 'limit', verdict: 'holds', found: '16384000' },
      told('role', 'note', 'role_limited', params),
    ]);
    expect(text).toContain('Ce blog est prêt. Une chose est bonne à savoir.');
    expect(text).toContain('Poids des images : en ordre');
    expect(text).toContain('jusqu’à 16,4 Mo au moins');
    expect(text).toContain('bon à savoir');
    expect(text).toContain('un rôle limité (auteur) : cadres, dessins SVG');
    expect(document.querySelectorAll('.wrong')).toHaveLength(0);
  });

  it('say what an account may not do, and what was found, in words', () => {
    const params = { host: 'a.example', user: 'camille' };
    const text = show([
      { probe: 'role', verdict: 'holds', found: 'contributor' },
      { probe: 'clock', verdict: 'holds', found: '+0 s' },
      { probe: 'blocks', verdict: 'holds', found: 'core/details, core/footnotes' },
      told('uploads', 'wrong', 'not_allowed', params),
    ]);
    expect(text).toContain('camille n’a pas le droit d’envoyer des images sur a.example');
    expect(text).toContain('Vos billets peuvent partir, mais sans images.');
    expect(text).toContain('contributeur');
    expect(text).toContain('à l’heure');
    expect(text).toContain('passages repliables, notes de bas de page');
    expect(text).not.toContain('core/');
  });

  it('offer the address that a blog moved to', () => {
    const onmove = vi.fn();
    const text = show([told('address', 'wrong', 'redirected', { to: 'https://b.example/' })], onmove);
    expect(text).toContain('Quelque chose empêche d’envoyer');
    expect(text).toContain('https://b.example/');
    document.querySelector<HTMLButtonElement>('button.move')?.click();
    expect(onmove).toHaveBeenCalledOnce();
  });
});
