import { EditorState } from '@codemirror/state';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { setTransport } from '../backend/call';
import { type FakeDesk, fakeDesk } from '../backend/fake';
import type { PreviewBlock } from '../backend/types';
import { applySplice } from '../preview/blocks';
import { startEvents } from '../shared/events';
import { Writing } from './writing.svelte';

/** A window without a screen: a text, and the blocks of a preview. */
async function scene() {
  const desk: FakeDesk = fakeDesk();
  setTransport(desk.transport);
  await startEvents();
  let state = EditorState.create();
  let blocks: PreviewBlock[] = [];
  const writing = new Writing(
    {
      load: (text) => (state = EditorState.create({ doc: text })),
      replace: (text) => (state = EditorState.create({ doc: text })),
      text: () => state.doc,
      reset: (next) => (blocks = next.map((block) => ({ ...block }))),
      apply: (splice) => applySplice(blocks, splice),
    },
    () => false,
  );
  writing.start();
  const type = (insert: string): void => {
    const transaction = state.update({ changes: { from: state.doc.length, insert } });
    state = transaction.state;
    writing.add(transaction.changes);
  };
  const erase = (count: number): void => {
    const { length } = state.doc;
    const transaction = state.update({ changes: { from: length - count, to: length } });
    state = transaction.state;
    writing.add(transaction.changes);
  };
  const [first, second] = [...desk.state.drafts.values()];
  if (!first || !second) throw new Error('The fake desk has drafts');
  return {
    desk,
    writing,
    type,
    erase,
    first,
    second,
    text: () => state.doc.toString(),
    html: () => blocks.map((block) => block.html).join(''),
  };
}

/** Runs `meanwhile` once, after the desk has done the first call of that name and before its answer. */
function during(desk: FakeDesk, name: string, meanwhile: () => void): void {
  const { transport } = desk;
  const { call } = transport;
  let done = false;
  transport.call = async (command, args) => {
    const answer = await call(command, args);
    if (command === name && !done) {
      done = true;
      meanwhile();
    }
    return answer;
  };
}

/** Makes calls of that name fail until the result is called. */
function broken(desk: FakeDesk, name: string): () => void {
  const { transport } = desk;
  const { call } = transport;
  transport.call = (command, args) =>
    command === name
      ? Promise.reject({ code: 'disk_full', message: 'Full.', params: {} } as unknown as Error)
      : call(command, args);
  return () => (transport.call = call);
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });

