import { catalogue } from '../shared/i18n.svelte';
import { en } from './messages.en';
import { fr } from './messages.fr';

export const t = catalogue({ fr, en });
