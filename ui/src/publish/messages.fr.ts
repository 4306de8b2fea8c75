import type { Deed } from './offer';
import type { PublishAction } from '../backend/types';

const deeds: Record<Deed, string> = {
  undo: 'Annuler',
  compare: 'Comparer les deux versions',
  publish_again: 'Publier à nouveau',
  leave_gone: 'Le laisser retiré',
  send_anyway: 'Envoyer maintenant',
  reschedule: 'Choisir une autre heure…',
  retry: 'Réessayer maintenant',
  send_lighter: 'Envoyer une image plus légère',
  include: 'Inclure ce que j’ai écrit depuis',
  open: 'Ouvrir la page',
  take_back: 'Retirer',
  give_up: 'Abandonner',
};

/** `blog`: its name. `when`: the hour of a schedule, said. A folder blog's page is never *publié*. */
const button: Record<PublishAction, (blog: string, when: string, folder: boolean) => string> = {
  create_page: () => 'Créer la page sur cet ordinateur',
  update_page: () => 'Mettre à jour la page sur cet ordinateur',
  publish: (blog) => `Publier sur ${blog}`,
  publish_when_online: () => 'Publier au retour du réseau',
  update: (blog) => `Mettre à jour sur ${blog}`,
  update_when_online: () => 'Mettre à jour au retour du réseau',
  schedule: (_, when) => `Planifier au ${when}`,
  up_to_date: (blog, _, folder) =>
    folder ? 'La page est à jour sur cet ordinateur' : `À jour sur ${blog}`,
};

