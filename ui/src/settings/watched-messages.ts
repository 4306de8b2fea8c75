// The words of Watched.svelte.

import { catalogue } from '../shared/i18n.svelte';

const fr = {
  title: 'Dossier surveillé',
  text: 'Les images et les PDF qu’un scanner ou un téléphone dépose dans ce dossier deviennent des coupures. Coupure les lit, sans y toucher.',
  choose: 'Choisir un dossier…',
  other: 'Choisir un autre dossier…',
  stop: 'Ne plus surveiller',
  existing: 'Prendre aussi ce que contient déjà le dossier choisi ensuite',
};

const en: typeof fr = {
  title: 'Watched folder',
  text: 'Pictures and PDFs that a scanner or a phone puts into this folder become clippings. Coupure reads them and changes nothing.',
  choose: 'Choose a folder…',
  other: 'Choose another folder…',
  stop: 'Stop watching',
  existing: 'Also take in what the next folder chosen already holds',
};

export const t = catalogue({ fr, en });
