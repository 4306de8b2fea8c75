//! What Coupure itself writes into a post: captions, alternative texts, summaries, by language.

use coupure_model::{Clipping, Language};

mod request;
mod source;

pub use request::{named, request};
pub use source::{caption, host_of, quoted, reference, signed, source};

/// Coupure : « titre », *journal*, date, page. Never a file's name.
pub fn alternative_text(clipping: &Clipping, language: Language) -> String {
    let quoted = quoted(&clipping_title(clipping), language);
    let source = source(&clipping.provenance, language);
    let rest: Vec<_> = [quoted, source].into_iter().filter(|part| !part.is_empty()).collect();
    let colon = if language == Language::French { "\u{a0}: " } else { ": " };
    let kind = kind(language);
    if rest.is_empty() { kind.into() } else { format!("{kind}{colon}{}", rest.join(", ")) }
}

/// What a clipping is.
fn kind(language: Language) -> &'static str {
    match language {
        Language::French => "Coupure de presse",
        Language::German => "Zeitungsausschnitt",
        Language::Spanish => "Recorte de prensa",
        Language::Italian => "Ritaglio di giornale",
        Language::Portuguese => "Recorte de imprensa",
        Language::Dutch => "Krantenknipsel",
        Language::English => "Newspaper clipping",
    }
}

/// The alternative text of one of an article's pictures: which one it is.
pub fn numbered(alt: &str, number: usize, of: usize, language: Language) -> String {
    if of < 2 {
        return alt.to_owned();
    }
    match language {
        Language::French => format!("{alt} ({number}\u{a0}sur\u{a0}{of})"),
        _ => format!("{alt} ({number}/{of})"),
    }
}

/// The alternative text of an article that is set in a single column.
pub fn in_one_column(alt: &str, language: Language) -> String {
    let so = match language {
        Language::French => "en une seule colonne",
        Language::English => "in a single column",
        Language::German => "in einer einzigen Spalte",
        Language::Spanish => "en una sola columna",
        Language::Italian => "in una sola colonna",
        Language::Portuguese => "numa única coluna",
        Language::Dutch => "in één kolom",
    };
    format!("{alt}, {so}")
}

/// A headline that is a quotation as a whole is not quoted twice.
fn unquoted(title: &str) -> &str {
    let title = title.trim();
    let inside = [('«', '»'), ('“', '”'), ('„', '“'), ('"', '"')]
        .into_iter()
        .find_map(|(open, close)| title.strip_prefix(open)?.strip_suffix(close));
    inside
        .filter(|inside| !inside.contains(['«', '»', '“', '”', '„', '"']))
        .map_or(title, str::trim)
}

/// The title that the author gave, else the first heading that was read.
pub fn clipping_title(clipping: &Clipping) -> String {
    if !clipping.provenance.title.is_empty() {
        return clipping.provenance.title.clone();
    }
    let heading = clipping.text().lines().find_map(|line| line.strip_prefix('#'));
    heading.map(|text| text.trim_start_matches('#').trim().to_owned()).unwrap_or_default()
}

/// The line that opens the folded text of an article.
pub fn summary(language: Language) -> &'static str {
    match language {
        Language::French => "Lire le texte de l’article",
        Language::English => "Read the article’s text",
        Language::German => "Den Text des Artikels lesen",
        Language::Spanish => "Leer el texto del artículo",
        Language::Italian => "Leggi il testo dell’articolo",
        Language::Portuguese => "Ler o texto do artigo",
        Language::Dutch => "Lees de tekst van het artikel",
    }
}

/// What the built-in blog is called, and its title.
pub fn built_in_blog(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::French => ("Sur cet ordinateur", "Mes pages"),
        _ => ("On this computer", "My pages"),
    }
}

/// A post that waited is out, as the system's notification says it: a title and a sentence.
pub fn arrival(post: &str, blog: &str, language: Language) -> (String, String) {
    const TITLE_CHARS_MAX: usize = 120;
    let post = post.trim();
    let cut = post.chars().count() > TITLE_CHARS_MAX;
    let mut shown: String = post.chars().take(TITLE_CHARS_MAX).collect();
    if cut {
        shown.push('…');
    }
    let shown = unquoted(&shown);
    match language {
        Language::French => (
            match shown {
                "" => "Un billet sans titre est en ligne".into(),
                _ => format!("«\u{a0}{shown}\u{a0}» est en ligne"),
            },
            format!("Ce billet attendait\u{a0}; il est maintenant sur {blog}."),
        ),
        _ => (
            match shown {
                "" => "A post without a title is out".into(),
                _ => format!("“{shown}” is out"),
            },
            format!("This post was waiting; it is on {blog} now."),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_headline_that_is_one_quotation_loses_its_marks() {
        assert_eq!(unquoted("«\u{a0}Un village\u{a0}»"), "Un village");
        assert_eq!(unquoted("“A village”"), "A village");
        for whole in ["Le maire dit « non »", "« Oui » et « non »", "Un village", "«", ""] {
            assert_eq!(unquoted(whole), whole);
        }
    }
}
