// The few words that base components say by themselves.

import { catalogue } from '../i18n.svelte';

export const words = catalogue({
  fr: { close: 'Fermer', dismiss: 'Masquer ce message', loading: 'Un instant…' },
  en: { close: 'Close', dismiss: 'Dismiss this message', loading: 'One moment…' },
});
