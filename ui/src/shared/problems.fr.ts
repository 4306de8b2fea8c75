import { naming, type ProblemCatalogue } from './problem-words';
import { bytes, number, span, whenNext } from './time.svelte';
import { sayBlocks, sayRoles } from './wordpress-words';

const host = (p: Record<string, string>) => p['host'] ?? p['blog'] ?? 'le blog';
/** Au début d’une phrase. */
const Host = (p: Record<string, string>) => p['host'] ?? p['blog'] ?? 'Le blog';
const file = (p: Record<string, string>) =>
  p['file'] || p['name'] ? `« ${p['file'] || p['name']} »` : 'ce fichier';
const picture = (p: Record<string, string>) =>
  p['file'] || p['name'] ? `L’image « ${p['file'] || p['name']} »` : 'Cette image';
const pdf = (p: Record<string, string>) =>
  p['file'] || p['name'] ? `Le PDF « ${p['file'] || p['name']} »` : 'Ce PDF';

const faults: Record<string, string> = {
  expired: 'sa date est passée',
  not_yet_valid: 'sa date n’est pas encore venue',
  unknown_issuer: 'aucune autorité connue ne l’a signé',
  other_site: 'c’est celui d’un autre site',
};
const losses: Record<string, string> = {
  publish: 'les billets attendent l’accord d’un éditeur',
  html: 'cadres, dessins SVG, styles et scripts sont ôtés du texte',
  categories: 'impossible de créer une catégorie',
  others: 'impossible de modifier les billets des autres',
};

