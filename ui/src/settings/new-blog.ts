// What is wrong with a blog's form before it is sent, and where a refusal belongs. Pure.

import type { BlogView, Code } from '../backend/types';
import type { Messages } from './messages.fr';

/** The name of a sentence of the catalogue. */
export type Sentence = {
  [K in keyof Messages]: Messages[K] extends string ? K : never;
}[keyof Messages];

/** The form that is open to add a blog. */
export type Adding = 'word_press' | 'word_press_com' | 'folder';

/** By what a WordPress is written to. */
export type Door = 'word_press' | 'xml_rpc';

export interface WordPressForm {
  url: string;
  user: string;
  password: string;
  name: string;
}

/** The form of a WordPress that is known, to give its password anew; an empty one otherwise. */
export function formOf(known: BlogView | undefined): WordPressForm {
  const kind = known?.blog.kind;
  if (kind?.kind !== 'word_press' && kind?.kind !== 'xml_rpc') {
    return { url: '', user: '', password: '', name: '' };
  }
  return { url: kind.url, user: kind.user, password: '', name: known?.blog.name ?? '' };
}

/** By what a blog that is known is written to. */
export function doorOf(known: BlogView | undefined): Door | undefined {
  const kind = known?.blog.kind.kind;
  return kind === 'word_press' || kind === 'xml_rpc' ? kind : undefined;
}

export interface FolderForm {
  path: string;
  name: string;
}

export type Wrong<F> = Partial<Record<keyof F, Sentence>>;

/** The address as it is asked for; `undefined` where it is none. */
export function addressOf(typed: string): URL | undefined {
  const text = typed.trim();
  if (text === '' || /\s/.test(text)) return undefined;
  // `localhost:8080` would be read as a scheme.
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  try {
    const url = new URL(scheme ? text : `https://${text}`);
    const web = url.protocol === 'https:' || url.protocol === 'http:';
    const named = isLocal(url) || url.hostname.includes('.');
    return web && named && !url.hostname.endsWith('.') ? url : undefined;
  } catch {
    return undefined;
  }
}

function isLocal(url: URL): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname) || url.hostname.endsWith('.localhost');
}

/** An address that WordPress.com gave; a blog there may have another one. */
export function isOfWordPressCom(typed: string): boolean {
  return addressOf(typed)?.hostname.endsWith('.wordpress.com') ?? false;
}

/**
 * Whether the older interface may let in where the usual one failed so: it is shut, makes no
 * passwords, or never sees them. A blog of WordPress.com refuses there what it takes by the older
 * one; with any other a refused password is only that.
 */
export function mayBeOlder(code: Code, wordPressCom: boolean): boolean {
  switch (code) {
    case 'rest_off':
    case 'not_wordpress':
    case 'application_passwords_off':
    case 'authorization_stripped':
    case 'authorise_unavailable':
      return true;
    case 'password_refused':
      return wordPressCom;
    default:
      return false;
  }
}

/** `WP_Application_Passwords::PW_LENGTH`. */
const APPLICATION_PASSWORD_LENGTH = 24;

/**
 * Whether what the blog refused was no application password at all. Never a reason not to ask:
 * a blog may make its own kind. Spaces are only how it is shown (`abcd EFGH …`).
 */
export function isOtherPassword(password: string): boolean {
  const bare = password.replace(/\s/g, '');
  return bare.length !== APPLICATION_PASSWORD_LENGTH || /[^A-Za-z0-9]/.test(bare);
}

export function wrongInWordPress(form: WordPressForm, door: Door = 'word_press'): Wrong<WordPressForm> {
  const wrong: Wrong<WordPressForm> = {};
  const url = addressOf(form.url);
  if (form.url.trim() === '') wrong.url = 'url_missing';
  else if (!url) wrong.url = 'url_wrong';
  else if (url.protocol === 'http:' && !isLocal(url)) wrong.url = 'url_plain';
  if (form.user.trim() === '') wrong.user = 'user_missing';
  if (form.password.trim() === '') {
    wrong.password = door === 'xml_rpc' ? 'older_password_missing' : 'password_missing';
  }
  return wrong;
}

export function wrongInFolder(form: FolderForm): Wrong<FolderForm> {
  const wrong: Wrong<FolderForm> = {};
  if (form.path.trim() === '') wrong.path = 'folder_missing';
  else if (!/^(\/|[A-Za-z]:[\\/]|\\\\)/.test(form.path.trim())) wrong.path = 'folder_relative';
  if (form.name.trim() === '') wrong.name = 'name_missing';
  return wrong;
}

/** The field that a refusal is about; `undefined`: the whole. */
export function fieldOf(code: Code): keyof WordPressForm | undefined {
  switch (code) {
    case 'address_invalid':
    case 'address_not_found':
    case 'certificate_refused':
    case 'redirect_loop':
    case 'redirected':
    case 'not_wordpress':
    case 'rest_off':
    case 'xml_rpc_off':
      return 'url';
    case 'password_refused':
    case 'secret_missing':
      return 'password';
    case 'name_taken':
      return 'name';
    default:
      return undefined;
  }
}

/** Where WordPress makes application passwords. */
export function profileAddress(typed: string): string | undefined {
  const url = addressOf(typed);
  if (!url) return undefined;
  const base = url.href.replace(/[?#].*$/, '').replace(/\/(wp-(admin|login|json).*)?$/, '');
  return `${base}/wp-admin/profile.php#application-passwords-section`;
}
