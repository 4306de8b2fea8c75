// What stands on the shelves of the fake desk.

import type { BlogView, Draft, Language } from '../types';
import { ago, freshId } from './state';

export const CLIPPING = 'c0000000-0000-7000-8000-000000000001';

const INTERVIEW = `Le mois dernier, *Le Courrier de la vallée* m’a rendu visite. Le site du journal n’en montre que le début ; voici donc l’entretien en entier, avec l’accord de la journaliste.

![Coupure : « La rivière n’attend pas », Le Courrier de la vallée, 12 janvier 2026, page 8](clip:${CLIPPING} "« La rivière n’attend pas », *Le Courrier de la vallée*, 12 janvier 2026, page 8.")

<details>
<summary>Lire le texte de l’article</summary>

On le rencontre au bord de l’eau, un carnet à la main. Depuis onze ans, il note la hauteur de la rivière, chaque matin, à la même heure.

« Je ne mesure pas pour mesurer, dit-il. Je mesure pour me souvenir. »

</details>

## Les cinq points à retenir

1. La crue de 2018 n’était **pas** une exception.
2. Les anciens moulins retenaient l’eau mieux que nos digues.
3. Un relevé par jour suffit, s’il est honnête.
4. Les enfants de l’école ont repris la mesure de midi.
5. Tout est publié, *même les jours où l’on s’est trompé*.

> On ne protège bien que ce que l’on a regardé longtemps.

## Lire aussi

- [Onze ans de relevés en un graphique](https://laurent.example/onze-ans)
- [Pourquoi les moulins](https://laurent.example/moulins)
- [La mesure de midi](https://laurent.example/midi)

Vos souvenirs de crues sont les bienvenus dans les commentaires : à quelle hauteur était l’eau chez vous ?
`;

export const BLOGS: BlogView[] = [
  {
    blog: {
      id: 'b0000000-0000-7000-8000-000000000001',
      name: 'Sur cet ordinateur',
      kind: { kind: 'folder', path: '/home/laurent/Documents/Coupure' },
      title: 'Mes pages',
      language: 'fr',
      time_zone: 'Europe/Paris',
      features: { details_block: true, footnotes_block: true, revisions: false, version: '' },
    },
    built_in: true,
    emails_subscribers: false,
    address: '/home/laurent/Documents/Coupure/index.html',
  },
  {
    blog: {
      id: 'b0000000-0000-7000-8000-000000000002',
      name: 'laurent.example',
      kind: {
        kind: 'word_press',
        url: 'https://laurent.example',
        api: 'https://laurent.example/wp-json/',
        user: 'laurent',
      },
      title: 'Carnets de rivière',
      language: 'fr',
      time_zone: 'Europe/Paris',
      features: { details_block: true, footnotes_block: true, revisions: true, version: '6.8' },
    },
    built_in: false,
    emails_subscribers: false,
    address: 'https://laurent.example',
  },
];

export function sampleDrafts(): Draft[] {
  return [
    draft('« La rivière n’attend pas » : mon entretien au Courrier', INTERVIEW, 2),
    draft('Les moulins de la Sorge', 'Il en restait douze en 1850. J’en ai retrouvé neuf.', 95),
    draft('La mesure de midi', 'Les élèves de CM2 ont pris la suite, cahier à spirale en main.', 1500),
    draft('Onze ans de relevés en un graphique', 'Quatre mille quinze points, une seule courbe.', 4400),
    draft('Réponse à un lecteur', 'Vous me demandez si la digue tiendra. Je n’en sais rien.', 13_000),
    draft('Notes pour l’automne', '', 60_000),
  ];
}

export function draft(title: string, body: string, minutes: number, language: Language = 'fr'): Draft {
  return {
    id: freshId(),
    content: {
      title,
      body,
      slug: '',
      excerpt: '',
      categories: title.includes('entretien') ? ['Rivière'] : [],
      tags: title.includes('entretien') ? ['entretien', 'presse', 'crues'] : [],
      cover: '',
      language,
      comments: 'open',
    },
    revision: 1,
    blog: null,
    created: ago(minutes + 300),
    updated: ago(minutes),
    trashed: null,
  };
}
