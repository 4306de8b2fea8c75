import { describe, expect, it } from 'vitest';

import {
  addressOf,
  fieldOf,
  isOfWordPressCom,
  isOtherPassword,
  mayBeOlder,
  profileAddress,
  wrongInFolder,
  wrongInWordPress,
} from './new-blog';

const good = {
  url: 'laurent.example',
  user: 'laurent',
  password: 'abcd EFGH 1234 ijkl MNOP 5678',
  name: '',
};

describe('a WordPress to add', () => {
  it('is good with an address, a user and an application password', () => {
    expect(wrongInWordPress(good)).toEqual({});
  });

  it('says what is missing, field by field', () => {
    expect(wrongInWordPress({ url: ' ', user: '', password: '', name: '' })).toEqual({
      url: 'url_missing',
      user: 'user_missing',
      password: 'password_missing',
    });
  });

  it.each(['laurent', 'ftp://laurent.example', 'mon blog.example', 'https://', 'laurent@', 'http:laurent'])(
    'does not take %s for an address',
    (url) => {
      expect(wrongInWordPress({ ...good, url }).url).toBe('url_wrong');
    },
  );

  it('does not let a password travel in the open, but to this computer', () => {
    expect(wrongInWordPress({ ...good, url: 'http://laurent.example' }).url).toBe('url_plain');
    for (const url of ['http://localhost:8080', 'http://127.0.0.1:9000/blog', 'localhost:8080']) {
      expect(wrongInWordPress({ ...good, url }), url).toEqual({});
    }
  });

  it('knows an account’s password from an application’s, to say so once it is refused', () => {
    expect(isOtherPassword('hunter2')).toBe(true);
    expect(isOtherPassword(good.password)).toBe(false);
    expect(wrongInWordPress({ ...good, password: 'hunter2' })).toEqual({});
  });

  it('finds the page of application passwords, in a folder as well', () => {
    const page = 'wp-admin/profile.php#application-passwords-section';
    expect(profileAddress('laurent.example')).toBe(`https://laurent.example/${page}`);
    expect(profileAddress('https://x.example/blog/')).toBe(`https://x.example/blog/${page}`);
    expect(profileAddress('https://x.example/wp-login.php?a=1')).toBe(`https://x.example/${page}`);
    expect(profileAddress('x')).toBeUndefined();
  });
});

it('an address is https where nothing else is said', () => {
  expect(addressOf('laurent.example')?.href).toBe('https://laurent.example/');
  expect(addressOf('été.example')?.hostname).toBe('xn--t-9fab.example');
});

it('a folder needs its whole path and a name', () => {
  expect(wrongInFolder({ path: '/home/laurent/Site', name: 'Site' })).toEqual({});
  expect(wrongInFolder({ path: 'C:\\Site', name: 'Site' })).toEqual({});
  expect(wrongInFolder({ path: 'Site', name: ' ' })).toEqual({
    path: 'folder_relative',
    name: 'name_missing',
  });
});

it('a refusal is shown at the field that it is about', () => {
  expect(fieldOf('password_refused')).toBe('password');
  expect(fieldOf('not_wordpress')).toBe('url');
  expect(fieldOf('xml_rpc_off')).toBe('url');
  expect(fieldOf('name_taken')).toBe('name');
  expect(fieldOf('timed_out')).toBeUndefined();
});

it('the older interface is thought of where the usual one cannot do, not where a password is wrong', () => {
  for (const code of ['rest_off', 'application_passwords_off', 'authorization_stripped'] as const) {
    expect(mayBeOlder(code, false), code).toBe(true);
  }
  for (const code of ['password_refused', 'offline', 'certificate_refused', 'name_taken'] as const) {
    expect(mayBeOlder(code, false), code).toBe(false);
  }
  expect(mayBeOlder('password_refused', true)).toBe(true);
});

it('an address that WordPress.com gave is known by its end alone', () => {
  expect(isOfWordPressCom('laurent.wordpress.com/2026/01')).toBe(true);
  for (const other of ['laurent.example', 'wordpress.com.example', 'monwordpress.com', '']) {
    expect(isOfWordPressCom(other), other).toBe(false);
  }
});
