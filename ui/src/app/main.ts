import '../shared/base.css';

import { mount } from 'svelte';

import App from './App.svelte';

// A desk in memory, for work on the face alone. Left out of the built window.
if (import.meta.env.DEV && new URLSearchParams(location.search).has('fake')) {
  const { installFake } = await import('../backend/fake');
  installFake();
}

const target = document.getElementById('app');
if (target) mount(App, { target });
