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
  stays_title: 'Ce billet est en ligne',
  stays_text: (blogs: string) =>
    `Votre texte va à la corbeille de cet ordinateur. Que devient le billet sur ${blogs} ?`,
  stays_keep: 'Le laisser en ligne',
  stays_take_back: 'Le retirer aussi du blog',
  stays_title_planned: 'Ce billet est planifié',
  stays_text_planned: (blogs: string) =>
    `Votre texte va à la corbeille de cet ordinateur. Si vous laissez le billet planifié, il paraîtra sur ${blogs} à l’heure prévue.`,
  stays_keep_planned: 'Le laisser paraître',
  stays_take_back_planned: 'Ne pas le faire paraître',
  stays_title_hidden: 'Ce billet est sur un blog',
  stays_keep_hidden: 'Le laisser sur le blog',
  stays_title_page: 'La page de ce billet existe',
  stays_text_page: 'Votre texte va à la corbeille. Que devient la page sur cet ordinateur ?',
  stays_keep_page: 'Garder la page',
  stays_take_back_page: 'Retirer aussi la page',
  trashed_taken_back: 'Mis à la corbeille ; le billet est en train d’être retiré.',
  emptyTrash: 'Vider la corbeille…',
  emptyTrashTitle: 'Vider la corbeille ?',
  emptyTrashText: 'Ce qu’elle contient sera effacé de cet ordinateur, sans retour. Ce qui est sur vos blogs y reste.',
  emptyTrashDo: 'Tout effacer',
  cancel: 'Annuler',
};

export type Messages = typeof fr;
