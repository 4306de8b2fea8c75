// Blogs of the fake desk. `ferme.example` has its usual interface shut, a `*.wordpress.com` takes
// the older one alone.

import type { Authorising, BlogKind, BlogView, Check, NewBlog, OlderInterface, Problem } from '../types';
import { type Commands, type FakeState, freshId } from './state';

/** The web address of what an author types. */
function siteOf(typed: string): URL {
  return new URL(typed.includes('://') ? typed : `https://${typed}`);
}

function isOfWordPressCom(host: string): boolean {
  return host.endsWith('.wordpress.com');
}

function isShut(typed: string): boolean {
  const { hostname } = siteOf(typed);
  return hostname.startsWith('ferme.') || isOfWordPressCom(hostname);
}

function shut(code: 'rest_off' | 'xml_rpc_off', typed: string): Problem {
  return { code, message: 'Shut.', params: { host: siteOf(typed).hostname } };
}

function kindOf(wanted: NewBlog): BlogKind {
  switch (wanted.kind) {
    case 'folder':
      return { kind: 'folder', path: wanted.path };
    case 'word_press':
      return { kind: 'word_press', url: wanted.url, api: `${wanted.url}/wp-json/`, user: wanted.user };
    case 'xml_rpc':
      return { kind: 'xml_rpc', url: wanted.url, endpoint: `${wanted.url}/xmlrpc.php`, user: wanted.user };
  }
}

export function blogCommands(state: FakeState): Commands {
  const add = (name: string, kind: BlogKind, title: string): BlogView => {
    if (state.blogs.some((view) => view.blog.name === name)) {
      throw { code: 'name_taken', message: 'Taken.', params: { name } };
    }
    const address = kind.kind === 'folder' ? kind.path : kind.url;
    const view: BlogView = {
      blog: {
        id: freshId(),
        name,
        kind,
        title,
        language: 'fr',
        time_zone: 'Europe/Paris',
        features: { details_block: true, footnotes_block: true, revisions: true, version: '6.8' },
      },
      built_in: false,
      emails_subscribers: kind.kind !== 'folder' && isOfWordPressCom(siteOf(kind.url).hostname),
      address,
    };
    state.blogs.push(view);
    return view;
  };
  const authorised = (view: BlogView): void => {
    state.emit({ kind: 'blog_authorised', blog: structuredClone(view) });
  };
  let signingIn: string | undefined;

  return {
    blogs: () => structuredClone(state.blogs),
    add_blog: ({ blog: wanted }: { blog: NewBlog }) => {
      const known = state.blogs.find(
        ({ blog: { kind } }) =>
          kind.kind !== 'folder' &&
          kind.kind === wanted.kind &&
          kind.url === wanted.url &&
          kind.user === wanted.user,
      );
      if (known) {
        known.blog.name = wanted.name;
        return structuredClone(known);
      }
      if (wanted.kind === 'word_press' && isShut(wanted.url)) throw shut('rest_off', wanted.url);
      if (wanted.kind === 'folder') return structuredClone(add(wanted.name, kindOf(wanted), wanted.title));
      const name = wanted.name === '' ? siteOf(wanted.url).hostname : wanted.name;
      return structuredClone(add(name, kindOf(wanted), name));
    },
    find_older_interface: ({ url }: { url: string }): OlderInterface => {
      if (!isShut(url)) throw shut('xml_rpc_off', url);
      const site = siteOf(url);
      return { url: site.href, wordpress_com: isOfWordPressCom(site.hostname) };
    },
    check_blog: async ({ blog: id }: { blog: string }): Promise<Check[]> => {
      await new Promise((done) => setTimeout(done, 600));
      const checked = state.blogs.find((view) => view.blog.id === id)?.blog.kind;
      if (checked?.kind === 'folder') {
        return [{ probe: 'folder', verdict: 'holds', found: '/home/laurent/Documents/Coupure' }];
      }
      const host = 'laurent.example';
      const user = 'laurent';
      return [
        { probe: 'address', verdict: 'holds', found: 'https://laurent.example' },
        { probe: 'wordpress', verdict: 'holds', found: '6.8.12' },
        { probe: 'rest', verdict: 'holds', found: 'https://laurent.example/wp-json/' },
        {
          probe: 'clock',
          verdict: 'note',
          problem: { code: 'clock_wrong', message: '', params: { host, seconds_ahead: '840' } },
          found: '+840 s',
        },
        {
          probe: 'password',
          verdict: 'wrong',
          problem: { code: 'password_refused', message: '', params: { host, user } },
          found: '',
        },
      ];
    },
    begin_authorising: ({ url, name }: { url: string; name: string }): Authorising => {
      if (isShut(url)) throw shut('rest_off', url);
      const { hostname: host } = siteOf(url);
      const kind: BlogKind = {
        kind: 'word_press',
        url: `https://${host}`,
        api: `https://${host}/wp-json/`,
        user: 'laurent',
      };
      setTimeout(() => {
        try {
          authorised(add(name === '' ? host : name, kind, host));
        } catch (problem) {
          state.emit({ kind: 'authorising_failed', problem: problem as Problem });
        }
      }, 1500);
      return { url: `https://${host}/`, page: `https://${host}/wp-admin/authorize-application.php` };
    },
    begin_wordpress_com: ({ name }: { name: string }): Authorising => {
      signingIn = name;
      return { url: 'https://wordpress.com/', page: 'https://public-api.wordpress.com/oauth2-1/authorize' };
    },
    finish_wordpress_com: ({ returned }: { returned: string }) => {
      if (signingIn === undefined || !returned.includes('state=')) {
        throw { code: 'authorise_stale', message: 'Stale.', params: {} };
      }
      const url = 'https://laurent.wordpress.com';
      const kind: BlogKind = { kind: 'word_press_com', site_id: '184570', url, user: 'laurent' };
      const view = add(signingIn === '' ? 'laurent.wordpress.com' : signingIn, kind, 'Carnets');
      signingIn = undefined;
      authorised(view);
      return structuredClone(view);
    },
    stop_wordpress_com: () => {
      signingIn = undefined;
      return null;
    },
    move_blog: ({ blog: id, address }: { blog: string; address: string }) => {
      const moved = state.blogs.find((view) => view.blog.id === id);
      if (moved) moved.address = address;
      return structuredClone(moved);
    },
    pick_export: () => 412,
    remove_blog: ({ blog: id }: { blog: string }) => {
      state.blogs = state.blogs.filter((view) => view.blog.id !== id);
    },
  };
}
