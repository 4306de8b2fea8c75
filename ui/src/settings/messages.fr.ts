import type { Check, Theme } from '../backend/types';

const themes: Record<Theme, string> = { system: 'Comme le système', light: 'Clair', dark: 'Sombre' };

export const fr = {
  title: 'Réglages',
  pages: 'Pages des réglages',
  page_blogs: 'Blogs',
  page_preferences: 'Préférences',
  page_about: 'À propos',

  blogs_text: 'Vos billets vont sur ces blogs. Celui de cet ordinateur est toujours là : il ne demande ni réseau ni compte.',
  on_computer: 'Dossier de cet ordinateur',
  wordpress: (user: string) => `WordPress, ${user}`,
  wordpress_older: (user: string) => `WordPress par l’ancienne interface, ${user}`,
  wordpress_com: (user: string) => `WordPress.com, ${user}`,
  wordpress_com_older: (user: string) => `WordPress.com par l’ancienne interface, ${user}`,
  usual: 'Blog habituel',
  usual_hint: 'Les nouveaux billets lui sont destinés ; chacun peut aller ailleurs.',
  open: 'Ouvrir',
  check: 'Vérifier',
  check_blog: (name: string) => `Vérifier ${name}`,
  open_blog: (name: string) => `Ouvrir ${name}`,
  new_password: 'Nouveau mot de passe…',
  connect_again: 'Reconnecter…',
  connect_again_to: (name: string) => `Reconnecter ${name}`,
  new_password_of: (name: string) => `Nouveau mot de passe pour ${name}`,
  remove_blog: (name: string) => `Retirer ${name}`,
  more_of: (name: string) => `Autres choses pour ${name}`,
  read_export: 'Lire ses titres dans un export de WordPress…',
  export_read: (count: number, name: string) =>
    count === 0
      ? `Cet export n’a aucun billet publié : rien n’a changé pour ${name}.`
      : count === 1
        ? `Un billet de ${name} est lu dans cet export : vous pouvez y renvoyer sans réseau.`
        : `${count} billets de ${name} sont lus dans cet export : vous pouvez y renvoyer sans réseau.`,
  checking: 'Vérification en cours…',
  checked_good: 'Tout va bien : ce blog est prêt.',
  checked_bad: 'Quelque chose empêche d’envoyer. Voici où.',
  checked_no_pictures: 'Vos billets peuvent partir, mais sans images. Voici pourquoi.',
  may_not: {
    pictures: (user: string, host: string) =>
      `${user} n’a pas le droit d’envoyer des images sur ${host}. Demandez le rôle d’auteur ou d’éditeur.`,
    posts: (user: string, host: string) =>
      `${user} n’a pas le droit d’écrire des billets sur ${host}. Demandez le rôle d’auteur ou d’éditeur.`,
  },
  clock_right: 'à l’heure',
  clock_off: (by: string, ahead: boolean) => (ahead ? `${by} d’avance` : `${by} de retard`),
  remove: 'Retirer',
  remove_title: (name: string) => `Retirer ${name} ?`,
  remove_text: 'Coupure oublie ce blog et son mot de passe. Ce qui est sur le blog et vos textes ici restent tels quels.',
  remove_keep: 'Le garder',
  add_wordpress: 'Ajouter un WordPress',
  add_wordpress_com: 'Ajouter un blog de WordPress.com',
  add_folder: 'Ajouter un dossier',

  probes: {
    address: 'Adresse',
    wordpress: 'WordPress',
    rest: 'Interface REST',
    xml_rpc: 'Ancienne interface',
    password: 'Mot de passe',
    certificate: 'Certificat',
    network: 'Réseau',
    server: 'Serveur',
    answers: 'Réponses',
    clock: 'Horloge',
    time: 'Délai',
    role: 'Rôle sur le blog',
    uploads: 'Envoi d’images',
    limit: 'Poids des images',
    blocks: 'Blocs',
    revisions: 'Historique du blog',
    folder: 'Dossier',
  } as Record<string, string>,
  verdicts: { holds: ' : en ordre', note: 'bon à savoir', wrong: 'à revoir' } as Record<Check['verdict'], string>,
  checked_notes: (count: number) =>
    count === 1
      ? 'Ce blog est prêt. Une chose est bonne à savoir.'
      : `Ce blog est prêt. ${count} choses sont bonnes à savoir.`,
  up_to: (size: string) => `jusqu’à ${size} au moins`,
  move: 'Prendre cette adresse',

  // A WordPress.
  url: 'Adresse du blog',
  url_hint: 'Celle que vos lecteurs tapent : laurent.example',
  url_missing: 'Indiquez l’adresse du blog.',
  url_wrong: 'Cette adresse ne se lit pas. Elle ressemble à https://laurent.example.',
  url_plain: 'Sans https, le mot de passe voyagerait à découvert. Essayez avec https://.',
  user: 'Identifiant',
  user_hint: 'Celui avec lequel vous vous connectez au blog.',
  user_missing: 'Indiquez votre identifiant sur ce blog.',
  browser: 'Se connecter dans le navigateur',
  browser_hint: 'Votre blog s’ouvre dans le navigateur et vous demande d’autoriser Coupure. Aucun mot de passe à copier.',
  browser_waiting:
    'Autorisez Coupure dans le navigateur, puis revenez ici. Si la page refuse ou que rien ne revient, saisissez un mot de passe d’application ci-dessous.',
  browser_again: 'Rouvrir la page',
  browser_stop: 'Ne plus attendre',
  or_type: 'ou saisissez un mot de passe d’application',
  password: 'Mot de passe d’application',
  password_hint:
    'Pas celui de votre compte : dans WordPress, ouvrez Comptes, Profil, Mots de passe d’application, donnez le nom « Coupure », puis copiez ici ce qui s’affiche.',
  password_open: 'Ouvrir cette page de mon blog',
  password_missing: 'Collez le mot de passe d’application.',
  password_short:
    'Le blog refuse l’identifiant ou le mot de passe. Un mot de passe d’application a 24 lettres et chiffres, en six groupes de quatre. Celui de votre compte ne convient pas.',
  password_kept_file:
    'Il est gardé dans un fichier du dossier de Coupure, et non dans le trousseau de votre système.',
  password_kept: 'Il est gardé dans le trousseau de votre système, jamais dans un fichier de Coupure.',

  // The older interface.
  door: 'Interface',
  door_hint: 'Coupure propose l’ancienne d’elle-même là où il n’y a qu’elle.',
  door_usual: 'Habituelle (REST)',
  door_older: 'Ancienne (XML-RPC)',
  older_open: 'L’ancienne interface de ce blog (XML-RPC), elle, est ouverte : vos billets peuvent passer par là, tout aussi sûrement.',
  older_loses:
    'Vous y perdez peu : pas de description des images dans la médiathèque, et le poids d’image accepté ne se sait qu’à l’envoi.',
  older_take: 'Passer par l’ancienne interface',
  older_password: 'Mot de passe',
  older_password_hint:
    'Un mot de passe d’application si votre blog en crée (Comptes, Profil), sinon celui de votre compte sur ce blog.',
  older_password_missing: 'Saisissez le mot de passe.',

  // WordPress.com.
  com_blog: 'Ce blog est chez WordPress.com : vous pouvez le connecter sans donner de mot de passe.',
  com_blog_older:
    'Ce blog est chez WordPress.com : vos billets passeront par l’ancienne interface (XML-RPC).',
  com_untried: 'Coupure n’a pas encore été essayée sur WordPress.com même : commencez par un billet en brouillon.',
  com_user_hint: 'Celui de votre compte WordPress.com.',
  com_password_hint:
    'Le mot de passe n’est pas celui de votre compte : sur WordPress.com, ouvrez Moi, Sécurité, activez l’authentification en deux étapes, puis créez un mot de passe d’application et copiez-le ici.',
  com_password_open: 'Ouvrir cette page de WordPress.com',
  com_password_refused:
    'WordPress.com refuse l’identifiant ou le mot de passe. Il faut un mot de passe d’application, que le compte ne crée qu’avec l’authentification en deux étapes.',
  com_sign_in: 'Se connecter chez WordPress.com',
  com_hint: 'WordPress.com s’ouvre dans le navigateur ; vous y choisissez le blog. Aucun mot de passe à donner.',
  com_waiting: 'Choisissez le blog et autorisez Coupure dans le navigateur, puis revenez ici.',
  com_paste: 'Adresse que montre le navigateur',
  com_paste_hint: 'Seulement s’il dit ne pas pouvoir se connecter : copiez-la ici tout entière.',
  com_paste_go: 'Continuer',
  com_paste_wrong: 'Cette adresse ne répond pas à la demande en cours. Elle commence par http://127.0.0.1 et se copie tout entière.',

  name: 'Nom ici',
  name_hint: 'Celui qui est sur le bouton. Laissé vide : l’adresse.',
  add: 'Ajouter ce blog',
  save: 'Enregistrer',
  adding: 'Connexion…',
  dismiss: 'Renoncer',
  added: (name: string) => `${name} est prêt.`,
  added_but: (name: string) => `${name} est enregistré ; quelque chose reste à revoir.`,

  // A folder.
  folder: 'Dossier',
  folder_hint: 'Les pages y sont créées ; vous pouvez le copier où vous voulez.',
  folder_choose: 'Choisir…',
  folder_missing: 'Choisissez un dossier.',
  folder_relative: 'Il faut le chemin entier du dossier.',
  site_title: 'Titre du site',
  site_title_hint: 'En tête de chaque page.',
  name_missing: 'Donnez-lui un nom.',
  site_language: 'Langue du site',

  // Preferences.
  window_language: 'Langue de la fenêtre',
  language_system: (name: string) => `Comme le système (${name})`,
  french: 'Français',
  english: 'English',
  theme: 'Thème',
  themes,
  font_size: 'Taille du texte',
  font_size_said: (px: string) => `${px} px`,
  sample: 'Rien de ce que vous écrivez ne se perd ; tout part quand vous le dites.',
  typography: 'Typographie à la frappe',
  typography_hint:
    'Espaces insécables, guillemets et apostrophes se posent comme ils seront sur le blog.',
  notifications: 'Prévenir quand un billet qui attendait est en ligne',
  notifications_hint:
    'Une notification du système, pour ce qui attendait le réseau, un nouvel essai, une date ou la fin d’un embargo.',

  // About.
  about_text:
    'Coupure, en français : un article découpé dans le journal, et la ligne qui lâche. L’application est faite pour les deux.',
  version: (version: string) => `Version ${version}`,
  models_there: 'La lecture des coupures est prête.',
  models_missing: 'Les modèles de lecture manquent : les coupures seront redressées, mais leur texte ne sera pas lu.',
  licence: 'Logiciel libre, sous licence MIT ou Apache 2.0. Rien n’est mesuré ni envoyé, sinon ce que vous publiez.',

  // The watched folder.
  watched: {
    title: 'Dossier surveillé',
    text: 'Les images et les PDF qu’un scanner ou un téléphone dépose dans ce dossier deviennent des coupures. Coupure les lit, sans y toucher.',
    choose: 'Choisir un dossier…',
    other: 'Choisir un autre dossier…',
    stop: 'Ne plus surveiller',
    existing: 'Prendre aussi ce que contient déjà le dossier choisi ensuite',
  },
};

export type Messages = typeof fr;
