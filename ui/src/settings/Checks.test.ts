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

  it('offer the address that a blog moved to', () => {
    const onmove = vi.fn();
    const text = show([told('address', 'wrong', 'redirected', { to: 'https://b.example/' })], onmove);
    expect(text).toContain('Quelque chose empêche d’envoyer');
    expect(text).toContain('https://b.example/');
    document.querySelector<HTMLButtonElement>('button.move')?.click();
    expect(onmove).toHaveBeenCalledOnce();
  });
});
