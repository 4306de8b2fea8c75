//! What the newspapers say: sentences with slots, written for this project.
//!
//! `{slot}` takes one of the slot's own alternatives, which may have slots again. Slots in capitals
//! are bound once an article: its town, its people, its year. Subjects are singular, verbs in the
//! compound past with *avoir*, so that whatever meets agrees.

/// One kind of news: its headlines, leads and words for what happens.
pub(super) struct Theme {
    pub headlines: &'static [&'static str],
    pub standfirsts: &'static [&'static str],
    pub subheads: &'static [&'static str],
    pub captions: &'static [&'static str],
    pub sentences: &'static [&'static str],
}

pub(super) const THEMES: &[Theme] = &[
    Theme {
        headlines: &[
            "La halle de {VILLE} rouvre ses portes",
            "Le pont de {VILLE} ne passera pas l’hiver",
            "« On ne construit pas une école sur un marais »",
            "À {VILLE}, le marché change de place et divise",
            "La mairie promet {n} arbres, les habitants comptent",
        ],
        standfirsts: &[
            "Fermée depuis {annee}, la halle a retrouvé sa charpente de chêne. Les {n} étals sont \
             déjà loués, et la liste d’attente s’allonge.",
            "Le conseil a tranché, lundi soir, au terme de quatre heures de débats. L’œuvre est \
             chère ; l’abandonner l’eût été davantage.",
            "Riverains, commerçants et élus se sont retrouvés autour d’une même table. Récit d’une \
             soirée où chacun avait apporté ses chiffres.",
        ],
        subheads: &[
            "Un chantier sans fin",
            "Le prix du silence",
            "« Nous avons attendu »",
            "Et demain ?",
        ],
        captions: &[
            "La charpente a été relevée pièce par pièce. (Photo {PRENOM} {NOM})",
            "{PRENOM} {NOM}, devant la halle restaurée.",
            "Le pont, photographié hier matin à marée basse.",
        ],
        sentences: &[
            "La charpente, dont la première pièce porte la date de {annee}, a été démontée, numérotée et remontée en {n} semaines.",
            "Le maire, {PRENOM} {NOM}, n’a pas caché son soulagement : « Nous avons failli renoncer trois fois. »",
            "Sur les {n} étals prévus, {petit} restent réservés aux producteurs du canton.",
            "Les boutiquiers de la rue Haute craignent, eux, que le stationnement ne devienne un casse-tête.",
            "Une pétition, déposée jeudi, a recueilli {cent} signatures en moins d’une semaine.",
            "À l’étage, une salle de lecture accueillera les archives de la fabrique et {n} cartes postales anciennes.",
            "L’architecte, venu de {ville2}, a choisi l’ardoise plutôt que le zinc, « parce qu’elle se tait sous la pluie ».",
            "Le surcoût, estimé à {prix}, sera réparti sur trois exercices budgétaires.",
        ],
    },
    Theme {
        headlines: &[
            "{VILLE} arrache le nul dans la boue",
            "L’Étoile de {VILLE} tient son exploit",
            "Cyclisme : {NOM} en solitaire sous l’averse",
            "Les juniors de {VILLE} sans complexe",
        ],
        standfirsts: &[
            "Menés de deux buts à la pause, les joueurs de {VILLE} ont renversé la rencontre au bout \
             d’une seconde période étourdissante.",
            "Cent quarante kilomètres, onze côtes et une pluie battante : la classique régionale a \
             sacré un gamin de vingt ans.",
        ],
        subheads: &["Deux poteaux, un regret", "Le tournant du match", "La fête au vestiaire"],
        captions: &[
            "{NOM} (à gauche) a pesé sur toute la défense adverse.",
            "Le peloton dans la montée du Calvaire, sous la pluie.",
        ],
        sentences: &[
            "Dès la {petit}e minute, {NOM} a trouvé la barre transversale sur un coup franc lointain.",
            "Le terrain, gorgé d’eau, a pénalisé l’équipe qui voulait jouer au sol.",
            "« On a été nuls pendant une mi-temps, puis on s’est souvenu de notre métier », a souri l’entraîneur.",
            "Devant {cent} spectateurs transis, le gardien a repoussé un penalty dans les arrêts de jeu.",
            "Au classement, {VILLE} compte désormais {n} points et respire un peu.",
            "L’échappée, forte de {petit} coureurs, a compté jusqu’à quatre minutes d’avance.",
            "Le bénévole chargé du chronomètre avait oublié ses piles ; on a fini à la montre du curé.",
            "Prochain rendez-vous samedi, à {ville2}, contre une équipe qui n’a plus gagné depuis {mois}.",
        ],
    },
    Theme {
        headlines: &[
            "La fonderie embauche, {VILLE} espère",
            "Lait : les éleveurs vident leurs cuves",
            "L’atelier qui refuse de délocaliser",
            "À {VILLE}, la dernière filature s’agrandit",
        ],
        standfirsts: &[
            "Le carnet de commandes est plein jusqu’en {mois}. Mais les candidats manquent, et les \
             logements plus encore.",
            "Elle tisse le lin depuis {annee}. L’entreprise familiale vient d’acheter {n} métiers et \
             forme ses propres apprentis.",
        ],
        subheads: &[
            "Former sur place",
            "« Le prix ne dit pas tout »",
            "Une clientèle fidèle",
            "Des logements d’abord",
        ],
        captions: &[
            "Les nouveaux métiers ont été installés en {mois}.",
            "{PRENOM} {NOM} dirige l’atelier depuis {annee}.",
        ],
        sentences: &[
            "Le chiffre d’affaires a progressé de {pct} en un an, pour atteindre {prix}.",
            "« Nous formons nos apprentis pendant dix-huit mois, puis nous prions pour qu’ils restent », plaisante {PRENOM} {NOM}.",
            "Le prix du kilowattheure, lui, a bondi de {pct} depuis {mois}.",
            "Les {n} salariés ont voté à bulletins secrets : l’accord l’emporte de {petit} voix.",
            "La banque exigeait des garanties ; c’est une coopérative de {ville2} qui les a apportées.",
            "Chaque semaine, {n} rouleaux partent pour l’Italie, où on les teint à façon.",
            "Le vieux moteur à vapeur, classé en {annee}, tourne encore deux fois l’an.",
            "Reste le logement : sur {cent} annonces, {petit} seulement concernent une location à l’année.",
        ],
    },
    Theme {
        headlines: &[
            "Un orgue muet depuis {annee} retrouve sa voix",
            "Le cinéma de {VILLE} sauvé par ses spectateurs",
            "« Le théâtre commence là où l’on chuchote »",
            "Un manuscrit oublié dans un grenier de {VILLE}",
        ],
        standfirsts: &[
            "Deux mille tuyaux, un sommier rongé par les vers, cinq ans d’ateliers : le facteur \
             {PRENOM} {NOM} raconte une résurrection.",
            "Relié de veau brun, annoté de trois mains, il parle de crues, de noces et de dettes. Les \
             historiens n’en reviennent pas.",
        ],
        subheads: &[
            "Trois écritures, une énigme",
            "La salle retient son souffle",
            "Du grenier au musée",
        ],
        captions: &[
            "Le manuscrit sera exposé jusqu’à la fin du mois.",
            "{PRENOM} {NOM} accorde l’un des {cent} tuyaux de l’orgue.",
        ],
        sentences: &[
            "Le feuillet {petit} décrit, avec une précision troublante, la crue de {annee}.",
            "« J’ai d’abord cru à un faux », avoue {PRENOM} {NOM}, qui l’a feuilleté gants blancs aux mains.",
            "L’encre, à base de noix de galle, a rongé le papier en plusieurs endroits.",
            "Au premier accord, l’assistance a levé la tête d’un même mouvement.",
            "Les {cent} fauteuils rouges, rachetés à un théâtre de {ville2}, grincent encore un peu.",
            "Une souscription a réuni {prix}, dont la moitié en dons de moins de vingt euros.",
            "La troupe jouera Molière en {mois}, puis une création sur les ouvrières de la filature.",
            "Le conservateur rêve d’un fac-similé ; l’éditeur, lui, attend de voir les comptes.",
        ],
    },
    Theme {
        headlines: &[
            "Un sanglier sème la panique à {VILLE}",
            "L’incendie de la minoterie maîtrisé à l’aube",
            "Perdu en forêt, il appelle les cloches à l’aide",
            "Une vache sur la voie, {n} trains retardés",
        ],
        standfirsts: &[
            "Il était six heures quand l’alerte a été donnée. {n} pompiers, venus de cinq centres, ont \
             lutté jusqu’au lever du jour.",
            "Entré par la porte de la boulangerie, l’animal est ressorti par la vitrine. Personne n’a \
             été blessé.",
        ],
        subheads: &["Une nuit sans sommeil", "« J’ai entendu craquer »", "L’enquête commence"],
        captions: &[
            "Les pompiers ont surveillé les décombres toute la journée.",
            "La vitrine de la boulangerie, hier, peu avant midi.",
        ],
        sentences: &[
            "L’alerte a été donnée par un livreur de journaux, peu après cinq heures et quart.",
            "« J’ai entendu craquer, puis j’ai vu la lueur », raconte {PRENOM} {NOM}, qui habite en face.",
            "Les flammes, attisées par un vent d’est, ont gagné la toiture en quelques minutes.",
            "Par précaution, {n} habitants ont été relogés dans le gymnase.",
            "Les gendarmes ont suivi les traces sur près de {petit} kilomètres avant de les perdre au gué.",
            "Le préjudice dépasserait {prix}, selon une première estimation de l’assureur.",
            "Une cellule d’écoute a été ouverte à la mairie jusqu’à jeudi.",
            "Le parquet de {ville2} a ouvert une enquête pour en déterminer les causes.",
        ],
    },
    Theme {
        headlines: &[
            "Les cigognes sont revenues à {VILLE}",
            "Sécheresse : la rivière au plus bas",
            "Au secours des haies, mètre après mètre",
            "Une loutre, la première depuis {annee}",
        ],
        standfirsts: &[
            "Elles étaient parties avec les tanneries. Deux couples nichent désormais sur la cheminée \
             de l’ancienne usine.",
            "Le débit a chuté de {pct} en un mois. Le préfet restreint l’arrosage ; les maraîchers \
             s’inquiètent.",
        ],
        subheads: &["Compter, puis planter", "L’eau, cette voisine", "Des bénévoles à l’aube"],
        captions: &[
            "L’île aux Bœufs, où nichent {n} espèces d’oiseaux.",
            "Le lit de la rivière, à sec sur {petit} kilomètres.",
        ],
        sentences: &[
            "Les relevés, effectués chaque dimanche à l’aube, font état de {n} espèces.",
            "Au moulin, l’échelle de crue marque {petit} centimètres : du jamais-vu depuis {annee}.",
            "« Une haie, c’est un immeuble : chaque étage a ses locataires », explique {PRENOM} {NOM}.",
            "Les enfants de l’école ont planté {cent} arbustes : aubépines, fusains, noisetiers.",
            "Le héron cendré, naguère si farouche, pêche désormais sous les fenêtres de l’hôpital.",
            "Les agriculteurs réclament un arc-en-ciel de mesures ; ils n’ont obtenu qu’un communiqué.",
            "L’association, née en {annee}, compte aujourd’hui {n} adhérents et une vieille camionnette.",
            "Dès {mois}, une passerelle de bois permettra d’observer les nids sans les déranger.",
        ],
    },
    Theme {
        headlines: &[
            "Le petit train de {VILLE} fête ses cent ans",
            "Gare de {VILLE} : le guichet ferme, la colère monte",
            "Une piste cyclable jusqu’à la mer",
            "L’autocar de nuit, refuge des lève-tôt",
        ],
        standfirsts: &[
            "Il a transporté du sel, des betteraves et des conscrits. Il promène aujourd’hui des \
             familles, de {mois} à la Toussaint.",
            "Infirmières, boulangers, veilleurs : ils sont {n}, chaque nuit, à monter dans la ligne 7. \
             Reportage.",
        ],
        subheads: &[
            "Première à droite après le gué",
            "Un billet, deux guichets",
            "« Ici, tout le monde se tait »",
        ],
        captions: &[
            "La locomotive n° {petit}, sortie d’atelier en {annee}.",
            "Sur le quai, {PRENOM} {NOM} attend la correspondance.",
        ],
        sentences: &[
            "La ligne 7 dessert {n} arrêts entre l’hôpital et la zone des Quatre-Vents.",
            "« Ici, tout le monde se tait, mais chacun se connaît », sourit {PRENOM} {NOM}, le conducteur.",
            "Le billet coûte 2,{n} € ; il n’a pas augmenté depuis {annee}.",
            "La locomotive consomme {petit} kilos de charbon au kilomètre, et beaucoup d’huile de coude.",
            "Sur le quai, un voyageur à l’œil inquiet relit pour la dixième fois le tableau des départs.",
            "La région promet {n} trains de plus par semaine, sans dire encore lesquels.",
            "Le guichet a vendu {cent} titres en {mois} ; c’est trop peu, juge la direction.",
            "Un comité d’usagers, fondé à {ville2}, propose d’y installer une épicerie.",
        ],
    },
    Theme {
        headlines: &[
            "Six villages cherchent leur médecin",
            "À l’hôpital de {VILLE}, la nuit se prolonge",
            "« Le cœur, ça se soigne aussi en marchant »",
            "La maternité de {VILLE} sauvée de justesse",
        ],
        standfirsts: &[
            "Le dernier généraliste a raccroché son stéthoscope en {mois}. Les maires se cotisent \
             pour loger le suivant.",
            "Une consultation, une paire de chaussures, un sentier : la méthode du docteur {NOM} \
             intrigue jusqu’à {ville2}.",
        ],
        subheads: &[
            "Trente minutes de route",
            "Une ordonnance de plein air",
            "Le sœur-à-sœur des infirmières",
        ],
        captions: &[
            "Le docteur {PRENOM} {NOM}, sur le sentier des douaniers.",
            "La salle d’attente, rénovée en {annee}.",
        ],
        sentences: &[
            "Le service accueille {cent} patients par semaine, soit {pct} de plus qu’il y a un an.",
            "« Nous avons d’abord besoin de bras », tranche le docteur {PRENOM} {NOM}.",
            "La pharmacie la plus proche est à {n} minutes, quand la route n’est pas inondée.",
            "Un cabinet provisoire, installé dans l’ancien presbytère, ouvrira en {mois}.",
            "Les infirmières libérales parcourent jusqu’à {n} kilomètres par tournée.",
            "L’agence régionale a débloqué {prix}, à condition que les communes suivent.",
            "Le vaccin, lui, est arrivé mardi par la camionnette du boulanger.",
            "Marcher trente minutes par jour réduirait de {pct} le risque de rechute.",
        ],
    },
];

