import { describe, expect, it } from 'vitest';

import type { Code, Problem } from '../backend/types';
import { setWindowLanguage } from './i18n.svelte';
import { problemSentence, problemWhenAsked } from './problems';

function said(code: Code, params: Problem['params'] = {}): string {
  return problemSentence({ code, message: '', params }).replace(/[\u00a0\u202f]/g, ' ');
}

describe('the sentence of a problem', () => {
  it('says when a post under embargo leaves, near or far', () => {
    const soon = new Date(Date.now() + 5 * 60_000 - 1_000).toISOString();
    expect(said('embargoed', { until: soon })).toBe(
      'Une coupure de ce billet est sous embargo. Le billet partira de lui-même dans 5 min.',
    );
    expect(said('embargoed')).toMatch(/partira de lui-même à sa date\.$/);
  });

  it('says of a wrong clock the same in both languages, where it is known by how much and where not', () => {
    const host = 'laurent.example';
    expect(said('clock_wrong', { host, seconds_ahead: '840' })).toMatch(/avance de 14 min\S* sur celle de laurent/);
    expect(said('clock_wrong', { host, seconds_ahead: '-840' })).toMatch(/retarde de 14 min\S* sur celle/);
    expect(said('clock_wrong', { host })).toMatch(/n’est pas à la même heure que celle de laurent/);
    setWindowLanguage('en');
    expect(said('clock_wrong', { host, seconds_ahead: '840' })).toMatch(/is 14 min\S* ahead of that of laurent/);
    expect(said('clock_wrong', { host })).toMatch(/is not set to the same time as that of laurent/);
    setWindowLanguage('fr');
  });

  it('promises no post to who asked for one clipping', () => {
    const problem: Problem = { code: 'clipping_not_ready', message: '', params: {} };
    expect(problemSentence(problem)).toContain('Le billet partira');
    expect(problemWhenAsked(problem)).toBe(
      'Cette coupure est encore en cours de lecture. Réessayez dès qu’elle sera prête.',
    );
  });

  it('says in both languages what to do with a photo of an iPhone that cannot be read', () => {
    expect(said('picture_unsupported', { kind: 'HEIC tiled' })).toContain('Le plus compatible');
    setWindowLanguage('en');
    expect(said('picture_unsupported', { kind: 'HEIC tiled' })).toContain('“Most Compatible”');
    setWindowLanguage('fr');
  });

  it('names a PDF where it has a name, and makes a sentence where it has none', () => {
    expect(said('pdf_damaged')).toMatch(/^Ce PDF est abîmé\./);
    expect(said('pdf_password', { file: 'page.pdf' })).toMatch(/^Le PDF « page\.pdf » demande/);
    setWindowLanguage('en');
    expect(said('pdf_damaged')).toMatch(/^This PDF is damaged\./);
    expect(said('pdf_password', { file: 'page.pdf' })).toMatch(/^The PDF “page\.pdf” asks/);
  });
});
