// Where the fake desk's clippings come from, and by what right they are shown.

import type { ClippingView, KnownSource, PermissionRequest, WordRange } from '../types';
import type { Commands } from './state';

interface Quoted {
  clipping: string;
  passage: string | null;
  place: WordRange | null;
}

export function sourceCommands(known: (id: string) => ClippingView): Commands {
  return {
    known_sources: (): KnownSource[] => [
      {
        newspaper: 'Le Courrier de la vallée',
        editions: ['Haute vallée'],
        journalists: ['Anne Morel', 'Jules Bonnet'],
        sites: ['https://courrier.example/'],
      },
      { newspaper: 'L’Écho du Val', editions: [], journalists: [], sites: [] },
    ],
    permission_request: ({ language }: { language: string | null }): PermissionRequest =>
      language === 'fr'
        ? {
            subject: 'Demande d’autorisation : article du 12 janvier 2026, page 8',
            body: 'Bonjour,\n\nJe tiens un blog à cette adresse : https://laurent.example\n\n[votre nom]\n',
            mailto: 'mailto:?subject=Demande&body=Bonjour',
          }
        : {
            subject: 'Request for permission: article of 12 January 2026, page 8',
            body: 'Hello,\n\nI write a blog at this address: https://laurent.example\n\n[your name]\n',
            mailto: 'mailto:?subject=Request&body=Hello',
          },
    pick_permission_mail: ({ clipping }: { clipping: string }) => {
      const view = known(clipping);
      view.clipping.permission_mail = { file: 'bb'.repeat(32), name: 'Re: votre demande.eml', size_bytes: 48_213 };
      return structuredClone(view);
    },
    remove_permission_mail: ({ clipping }: { clipping: string }) => {
      const view = known(clipping);
      view.clipping.permission_mail = null;
      return structuredClone(view);
    },
    clipping_quotation: ({ clipping, passage, place }: Quoted) => {
      const view = known(clipping);
      const said = (passage ?? view.text.split('\n\n')[1] ?? '').replaceAll('\n', '\n> ');
      const words = place ? `${place.first}-${place.last}` : '';
      const title = `[«\u00a0${view.clipping.provenance.title}\u00a0»](clip:${clipping}#w${words})`;
      return `> ${said}\n>\n> — ${title}, ${view.caption.replace(' — ', ', ')}`;
    },
  };
}
