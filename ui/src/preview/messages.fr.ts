export const fr = {
  preview: 'Aperçu du billet',
  emptyTitle: 'L’aperçu',
  empty: 'Ce que verront vos lecteurs, au caractère près, paraît ici à mesure que vous écrivez.',
  toScan: 'Revoir ce passage sur l’image de la coupure. Vos lecteurs ne voient pas ce lien.',
};

export type Messages = typeof fr;