export const fr = {
  rights_to_check: (named: string, others: number) =>
    `Droits à vérifier : ${named}${others === 0 ? '' : others === 1 ? ' et une autre coupure' : ` et ${others} autres coupures`}`,
  rights_scan: (named: string, others: number) =>
    `Courte citation, mais l’image entière est montrée : ${named}${others === 0 ? '' : others === 1 ? ' et une autre coupure' : ` et ${others} autres coupures`}`,
  rights_ask: 'Voir les droits',
  rights_open: 'Ouvrir la coupure',
  button,
  // On a blog that writes to its subscribers when a post appears.
  mail: 'avec courriel aux abonnés',
  with_mail: (label: string) => `${label}, avec courriel aux abonnés`,
  schedule_hides: 'Le billet est en ligne : il sera retiré du blog jusqu’à cette date.',
  schedule_mail: 'Quand le billet paraîtra, le blog écrira à ses abonnés.',
  deeds,
  publish_passed: 'Publier maintenant',
  more: 'Autres façons d’envoyer',
  where: (blog: string) => `Sur ${blog}`,
  as_draft: 'Envoyer comme brouillon',
  as_private: 'Envoyer en privé',
  // Of a post that readers see.
  off_as_draft: 'Retirer du blog (repasser en brouillon)…',
  off_as_private: 'Retirer du blog (passer en privé)…',
  // Pressed already, it goes on by itself.
  pressed: { network: 'En attente du réseau', waiting: 'En attente', sending: 'Envoi en cours' },
  include_rest: 'Inclure la suite',
  publish_now: 'Publier tout de suite',
  schedule: 'Planifier…',
  fields: 'Adresse, extrait, étiquettes…',
  leaves: (seconds: number) => `Part dans ${seconds} s`,
  page_in: (seconds: number) => `Page dans ${seconds} s`,
  leaves_said: 'Le billet part dans dix secondes. Le bouton Annuler l’arrête.',
  page_said: 'La page sera créée dans dix secondes. Le bouton Annuler l’arrête.',
  // The same, where readers see the post and will not any more.
  hides: {
    draft: (seconds: number) => `Retiré du blog dans ${seconds} s`,
    taken_back: (seconds: number) => `Retiré du blog dans ${seconds} s`,
    private: (seconds: number) => `Passe en privé dans ${seconds} s`,
    scheduled: (seconds: number) => `Retiré du blog et planifié dans ${seconds} s`,
  },
  hides_said: 'Dans dix secondes, les lecteurs ne verront plus le billet. Le bouton Annuler l’empêche.',
  undone: 'Rien n’est parti.',
  state: 'État de l’envoi',

  // How a publication stands, in a sentence.
  standing: {
    undoable: (when: string) => `Part ${when}.`,
    sending: 'Envoi en cours.',
    draft: 'Gardé comme brouillon sur le blog : personne d’autre ne le lit.',
    published: 'En ligne.',
    page: 'La page est sur cet ordinateur.',
    private: 'Sur le blog, en privé.',
    scheduled: (when: string) => `Paraîtra ${when}.`,
    taken_back: 'Retiré : les lecteurs ne le voient pas.',
    cancelled: 'Abandonné. Ce qui est sur le blog y reste tel quel.',
  },
  // The step under way.
  doing: {
    confirming: 'Vérification d’un envoi dont la réponse s’est perdue.',
    confirming_upload: (picture: number, of: number) =>
      of === 1
        ? 'Vérification de l’image, dont la réponse s’est perdue.'
        : `Vérification de l’image ${picture} sur ${of}, dont la réponse s’est perdue.`,
    uploading: (picture: number, of: number) =>
      of === 1 ? 'Envoi de l’image' : `Envoi de l’image ${picture} sur ${of}`,
    of: (what: string, sent: string, total: string) => `${what} : ${sent} sur ${total}.`,
    creating: 'Création du billet sur le blog, où personne ne le voit encore.',
    looking: 'Lecture du billet sur le blog avant d’y toucher.',
    keeping_theirs: 'Mise à l’abri, dans l’historique, de ce qui a été écrit sur le blog.',
    updating: 'Envoi du billet.',
    verifying: 'Recherche de ce que quelqu’un d’autre aurait écrit entre-temps.',
    sweeping: 'Recherche de copies qu’un envoi interrompu aurait laissées.',
    reading_again: 'Dernière lecture du billet sur le blog.',
  },
  asked_to_wait: (when: string) => `Le blog a demandé d’attendre. Nouvel essai ${when}.`,
  next_look: (when: string) => `Nouvelle vérification ${when}.`,
  asked: (when: string) => `Demandé ${when}`,
  happened: (state: string, when: string) => `${state.charAt(0).toUpperCase()}${state.slice(1)} ${when}`,
  groups: { yours: 'À vous', going: 'En cours', waiting: 'En attente', done: 'Faits récemment' },
  older: (count: string) => `Plus anciens (${count})`,
  more_older: 'En montrer plus',
  said: (title: string, state: string) => `« ${title} » : ${state}.`,
  yours: (why: string) => `À vous : ${why}`,
  refused: (why: string) => `Refusé : ${why}`,
  next_try: (when: string) => `Nouvel essai ${when}.`,
  next_try_none: 'Nouvel essai au retour du réseau.',
  later: 'Ce que vous avez écrit depuis n’est pas compris dans cet envoi.',
  later_there: 'Ce que vous avez écrit depuis n’y est pas encore.',
  hour_passed_question: (when: string) =>
    `Ce billet devait paraître ${when}, et n’a pas pu partir à temps. Le publier maintenant, ou à une autre heure ?`,
  waited_question: 'Ce billet attend depuis plus d’un jour. L’envoyer quand même ?',
  take_back_title: 'Retirer ce billet ?',
  take_back_text: {
    live: (blog: string) =>
      `Il ne sera plus en ligne sur ${blog}. Votre texte reste ici, et vous pourrez le publier à nouveau.`,
    scheduled: (blog: string) =>
      `Il ne paraîtra pas sur ${blog}, où il redeviendra un brouillon. Votre texte reste ici, et vous pourrez le planifier à nouveau.`,
    private: (blog: string) =>
      `Il ne sera plus un billet privé sur ${blog}, mais un brouillon. Votre texte reste ici, et vous pourrez l’envoyer à nouveau.`,
  },
  make_private_title: 'Passer ce billet en privé ?',
  make_private_text: (blog: string) =>
    `Les lecteurs ne le verront plus sur ${blog}. Votre texte reste ici, et vous pourrez le publier à nouveau.`,
  make_private: 'Passer en privé',
  take_back_folder: {
    live: 'La page sera retirée de cet ordinateur. Votre texte reste dans la bibliothèque.',
    scheduled: 'La page ne sera pas créée. Votre texte reste dans la bibliothèque.',
    private: 'La page sera retirée de cet ordinateur. Votre texte reste dans la bibliothèque.',
  },
  keep: { live: 'Le garder en ligne', scheduled: 'Le garder planifié', private: 'Le garder en privé' },
  keep_page: { live: 'Garder la page', scheduled: 'La garder planifiée', private: 'Garder la page' },

  // The schedule.
  schedule_title: 'Planifier',
  schedule_day: 'Jour',
  schedule_hour: 'Heure',
  schedule_zone: (zone: string, now: string) => `C’est l’heure du blog (${zone}) : on y est ${now}.`,
  schedule_zone_here: 'C’est l’heure du blog, la même que sur cet ordinateur.',
  schedule_here: (when: string) => `Sur cet ordinateur, ce sera ${when}.`,
  schedule_wrong: 'Indiquez un jour et une heure.',
  schedule_past: 'Cette heure est déjà passée. Choisissez-en une à venir.',
  schedule_gap: (instead: string) =>
    `Cette heure n’existe pas ce jour-là : on passe à l’heure d’été. Ce sera ${instead}.`,
  schedule_twice: 'Cette heure vient deux fois ce jour-là : on passe à l’heure d’hiver. Ce sera la première.',
  schedule_zone_unknown: (zone: string) =>
    `Le fuseau du blog (${zone}) n’est pas connu ici ; l’heure est celle de Greenwich.`,
  dismiss: 'Renoncer',

  // The fields.
  fields_title: 'Le billet',
  close: 'Fermer',
  slug: 'Adresse',
  slug_hint: 'La fin de l’adresse de la page. Laissée vide, elle vient du titre.',
  slug_made: (made: string) => `Deviendra : ${made}`,
  excerpt: 'Extrait',
  excerpt_hint: 'Deux phrases pour les listes et les flux.',
  categories: 'Catégories',
  tags: 'Étiquettes',
  chips_hint: 'Entrée ou virgule pour ajouter.',
  chip_remove: (name: string) => `Retirer ${name}`,
  chips_none: 'aucune',
  cover: 'Image de couverture',
  cover_pick: 'Choisir une image…',
  cover_change: 'Changer…',
  cover_remove: 'Retirer',
  cover_late: 'Le billet n’était plus ouvert : sa couverture n’a pas changé. Rouvrez-le, puis choisissez-la de nouveau.',
  comments: 'Commentaires ouverts',
  language: 'Langue du billet',

  // The activity.
  activity: 'Envois',
  activity_empty: 'Rien n’a encore été envoyé',
  activity_empty_text: 'Vos envois s’afficheront ici, avec ce que chacun attend.',
  untitled: 'Sans titre',
  status_sending: (blog: string) => `Envoi à ${blog}`,
  status_making: 'Page en préparation',
  status_waiting: (count: number) =>
    count === 1 ? '1 envoi en attente' : `${count} envois en attente`,
  status_yours: (count: number) => `À vous : ${count} envois`,

  // The conflict.
  conflict_title: (when: string) => `Modifié aussi sur le blog, ${when}`,
  conflict_title_plain: 'Modifié aussi sur le blog',
  conflict_open: (count: number) =>
    count === 1
      ? 'Un point a été modifié des deux côtés : choisissez ce qui reste. Les deux versions sont dans l’historique.'
      : `${count} points ont été modifiés des deux côtés : choisissez ce qui reste. Les deux versions sont dans l’historique.`,
  conflict_joined:
    'Les deux versions se réunissent d’elles-mêmes : relisez le résultat, puis gardez les deux. Chaque version est dans l’historique.',
  conflict_unsent: 'Rien n’a été envoyé.',
  conflict_recovered:
    'La version du blog a été écrite juste avant l’envoi de la vôtre, qui a pris sa place. Elle a été retrouvée.',
  conflict_moved: {
    draft: 'Sur le blog, le billet a été remis en brouillon.',
    pending: 'Sur le blog, le billet attend une relecture.',
    published: 'Sur le blog, le billet a été publié.',
    private: 'Sur le blog, le billet est devenu privé.',
    scheduled: 'Sur le blog, le billet a été planifié.',
    trashed: 'Sur le blog, le billet est à la corbeille.',
  },
  /** What becomes of the post, beside a button. */
  conflict_then: {
    draft: 'Le billet sera un brouillon.',
    published: 'Les lecteurs verront le billet.',
    private: 'Le billet sera privé.',
    scheduled: 'Le billet sera planifié.',
    taken_back: 'Les lecteurs ne verront pas le billet.',
  },
  conflict_views: { differences: 'Les différences', result: 'Le résultat' },
  conflict_view: 'Ce qui est montré',
  conflict_pieces: 'Les deux versions, passage par passage',
  conflict_result: 'Ce que deviennent les deux versions',
  conflict_parts: {
    title: 'Titre',
    slug: 'Adresse',
    excerpt: 'Extrait',
    categories: 'Catégories',
    tags: 'Étiquettes',
    comments: 'Commentaires',
    text: '',
  },
  conflict_comments: { open: 'ouverts', closed: 'fermés' },
  conflict_again: 'Réessayer',
  conflict_label: (part: string, change: string) =>
    part === '' ? change : `${part} : ${change.charAt(0).toLowerCase()}${change.slice(1)}`,
  conflict_changes: {
    nobody: 'Identique',
    mine: 'Changement ici',
    theirs: 'Changement sur le blog',
    alike: 'Même changement des deux côtés',
    joined: 'Changements des deux côtés',
    choice: 'Changements des deux côtés, à choisir',
  },
  run_removed: 'supprimé : ',
  run_added: 'ajouté : ',
  joined_to: 'Réuni :',
  choice_legend: 'Garder',
  choice: { both: 'les deux', mine: 'la mienne', theirs: 'celle du blog' },
  mine: 'La mienne',
  theirs: 'Celle du blog',
  keep_both: 'Garder les deux',
  keep_both_hint: 'Ce que chacun a changé est réuni, puis envoyé.',
  send_choices: 'Envoyer ces choix',
  send_choices_hint: 'Les deux versions sont réunies avec ces choix, puis envoyées.',
  edit_first: 'Modifier d’abord',
  edit_first_said: 'Les deux versions sont réunies dans votre texte : relisez, puis envoyez.',
  merged_short: 'deux versions réunies, à relire',
  keep_mine: 'Garder la mienne',
  keep_mine_hint: 'Elle remplace celle du blog.',
  keep_theirs: 'Garder celle du blog',
  keep_theirs_hint: 'Elle devient le texte de votre billet.',
  merged_said: (title: string) =>
    `« ${title} » avait aussi été modifié sur le blog : les deux versions sont réunies.`,
};

export type Messages = typeof fr;