describe('writing', () => {
  beforeEach(() => localStorage.clear());

  it('says that it is saved only when the desk has said so', async () => {
    const { writing, type, desk, first } = await scene();
    await writing.open(first.id);
    expect(writing.saved).toBe(true);
    type('Encore un mot.');
    expect(writing.saved).toBe(false);
    await until(() => expect(desk.state.drafts.get(first.id)?.content.body).toContain('Encore un mot.'));
    expect(writing.saved).toBe(false);
    await until(() => expect(writing.saved).toBe(true));
  });

  it('patches the preview with what was typed', async () => {
    const { writing, type, html, first } = await scene();
    await writing.open(first.id);
    type('\n\nUn **autre** paragraphe.');
    await until(() => expect(html()).toContain('<strong>autre</strong>'));
  });

  it('saves the title, and says so only then', async () => {
    const { writing, desk, first } = await scene();
    await writing.open(first.id);
    if (!writing.fields) throw new Error('A draft is open');
    writing.setFields({ ...writing.fields, title: 'Un autre titre' });
    expect(writing.saved).toBe(false);
    await until(() => expect(writing.saved).toBe(true));
    expect(desk.state.drafts.get(first.id)?.content.title).toBe('Un autre titre');
  });

  it('takes what was typed last with it when another draft is opened', async () => {
    const { writing, type, desk, first, second, text } = await scene();
    await writing.open(first.id);
    type('Dernier mot.');
    await writing.open(second.id);
    expect(desk.state.drafts.get(first.id)?.content.body).toContain('Dernier mot.');
    expect(text()).toBe(second.content.body);
    expect(writing.id).toBe(second.id);
  });

  it('takes with it what was typed while the draft was being put away', async () => {
    const { writing, type, desk, first, second } = await scene();
    await writing.open(first.id);
    type('Un.');
    during(desk, 'flush', () => {
      type(' Deux.');
      if (writing.fields) writing.setFields({ ...writing.fields, title: 'Titre tardif' });
    });
    await writing.open(second.id);
    expect(desk.state.drafts.get(first.id)?.content.body).toContain('Un. Deux.');
    expect(desk.state.drafts.get(first.id)?.content.title).toBe('Titre tardif');
  });

  it('shows the title as readers will see it', async () => {
    const { writing, first } = await scene();
    await writing.open(first.id);
    if (writing.fields) writing.setFields({ ...writing.fields, title: "L'été" });
    await writing.flush();
    expect(writing.shownTitle).toBe('L’été');
    expect(writing.fields?.title).toBe("L'été");
    await writing.open(first.id);
    expect(writing.shownTitle).toBe('L’été');
  });

  it('does not say saved of an edit that the desk has not taken yet', async () => {
    const { writing, type, desk, first } = await scene();
    await writing.open(first.id);
    const { call } = desk.transport;
    desk.transport.call = async (command, args) => {
      if (command === 'edit') await new Promise((done) => setTimeout(done, 100));
      return call(command, args);
    };
    during(desk, 'set_fields', () => type('Lent.'));
    if (writing.fields) writing.setFields({ ...writing.fields, title: 'Autre' });
    await writing.flush();
    expect(desk.state.drafts.get(first.id)?.content.body).toContain('Lent.');
    expect(writing.saved).toBe(true);
  });

  it('is saved where what was typed was taken back', async () => {
    const { writing, type, first, erase } = await scene();
    await writing.open(first.id);
    type('a');
    erase(1);
    expect(writing.saved).toBe(true);
  });

  it('stays on a draft that cannot be saved, and loses nothing of it', async () => {
    const { writing, type, desk, first, second, text } = await scene();
    await writing.open(first.id);
    const mend = broken(desk, 'flush');
    type('À ne pas perdre.');
    await expect(writing.open(second.id)).rejects.toMatchObject({ code: 'disk_full' });
    expect(writing.id).toBe(first.id);
    expect(text()).toContain('À ne pas perdre.');
    mend();
    await writing.open(second.id);
    expect(writing.id).toBe(second.id);
    expect(desk.state.drafts.get(first.id)?.content.body).toContain('À ne pas perdre.');
  });

  it('says what prevents saving, and goes on by itself', async () => {
    const { writing, type, desk, first, text } = await scene();
    await writing.open(first.id);
    const mend = broken(desk, 'edit');
    type('Un.');
    await until(() => expect(writing.problem?.code).toBe('disk_full'));
    expect(writing.saved).toBe(false);
    type(' Deux.');
    mend();
    await until(() => expect(writing.saved).toBe(true));
    expect(writing.problem).toBeUndefined();
    expect(desk.state.drafts.get(first.id)?.content.body).toBe(text());
  });

  it('shows the text that a choice between two versions gave the draft', async () => {
    const { writing, desk, text } = await scene();
    const publication = desk.state.publications.find((one) => one.theirs !== null);
    if (!publication) throw new Error('The fake desk has a conflict');
    await writing.open(publication.draft);
    const draft = desk.state.drafts.get(publication.draft);
    if (!draft) throw new Error('It has its draft');
    draft.content.body = 'Le texte du blog.';
    desk.state.emit({ kind: 'publication_changed', publication: { ...publication, theirs: null } });
    await until(() => expect(text()).toBe('Le texte du blog.'));
    expect(writing.saved).toBe(true);
  });

  it('opens the draft that was clicked last', async () => {
    const { writing, first, second, text } = await scene();
    await Promise.all([writing.open(first.id), writing.open(second.id)]);
    expect(writing.id).toBe(second.id);
    expect(text()).toBe(second.content.body);
  });
});
