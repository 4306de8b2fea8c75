//! What the site itself says, in the blog's language.

use coupure_model::Language;

/// The site's own words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    pub skip: &'static str,
    pub home: &'static str,
    pub feed: &'static str,
    pub read_on: &'static str,
    pub empty: &'static str,
    pub untitled: &'static str,
    pub categories: &'static str,
    pub tags: &'static str,
    pub newer: &'static str,
    pub older: &'static str,
    pub posts_nav: &'static str,
    pub archive: &'static str,
    /// What a page is called when its title gives no address.
    pub slug: &'static str,
}

impl Words {
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::French => &FRENCH,
            Language::English => &ENGLISH,
            Language::German => &GERMAN,
            Language::Spanish => &SPANISH,
            Language::Italian => &ITALIAN,
            Language::Portuguese => &PORTUGUESE,
            Language::Dutch => &DUTCH,
        }
    }
}

const FRENCH: Words = Words {
    skip: "Aller au texte",
    home: "Tous les billets",
    feed: "Flux Atom",
    read_on: "Lire la suite",
    empty: "Aucun billet pour le moment.",
    untitled: "Sans titre",
    categories: "Catégories",
    tags: "Étiquettes",
    newer: "Billet suivant",
    older: "Billet précédent",
    posts_nav: "Autres billets",
    archive: "Archives",
    slug: "billet",
};

const ENGLISH: Words = Words {
    skip: "Skip to the text",
    home: "All posts",
    feed: "Atom feed",
    read_on: "Read on",
    empty: "No posts yet.",
    untitled: "Untitled",
    categories: "Categories",
    tags: "Tags",
    newer: "Next post",
    older: "Previous post",
    posts_nav: "Other posts",
    archive: "Archive",
    slug: "post",
};

const GERMAN: Words = Words {
    skip: "Zum Text",
    home: "Alle Beiträge",
    feed: "Atom-Feed",
    read_on: "Weiterlesen",
    empty: "Noch keine Beiträge.",
    untitled: "Ohne Titel",
    categories: "Kategorien",
    tags: "Schlagwörter",
    newer: "Nächster Beitrag",
    older: "Vorheriger Beitrag",
    posts_nav: "Weitere Beiträge",
    archive: "Archiv",
    slug: "beitrag",
};

const SPANISH: Words = Words {
    skip: "Ir al texto",
    home: "Todas las entradas",
    feed: "Canal Atom",
    read_on: "Seguir leyendo",
    empty: "Todavía no hay entradas.",
    untitled: "Sin título",
    categories: "Categorías",
    tags: "Etiquetas",
    newer: "Entrada siguiente",
    older: "Entrada anterior",
    posts_nav: "Otras entradas",
    archive: "Archivo",
    slug: "entrada",
};

const ITALIAN: Words = Words {
    skip: "Vai al testo",
    home: "Tutti gli articoli",
    feed: "Feed Atom",
    read_on: "Continua a leggere",
    empty: "Ancora nessun articolo.",
    untitled: "Senza titolo",
    categories: "Categorie",
    tags: "Etichette",
    newer: "Articolo successivo",
    older: "Articolo precedente",
    posts_nav: "Altri articoli",
    archive: "Archivio",
    slug: "articolo",
};

const PORTUGUESE: Words = Words {
    skip: "Ir para o texto",
    home: "Todos os artigos",
    feed: "Feed Atom",
    read_on: "Continuar a ler",
    empty: "Ainda não há artigos.",
    untitled: "Sem título",
    categories: "Categorias",
    tags: "Etiquetas",
    newer: "Artigo seguinte",
    older: "Artigo anterior",
    posts_nav: "Outros artigos",
    archive: "Arquivo",
    slug: "artigo",
};

const DUTCH: Words = Words {
    skip: "Naar de tekst",
    home: "Alle berichten",
    feed: "Atom-feed",
    read_on: "Verder lezen",
    empty: "Nog geen berichten.",
    untitled: "Zonder titel",
    categories: "Categorieën",
    tags: "Tags",
    newer: "Volgend bericht",
    older: "Vorig bericht",
    posts_nav: "Andere berichten",
    archive: "Archief",
    slug: "bericht",
};