export const fr: ProblemCatalogue = {
  home_in_use: {
    short: 'déjà ouverte ailleurs',
    sentence: () =>
      'Coupure est déjà ouverte ailleurs sur ce dossier. Ici, tout peut être lu ; pour écrire, fermez l’autre fenêtre puis relancez.',
  },
  home_unwritable: {
    short: 'dossier en lecture seule',
    sentence: (p) =>
      `Le dossier de Coupure${naming(p, 'folder', (v) => ` (${v})`)} n’accepte pas d’écriture. Vérifiez ses droits, ou choisissez-en un autre.`,
  },
  database_newer: {
    short: 'données d’une version plus récente',
    sentence: () =>
      'Ces données ont été écrites par une version plus récente de Coupure. Installez-la pour les ouvrir ; rien n’a été modifié.',
  },
  database_damaged: {
    short: 'données abîmées',
    sentence: () =>
      'La base de données est abîmée. Reprenez votre dernière sauvegarde ; le fichier abîmé est gardé tel quel.',
  },
  disk_full: {
    short: 'disque plein',
    sentence: () =>
      'Le disque est plein. Votre texte est toujours dans la fenêtre : libérez de la place, il sera enregistré aussitôt.',
  },
  not_found: {
    short: 'introuvable',
    sentence: () => 'Cet élément n’existe plus. Il a peut-être été retiré dans une autre fenêtre.',
  },
  bad_argument: {
    short: 'valeur refusée',
    sentence: (p) =>
      `Cette valeur ne convient pas${naming(p, 'detail', (v) => ` : ${v}`)}. Corrigez-la et recommencez.`,
  },
  file_unreadable: {
    short: 'fichier illisible',
    sentence: (p) =>
      p['wanted'] === 'export'
        ? `${file(p).replace(/^ce/, 'Ce')} n’est pas un export de WordPress. Faites-en un sur le blog : Outils, Exporter.`
        : `Impossible de lire ${file(p)}. Vérifiez qu’il existe et que vous pouvez l’ouvrir.`,
  },
  file_too_large: {
    short: 'fichier trop grand',
    sentence: (p) =>
      `${file(p).replace(/^ce/, 'Ce')} est trop grand${naming(p, 'max_bytes', (v) => ` : ${bytes(Number(v))} au plus`)}. Réduisez-le ou coupez-le en deux.`,
  },
  text_not_utf8: {
    short: 'texte illisible',
    sentence: (p) => `Le texte de ${file(p)} n’est pas en UTF-8. Enregistrez-le en UTF-8, puis reprenez-le.`,
  },
  text_too_deep: {
    short: 'texte trop imbriqué',
    sentence: () =>
      'Ce texte emboîte trop de citations ou de listes les unes dans les autres. Retirez-en quelques niveaux.',
  },
  front_matter_invalid: {
    short: 'en-tête illisible',
    sentence: (p) =>
      `L’en-tête du fichier ne se lit pas${naming(p, 'detail', (v) => ` : ${v}`)}. Corrigez-le, ou retirez les lignes entre « --- ».`,
  },
  picture_empty: {
    short: 'image vide',
    sentence: (p) => `${picture(p)} est vide. Copiez-la de nouveau depuis l’appareil ou le scanner.`,
  },
  not_a_picture: {
    short: 'pas une image',
    sentence: (p) =>
      `${file(p).replace(/^ce/, 'Ce')} n’est pas une image que Coupure connaît. Choisissez un fichier JPEG, PNG, TIFF, WebP, HEIC ou PDF.`,
  },
  picture_truncated: {
    short: 'image incomplète',
    sentence: (p) => `${picture(p)} s’arrête en chemin. Copiez-la de nouveau depuis l’appareil ou le scanner.`,
  },
  picture_too_large: {
    short: 'image trop grande',
    sentence: (p) => {
      const size = p['width_px'] && p['height_px']
        ? ` (${number(Number(p['width_px']))} × ${number(Number(p['height_px']))} pixels)`
        : '';
      return `${picture(p)} est trop grande${size}. Numérisez à une résolution plus basse, ou réduisez-la.`;
    },
  },
  picture_unsupported: {
    short: 'format non pris en charge',
    sentence: (p) =>
      p['kind']?.startsWith('HEIC')
        ? `${picture(p)} est une variante du format HEIC que Coupure ne lit pas. Sur l’iPhone, choisissez Réglages › Appareil photo › Formats › « Le plus compatible », ou envoyez-vous la photo par courriel : elle arrive en JPEG.`
        : `${picture(p)} est dans un format que Coupure ne lit pas. Enregistrez-la en JPEG ou en PNG.`,
  },
  pdf_password: {
    short: 'PDF protégé',
    sentence: (p) => `${pdf(p)} demande un mot de passe. Ôtez la protection, puis reprenez-le.`,
  },
  pdf_damaged: {
    short: 'PDF abîmé',
    sentence: (p) => `${pdf(p)} est abîmé. Téléchargez-le de nouveau, ou imprimez-le en PDF.`,
  },
  pdf_too_heavy: {
    short: 'PDF trop lourd',
    sentence: (p) =>
      `${pdf(p)} demande plus de temps ou de mémoire qu’une page ne devrait. Imprimez la page voulue dans un nouveau PDF, ou photographiez-la.`,
  },
  page_missing: {
    short: 'page absente',
    sentence: (p) =>
      `Ce document n’a pas de page${naming(p, 'page', (v) => ` ${v}`)}${naming(p, 'pages', (v) => ` : il en a ${v}`)}.`,
  },
  too_many_pages: {
    short: 'trop de pages',
    sentence: (p) =>
      `${file(p).replace(/^ce/, 'Ce')} a ${p['pages'] ? number(Number(p['pages'])) : 'trop de'} pages. Dites lesquelles prendre ; ${p['max'] ?? '24'} au plus à la fois.`,
  },
  models_missing: {
    short: 'lecture non installée',
    sentence: () =>
      'Les fichiers qui servent à lire le texte manquent. L’image est gardée ; réinstallez Coupure pour lire les mots.',
  },
  cancelled: { short: 'annulé', sentence: () => 'Annulé. L’original est gardé tel quel.' },
  clipping_not_ready: {
    short: 'coupure en cours de lecture',
    sentence: () => 'Une coupure de ce billet est encore en cours de lecture. Le billet partira dès qu’elle sera prête.',
    asked: () => 'Cette coupure est encore en cours de lecture. Réessayez dès qu’elle sera prête.',
  },
  attachment_unsupported: {
    short: 'autorisation non gardée',
    sentence: (p) =>
      `${p['file'] ? `« ${p['file']} »` : 'Ce fichier'} ne peut pas être gardé comme autorisation. Choisissez un fichier .eml, .pdf, .txt, .png, .jpg ou .webp qui ne soit pas vide.`,
  },
  address_invalid: {
    short: 'adresse mal formée',
    sentence: (p) =>
      p['login'] !== undefined
        ? `Laissez le nom et le mot de passe hors de l’adresse (${p['address']}) : ils sont demandés à part.`
        : `${p['address'] ? `« ${p['address']} »` : 'Ceci'} n’est pas une adresse de blog. Écrivez-la comme dans le navigateur : https://exemple.fr.`,
  },
  address_not_found: {
    short: 'adresse introuvable',
    sentence: (p) => `Aucun site ne répond au nom de ${host(p)}. Vérifiez l’orthographe de l’adresse et la connexion.`,
  },
  offline: {
    short: 'pas de réseau',
    sentence: () => 'Pas de réseau. Le billet partira de lui-même au retour de la connexion.',
    asked: (p) =>
      `${Host(p)} ne répond pas. Vérifiez l’adresse (http ou https ?), puis le réseau.`,
  },
  timed_out: {
    short: 'pas de réponse',
    sentence: (p) => `${Host(p)} n’a pas répondu à temps. Coupure réessaiera d’elle-même.`,
    asked: (p) =>
      `${Host(p)} n’a pas répondu à temps. Vérifiez l’adresse et le réseau, puis réessayez.`,
  },
  certificate_refused: {
    short: 'certificat refusé',
    sentence: (p) => {
      const fault = faults[p['fault'] ?? ''];
      return `Le certificat que présente ${host(p)} n’est pas valable${fault ? ` : ${fault}` : ''}. Rien n’a été envoyé. Vérifiez l’adresse et la date de l’ordinateur, ou prévenez l’hébergeur.`;
    },
  },
  redirect_loop: {
    short: 'redirections sans fin',
    sentence: (p) => `${Host(p)} renvoie d’adresse en adresse sans fin. Vérifiez l’adresse du blog dans ses réglages.`,
  },
  redirected: {
    short: 'adresse déplacée',
    sentence: (p) =>
      `Le blog est maintenant à une autre adresse${naming(p, 'to', (v) => ` : ${v}`)}. Donnez celle-ci dans les réglages.`,
  },
  not_wordpress: {
    short: 'pas un WordPress',
    sentence: (p) =>
      `Ce site${naming(p, 'host', (v) => ` (${v})`)} n’est pas un WordPress, ou ne le dit pas. Donnez l’adresse de la page d’accueil du blog.`,
  },
  rest_off: {
    short: 'accès distant fermé',
    sentence: (p) =>
      `Sur ${host(p)}, l’API REST de WordPress est fermée${naming(p, 'detail', (v) => ` : « ${v} »`)}. Ouvrez-la (souvent dans une extension de sécurité), ou demandez-le à l’hébergeur.`,
  },
  xml_rpc_off: {
    short: 'ancienne interface fermée',
    sentence: (p) =>
      `Sur ${host(p)}, l’ancienne interface (XML-RPC) est fermée. Ouvrez-la (souvent dans une extension de sécurité), ou demandez-le à l’hébergeur.`,
  },
  answer_unreadable: {
    short: 'réponse illisible',
    sentence: (p) => `${Host(p)} a répondu autre chose que ce qui était attendu. Coupure réessaiera d’elle-même.`,
    asked: (p) =>
      `${Host(p)} a répondu autre chose que ce qui était attendu. Vérifiez l’adresse, puis réessayez.`,
  },
  server_fault: {
    short: 'panne du blog',
    sentence: (p) =>
      `${Host(p)} est en panne${naming(p, 'status', (v) => ` (erreur ${v})`)}. Coupure réessaiera d’elle-même.`,
    asked: (p) =>
      `${Host(p)} est en panne${naming(p, 'status', (v) => ` (erreur ${v})`)}. Réessayez plus tard ; si cela dure, prévenez l’hébergeur.`,
  },
  server_busy: {
    short: 'blog très sollicité',
    sentence: (p) => `${Host(p)} demande d’attendre un peu. Coupure réessaiera d’elle-même.`,
    asked: (p) =>
      `${Host(p)} demande d’attendre un peu. Réessayez dans quelques minutes.`,
  },
  captive_portal: {
    short: 'réseau à ouvrir',
    sentence: (p) =>
      `Une autre page répond à la place de ${host(p)}, comme le fait le Wi-Fi d’une gare ou d’un hôtel. Ouvrez le navigateur et connectez-vous à ce réseau ; si le blog s’y affiche normalement, il n’est plus un WordPress à cette adresse.`,
  },
  maintenance: {
    short: 'blog en maintenance',
    sentence: (p) =>
      `${Host(p)} est en maintenance, souvent le temps d’une mise à jour. Coupure réessaiera d’elle-même ; si cela dure, supprimez le fichier « .maintenance » resté sur le serveur.`,
    asked: (p) =>
      `${Host(p)} est en maintenance, souvent le temps d’une mise à jour. Réessayez dans quelques minutes ; si cela dure, supprimez le fichier « .maintenance » resté sur le serveur.`,
  },
  database_down: {
    short: 'base de données arrêtée',
    sentence: (p) =>
      `Sur ${host(p)}, WordPress n’atteint plus sa base de données. Coupure réessaiera d’elle-même ; si cela dure, prévenez l’hébergeur.`,
    asked: (p) =>
      `Sur ${host(p)}, WordPress n’atteint plus sa base de données. Réessayez plus tard ; si cela dure, prévenez l’hébergeur.`,
  },
  clock_wrong: {
    short: 'horloge déréglée',
    sentence: (p) => {
      const ahead = Number(p['seconds_ahead'] ?? 0);
      const off = ahead === 0 ? 'n’est pas à la même heure que' : `${ahead < 0 ? 'retarde' : 'avance'} de ${span(Math.abs(ahead))} sur`;
      return `L’horloge de cet ordinateur ${off} celle de ${host(p)}. Réglez la date et l’heure dans le système : les billets planifiés et les certificats en dépendent.`;
    },
  },
  password_refused: {
    short: 'identifiant ou mot de passe refusé',
    sentence: (p) =>
      p['by'] === 'browser'
        ? `${Host(p)} ne laisse plus entrer Coupure. Connectez de nouveau le blog dans le navigateur.`
        : `${Host(p)} refuse l’identifiant${naming(p, 'user', (v) => ` « ${v} »`)} ou son mot de passe. Vérifiez l’identifiant ; s’il est juste, créez un mot de passe d’application dans WordPress (Profil) et donnez-le dans les réglages.${p['header'] === undefined ? '' : ' S’il est refusé aussi, le serveur efface sans doute l’identification : demandez à l’hébergeur de laisser passer l’en-tête « Authorization ».'}`,
  },
  authorization_stripped: {
    short: 'identification perdue en route',
    sentence: (p) =>
      `Le serveur où se trouve ${host(p)} efface l’identification avant WordPress. Demandez à l’hébergeur de laisser passer l’en-tête « Authorization ».`,
  },
  application_passwords_off: {
    short: 'mots de passe d’application fermés',
    sentence: (p) =>
      `${Host(p)} n’accepte pas les mots de passe d’application. Il leur faut WordPress 5.6 au moins et https ; une extension de sécurité peut aussi les interdire : autorisez-les.`,
  },
  not_allowed: {
    short: 'droits insuffisants',
    sentence: (p) =>
      `${p['user'] ? p['user'] : 'Votre compte'} n’a pas le droit de faire cela sur ${host(p)}. Demandez le rôle d’auteur ou d’éditeur.`,
  },
  secret_missing: {
    short: 'mot de passe manquant',
    sentence: (p) => `Le mot de passe pour ${host(p)} n’est pas sur cet ordinateur. Donnez-le de nouveau dans les réglages.`,
  },
  keychain_unavailable: {
    short: 'trousseau fermé',
    sentence: () =>
      'Le trousseau de clés du système ne répond pas. Ouvrez votre session ou déverrouillez-le, puis réessayez.',
  },
  authorise_unavailable: {
    short: 'connexion dans le navigateur impossible',
    sentence: (p) =>
      `${Host(p)} n’offre pas de page pour se connecter dans le navigateur. Saisissez un mot de passe d’application.`,
  },
  authorise_rejected: {
    short: 'connexion refusée',
    sentence: (p) => `La connexion à ${host(p)} a été refusée dans le navigateur. Recommencez, ou saisissez un mot de passe d’application.`,
  },
  authorise_stale: {
    short: 'demande périmée',
    sentence: () =>
      'Cette réponse du navigateur ne correspond à aucune demande en cours. Rien n’a été ajouté : recommencez depuis les réglages.',
  },
  authorise_other_site: {
    short: 'réponse d’un autre site',
    sentence: (p) =>
      `Le navigateur a répondu pour un autre site${naming(p, 'site', (v) => ` (${v})`)}. Son mot de passe n’a pas été gardé : recommencez, ou saisissez un mot de passe d’application.`,
  },
  not_encrypted: {
    short: 'connexion non chiffrée',
    sentence: (p) =>
      `${Host(p)} est joint sans https : le mot de passe peut être lu en route. Demandez un certificat à l’hébergeur, puis donnez l’adresse en https://.`,
  },
  wordpress_old: {
    short: 'WordPress ancien',
    sentence: (p) =>
      `Ce WordPress${naming(p, 'version', (v) => ` (${v})`)} est plus ancien que ceux que Coupure connaît. Mettez-le à jour quand vous le pourrez.`,
  },
  answers_junk: {
    short: 'réponses encombrées',
    sentence: (p) =>
      `${Host(p)} écrit autre chose avant ses réponses${naming(p, 'detail', (v) => ` (« ${v} »)`)}. Chaque envoi doit alors être vérifié et prend quelques minutes : cherchez l’extension qui affiche des avertissements.`,
  },
  role_limited: {
    short: 'rôle limité',
    sentence: (p) => {
      const lost = (p['loses'] ?? '').split(',').map((what) => losses[what]).filter((words) => words !== undefined);
      return `${p['user'] ?? 'Votre compte'} a sur ${host(p)} un rôle limité${naming(p, 'role', (v) => ` (${sayRoles(v)})`)}${lost.length > 0 ? ` : ${lost.join(' ; ')}` : ''}. Demandez un rôle plus étendu s’il vous les faut.`;
    },
  },
  upload_limit_low: {
    short: 'limite basse pour les images',
    sentence: (p) =>
      `${Host(p)} ne prend pas d’image de plus de ${bytes(Number(p['max_bytes'] ?? 0))} environ. Les plus lourdes seront réduites, avec votre accord ; l’hébergeur peut relever cette limite.`,
  },
  blocks_missing: {
    short: 'blocs inconnus du blog',
    sentence: (p) =>
      `${Host(p)} ne connaît pas certains blocs${naming(p, 'blocks', (v) => ` (${sayBlocks(v)})`)}. Ce qui en a besoin est envoyé sous une forme plus simple.`,
  },
  revisions_off: {
    short: 'pas d’anciennes versions',
    sentence: (p) =>
      `${Host(p)} ne garde pas les anciennes versions des billets : ce que quelqu’un y écrirait au moment même d’un envoi ne pourrait pas être vu. Rétablissez les révisions si vous êtes plusieurs à écrire.`,
  },
  content_refused: {
    short: 'billet à modifier',
    sentence: (p) =>
      `${Host(p)} refuse ce billet${naming(p, 'detail', (v) => ` : ${v}`)}. Modifiez-le, puis publiez de nouveau.`,
  },
  upload_refused: {
    short: 'image à remplacer',
    sentence: (p) =>
      `${Host(p)} refuse une image${naming(p, 'detail', (v) => ` : ${v}`)}. Retirez-la ou remplacez-la, puis publiez de nouveau.`,
  },
  upload_too_large: {
    short: 'image trop lourde',
    sentence: (p) =>
      `${p['name'] ? `L’image « ${p['name']} »` : 'Une image'}${naming(p, 'size_bytes', (v) => ` (${bytes(Number(v))})`)} est trop lourde pour ${host(p)}${naming(p, 'max_bytes', (v) => `, qui en prend ${bytes(Number(v))} au plus`)}. Coupure peut en envoyer une version plus légère, si vous le voulez ; l’hébergeur peut aussi relever la limite.`,
  },
  embargoed: {
    short: 'sous embargo',
    sentence: (p) =>
      `Une coupure de ce billet est sous embargo. Le billet partira de lui-même${naming(p, 'until', (v) => ` ${whenNext(v)}`) || ' à sa date'}.`,
  },
  outcome_unknown: {
    short: 'envoi à vérifier',
    sentence: (p) =>
      `La connexion avec ${host(p)} s’est coupée pendant l’envoi. Coupure regarde d’abord ce qui est arrivé, pour ne rien publier deux fois.`,
  },
  changed_meanwhile: {
    short: 'modifié à l’instant sur le blog',
    sentence: (p) =>
      `Quelqu’un vient de modifier le billet sur ${host(p)}. Rien n’a été écrasé : Coupure relit le blog avant d’envoyer.`,
  },
  changed_on_blog: {
    short: 'modifié aussi sur le blog',
    sentence: (p) => {
      if (p['again']) return 'Une des deux versions a changé depuis que vous les avez ouvertes. Rien n’a été choisi : relisez-les.';
      return p['merged']
        ? 'Le billet a aussi été modifié sur le blog, et les deux versions sont réunies dans votre texte. Relisez-le, puis envoyez-le.'
        : 'Le billet a aussi été modifié sur le blog. Rien n’est écrasé : comparez les deux versions et choisissez.';
    },
  },
  merged_to_read: {
    short: 'réuni, à relire',
    sentence: () =>
      'Le billet a aussi été modifié sur le blog. Les deux versions sont réunies et rien n’est parti : relisez le résultat, puis envoyez-le.',
  },
  gone_from_blog: {
    short: 'disparu du blog',
    sentence: (p) =>
      `Ce billet a été mis à la corbeille ou supprimé sur ${host(p)}. Rien n’a été envoyé. Le publier à nouveau crée un nouveau billet, sans les commentaires du premier ; vous pouvez aussi le laisser retiré. Votre texte reste ici.`,
  },
  waited_long: {
    short: 'à confirmer',
    sentence: () => 'Ce billet attend depuis plus d’un jour. Relisez-le, puis confirmez l’envoi.',
  },
  hour_passed: {
    short: 'heure passée',
    sentence: () =>
      'L’heure prévue est passée avant que le billet puisse partir. Envoyez-le maintenant, ou choisissez une autre heure.',
  },
  folder_unwritable: {
    short: 'dossier fermé à l’écriture',
    sentence: (p) =>
      `Impossible d’écrire dans le dossier du blog${naming(p, 'folder', (v) => ` (${v})`)}. Vérifiez qu’il existe et que le disque est branché.`,
  },
  folder_occupied: {
    short: 'dossier déjà occupé',
    sentence: (p) =>
      `Ce dossier contient déjà ${p['file'] ? `« ${p['file']} »` : 'un fichier'}, que Coupure n’a pas créé et n’écrasera pas. Choisissez un dossier vide.`,
  },
  watched_folder_missing: {
    short: 'dossier introuvable',
    sentence: (p) =>
      `Le dossier surveillé${naming(p, 'folder', (v) => ` « ${v} »`)} n’est plus là ou ne s’ouvre pas. Coupure reprendra dès son retour.`,
  },
  watched_folder_too_full: {
    short: 'dossier trop plein',
    sentence: (p) =>
      `Le dossier${naming(p, 'folder', (v) => ` « ${v} »`)} contient trop de fichiers pour être surveillé. Choisissez celui où le scanner ou le téléphone dépose les siens.`,
  },
  name_taken: {
    short: 'nom déjà pris',
    sentence: (p) => p['file'] ? `Ce dossier est déjà le blog « ${p['name'] ?? ''} ».` : p['user'] ? `Ce site est déjà là${p['name'] ? ` sous le nom « ${p['name']} »` : ''}, avec le compte ${p['user']}. Retirez-le d’abord pour y écrire avec un autre compte.` : `Un autre blog s’appelle déjà ${p['name'] ? `« ${p['name']} »` : 'ainsi'}. Choisissez un autre nom.`,
  },
  nothing_to_publish: {
    short: 'billet vide',
    sentence: () => 'Ce billet est vide. Écrivez d’abord un titre ou un texte.',
  },
  nothing_published: {
    short: 'rien en ligne',
    sentence: () => 'Ce billet n’est sur aucun blog : il n’y a rien à retirer.',
  },
  too_late: {
    short: 'trop tard',
    sentence: () => 'Trop tard pour annuler : l’envoi a commencé. Vous pourrez retirer le billet ensuite.',
  },
  internal: {
    short: 'erreur de Coupure',
    sentence: () =>
      'Coupure s’est trompée. Votre texte est gardé ; si cela se répète, relancez l’application et signalez-le.',
  },
};
