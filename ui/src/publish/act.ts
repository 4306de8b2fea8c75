// Does what the author chose for a publication. What has to be asked first is the screen's to ask.

import type { PublicationView } from '../backend/types';
import type { Deed } from './offer';
import { abandon, choose, lighten, open, send, tryAgain, undo } from './sending.svelte';

export type PlainDeed = Exclude<Deed, 'compare' | 'take_back' | 'reschedule'>;

/** `beforeSending` writes down what was typed; where it says `false`, nothing is sent. */
export async function act(
  deed: PlainDeed,
  publication: PublicationView,
  beforeSending?: () => Promise<boolean>,
): Promise<void> {
  const { id, draft, blog, wanted, url } = publication;
  switch (deed) {
    case 'undo':
      await undo(id);
      return;
    case 'publish_again':
      await choose(id, 'mine', null);
      return;
    case 'leave_gone':
      await choose(id, 'theirs', null);
      return;
    case 'retry':
    case 'send_anyway':
      return tryAgain(id);
    case 'send_lighter':
      return lighten(id);
    case 'give_up':
      return abandon(id);
    case 'open':
      if (url !== null) await open(url);
      return;
    case 'include':
      if (!beforeSending || (await beforeSending())) await send(draft, blog, wanted);
  }
}
