import { plural } from '../shared/i18n.svelte';
import type { Messages } from './messages.fr';

export const en: Messages = {
  library: 'Library',
  search: 'Search everywhere',
  shelves: 'Shelves',
  shelf: { drafts: 'Drafts', posts: 'Posts', clippings: 'Clippings', trash: 'Trash' },
  untitled: 'Untitled',
  clipping: 'clipping',
  newDraft: 'New post',
  newClipping: 'Take a clipping…',
  found: (count, said) => plural(count, `${said} result`, `${said} results`),
  nothingFound: (words) => `Nothing contains “${words}”.`,
  nothingFoundHint: 'The search looks at titles, texts and clippings, with or without accents.',
  empty: {
    drafts: 'No drafts. Begin a post: it is saved as you write.',
    posts: 'Nothing has gone out yet. A post is kept here once you press Publish.',
    clippings: 'No clippings. Drop the photo or the scan of a newspaper page here.',
    trash: 'The trash is empty.',
  },
  trash: 'Move to the trash',
  restore: 'Put back',
  trashed: 'Moved to the trash.',
  undo: 'Undo',
  emptyTrash: 'Empty the trash…',
  emptyTrashTitle: 'Empty the trash?',
  emptyTrashText: 'What is in it will be erased from this computer for good. What is on your blogs stays there.',
  emptyTrashDo: 'Erase all',
  cancel: 'Cancel',
};
