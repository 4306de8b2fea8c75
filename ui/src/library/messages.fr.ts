import { plural } from '../shared/i18n.svelte';

export const fr = {
  library: 'Bibliothèque',
  search: 'Chercher partout',
  shelves: 'Rayons',
  shelf: { drafts: 'Brouillons', posts: 'Billets', clippings: 'Coupures', trash: 'Corbeille' },
  untitled: 'Sans titre',
  clipping: 'coupure',
  newDraft: 'Nouveau billet',
  newClipping: 'Prendre une coupure…',
  found: (count: number, said: string) => plural(count, `${said} résultat`, `${said} résultats`),
  nothingFound: (words: string) => `Rien ne contient « ${words} ».`,
  nothingFoundHint: 'La recherche regarde les titres, les textes et les coupures, accents compris ou non.',
  empty: {
    drafts: 'Aucun brouillon. Commencez un billet : il est enregistré à mesure que vous écrivez.',
    posts: 'Rien n’est encore parti. Un billet se range ici dès que vous appuyez sur Publier.',
    clippings: 'Aucune coupure. Déposez ici la photo ou le scan d’une page de journal.',
    trash: 'La corbeille est vide.',
  },
  trash: 'Mettre à la corbeille',
  restore: 'Remettre en place',
  trashed: 'Mis à la corbeille.',
  undo: 'Annuler',
  emptyTrash: 'Vider la corbeille…',
  emptyTrashTitle: 'Vider la corbeille ?',
  emptyTrashText: 'Ce qu’elle contient sera effacé de cet ordinateur, sans retour. Ce qui est sur vos blogs y reste.',
  emptyTrashDo: 'Tout effacer',
  cancel: 'Annuler',
};

export type Messages = typeof fr;
