export const fr = {
  preview: 'Aperçu du billet',
  emptyTitle: 'L’aperçu',
  empty: 'Ce que verront vos lecteurs, au caractère près, paraît ici à mesure que vous écrivez.',
};

export type Messages = typeof fr;
