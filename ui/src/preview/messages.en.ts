import type { Messages } from './messages.fr';

export const en: Messages = {
  preview: 'Preview of the post',
  emptyTitle: 'The preview',
  empty: 'What your readers will see, to the character, appears here as you write.',
  toScan: 'See this passage on the clipping’s picture. Your readers do not see this link.',
};
