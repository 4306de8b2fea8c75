import { beforeEach } from 'vitest';

import { setWindowLanguage } from './i18n.svelte';

beforeEach(() => setWindowLanguage('fr'));

// jsdom lays nothing out.
Element.prototype.scrollIntoView ??= () => undefined;
Range.prototype.getClientRects ??= () => [] as unknown as DOMRectList;
Range.prototype.getBoundingClientRect ??= () => new DOMRect();

// jsdom draws nothing, and says so at every canvas.
HTMLCanvasElement.prototype.getContext = () => null;
