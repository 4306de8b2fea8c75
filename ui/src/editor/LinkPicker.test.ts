import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { setTransport } from '../backend/call';
import { fakeDesk } from '../backend/fake';
import type { PostLink } from '../backend/types';
import { until } from '../shared/until';
import LinkPicker from './LinkPicker.svelte';

let shown: Record<string, unknown> | undefined;
/** The answers that are owed, by the words asked for. */
let owed: Map<string, (posts: PostLink[]) => void>;
const onchoose = vi.fn();

const post = (title: string): PostLink => ({
  blog: 'b',
  blog_name: 'laurent.example',
  title,
  url: `https://laurent.example/${title}`,
  date: null,
});

function field(): HTMLInputElement {
  const found = document.querySelector<HTMLInputElement>('[role=combobox]');
  if (!found) throw new Error('no field');
  return found;
}

function type(words: string): void {
  field().value = words;
  field().dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}

function enter(): void {
  field().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  flushSync();
}

async function answer(words: string, ...titles: string[]): Promise<void> {
  await until(() => expect([...owed.keys()]).toContain(words));
  owed.get(words)?.(titles.map(post));
  await until(() => expect(document.querySelectorAll('[role=option]')).toHaveLength(titles.length));
}

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
  Element.prototype.scrollIntoView ??= () => undefined;
  onchoose.mockClear();
  owed = new Map();
  const desk = fakeDesk(new URLSearchParams());
  setTransport({
    ...desk.transport,
    call: (command, args) =>
      command === 'find_posts'
        ? new Promise((answered) => owed.set(String(args['words']), answered))
        : desk.transport.call(command, args),
  });
  shown = mount(LinkPicker, { target: document.body, props: { onchoose, onclose: () => undefined } });
  flushSync();
});

afterEach(async () => {
  if (shown) await unmount(shown);
});

it('takes nothing from the list of words that were typed over, but what answers the last ones', async () => {
  await answer('', 'Les crues', 'Les moulins');
  type('moul');
  enter();
  expect(onchoose).not.toHaveBeenCalled();
  await answer('moul', 'Les moulins');
  expect(onchoose).toHaveBeenCalledExactlyOnceWith(post('Les moulins'));
});

it('forgets Enter where other words are typed after it', async () => {
  await answer('', 'Les crues', 'Les moulins');
  type('moul');
  enter();
  type('crue');
  await answer('crue', 'Les crues');
  expect(onchoose).not.toHaveBeenCalled();
  enter();
  expect(onchoose).toHaveBeenCalledExactlyOnceWith(post('Les crues'));
});

it('offers the posts of the blog that the draft goes to before those of others', async () => {
  if (shown) await unmount(shown);
  owed = new Map();
  const desk = fakeDesk(new URLSearchParams());
  const [draft] = desk.state.drafts.keys();
  const posts = [post('Les crues'), { ...post('Les moulins'), blog: 'own' }];
  setTransport({
    ...desk.transport,
    call: (command, args) => {
      if (command === 'find_posts') return Promise.resolve(posts);
      if (command === 'publish_button') return Promise.resolve({ blog: 'own', blog_name: '', action: 'publish', at: null, rights: [] });
      return desk.transport.call(command, args);
    },
  });
  shown = mount(LinkPicker, { target: document.body, props: { draft, onchoose, onclose: () => undefined } });
  await until(() => {
    const titles = [...document.querySelectorAll('[role=option]')].map((one) => one.textContent);
    expect(titles[0]).toContain('Les moulins');
    expect(titles[1]).toContain('Les crues');
  });
});