/// What follows from subject, verb, object and circumstance.
pub(super) const GENERAL: &[&str] = &[
    "{sujet} {verbe} {objet} {circonstance}.",
    "{sujet} {verbe} {objet}, {suite}.",
    "{entree}, {sujet_bas} {verbe} {objet}.",
    "{entree}, {sujet_bas} {verbe} {objet} {circonstance}.",
    "« {parole} », {incise}.",
    "« {parole} », {incise}, avant d’ajouter : « {parole2}",
    "{sujet} {verbe} {objet} ; {suite}.",
    "{constat}.",
];

pub(super) const QUESTIONS: &[&str] = &[
    "Comment tout cela a-t-il commencé ?",
    "Qu’est-ce qui vous a décidée à rester à {VILLE} ?",
    "Vous parlez d’un échec. N’est-ce pas sévère ?",
    "Le conseil vous a-t-il soutenue ?",
    "Et l’argent, d’où vient-il ?",
    "Que répondez-vous à ceux qui n’y croient plus ?",
    "Où serez-vous dans {petit} ans ?",
    "Regrettez-vous quelque chose ?",
    "On vous dit têtue. À juste titre ?",
];

pub(super) const BYLINES: &[&str] = &[
    "{prenom} {nom}",
    "Par {prenom} {nom}",
    "Propos recueillis par {prenom} {nom}",
    "De notre correspondant à {VILLE}",
];

pub(super) const NEWSPAPERS: &[&str] = &[
    "L’ÉCHO DU VAL",
    "LE COURRIER DES GRÈVES",
    "LA GAZETTE DE LŒUVRE",
    "LE PROGRÈS DU BOCAGE",
    "L’INDÉPENDANT DES MARCHES",
    "LE PETIT RIVERAIN",
];
