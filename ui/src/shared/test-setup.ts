import { beforeEach } from 'vitest';

import { setWindowLanguage } from './i18n.svelte';

beforeEach(() => setWindowLanguage('fr'));

// jsdom lays nothing out.
Element.prototype.scrollIntoView ??= () => undefined;
