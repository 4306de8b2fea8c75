// The words of Parts.svelte.

import { catalogue } from '../shared/i18n.svelte';

const fr = {
  title: 'Images de l’article',
  alone: 'L’article tient sur cette image. S’il continue sur une autre, ajoutez-la.',
  unnamed: (number: number) => `Image ${number}`,
  add: 'Ajouter une image',
  which: 'Coupure qui continue cet article',
  choose: 'Choisir…',
  join: 'Ajouter à l’article',
  give_up: 'Renoncer',
  look: (name: string) => `Voir l’image ${name}`,
  none: 'Aucune autre coupure',
  added: 'Image ajoutée à l’article.',
  up: (number: number) => `Avancer l’image ${number}`,
  down: (number: number) => `Reculer l’image ${number}`,
  moved: (number: number, of: number) => `Image placée en ${number} sur ${of}.`,
  remove: (number: number) => `Détacher l’image ${number}`,
  remove_hint: 'Elle redevient une coupure à part',
  removed: 'Image détachée de l’article.',
  export: 'Exporter…',
  export_hint: 'PDF où l’on peut chercher, image et texte, ou texte seul',
  exported: (files: string) => `Enregistré : ${files}`,
  file_name: 'Coupure',
};

const en: typeof fr = {
  title: 'Pictures of the article',
  alone: 'The article is all on this picture. If it goes on in another, add it.',
  unnamed: (number) => `Picture ${number}`,
  add: 'Add a picture',
  which: 'The clipping that continues this article',
  choose: 'Choose…',
  join: 'Add to the article',
  give_up: 'Cancel',
  look: (name) => `Show picture ${name}`,
  none: 'No other clipping',
  added: 'Picture added to the article.',
  up: (number) => `Move picture ${number} up`,
  down: (number) => `Move picture ${number} down`,
  moved: (number, of) => `Picture placed ${number} of ${of}.`,
  remove: (number) => `Take picture ${number} out`,
  remove_hint: 'It becomes a clipping of its own again',
  removed: 'Picture taken out of the article.',
  export: 'Export…',
  export_hint: 'A PDF that can be searched, picture and text, or the text alone',
  exported: (files) => `Saved: ${files}`,
  file_name: 'Clipping',
};

export const t = catalogue({ fr, en });
