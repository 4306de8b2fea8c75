//! Where an article is from, by language: below its figure, in a list, under a quotation.
//!
//! One template a language: newspaper, edition, date, page, who. Each holds what is known only.

use coupure_model::{Language, PassagePlace, Provenance, date_in_words};

/// *[L’Écho du Val](https://…)*, édition Sarthe, 28 octobre 2026, p. 3 — propos recueillis par
/// J. Petit. Inline Markdown: the newspaper in italics, linked where there is a link.
pub fn caption(provenance: &Provenance, language: Language) -> String {
    let source = parts(provenance, language, newspaper(provenance)).join(", ");
    let who = who(&provenance.journalist, language);
    match (source.is_empty(), who.is_empty()) {
        (_, true) => source,
        (true, false) => who,
        (false, false) => format!("{source} — {who}"),
    }
}

/// « Titre », *L’Écho du Val*, 28 octobre 2026, p. 3, propos recueillis par J. Petit: below a
/// quotation. Inline Markdown. The title, or what else is there, leads to the passage's `place`.
pub fn reference(
    title: &str,
    provenance: &Provenance,
    language: Language,
    place: &PassagePlace,
) -> String {
    let title = coupure_markdown::escaped_in_caption(&quoted(title, language));
    let source = parts(provenance, language, newspaper(provenance));
    let who = who(&provenance.journalist, language);
    let all = std::iter::once(title).chain(source).chain([who]);
    let mut all: Vec<String> = all.filter(|part| !part.is_empty()).collect();
    // A link holds no other one: the newspaper may lead to its own article.
    let at = all.iter().position(|part| !part.starts_with('[')).unwrap_or_else(|| {
        all.insert(0, super::kind(language).to_owned());
        0
    });
    all[at] = format!("[{}]({place})", all[at]);
    all.join(", ")
}

/// L’Écho du Val, édition Sarthe, 28 octobre 2026, p. 3: plain text.
pub fn source(provenance: &Provenance, language: Language) -> String {
    let newspaper = provenance.newspaper.trim().to_owned();
    parts_plain(provenance, language, newspaper).join(", ")
}

/// A headline between the quotation marks of its language.
pub fn quoted(title: &str, language: Language) -> String {
    let title = super::unquoted(title);
    match language {
        _ if title.is_empty() => String::new(),
        Language::French => format!("«\u{a0}{title}\u{a0}»"),
        Language::Spanish | Language::Italian | Language::Portuguese => format!("«{title}»"),
        Language::German => format!("„{title}“"),
        Language::English => format!("“{title}”"),
        Language::Dutch => format!("‘{title}’"),
    }
}

/// In italics, as a link where there is one that readers can follow.
fn newspaper(provenance: &Provenance) -> String {
    let name = coupure_markdown::escaped_in_caption(provenance.newspaper.trim());
    let emphasised = if name.is_empty() { name } else { format!("*{name}*") };
    let link = provenance.link.trim();
    let Some(host) = host_of(link) else { return emphasised };
    let shown = if emphasised.is_empty() { host } else { emphasised };
    format!("[{shown}](<{}>)", link.replace(['<', '>', '\n'], ""))
}

/// The host of a link that leads to the web, without `www.`.
pub fn host_of(link: &str) -> Option<String> {
    let url = url::Url::parse(link).ok()?;
    let host = url.host_str().filter(|_| matches!(url.scheme(), "http" | "https"))?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

fn parts(provenance: &Provenance, language: Language, newspaper: String) -> Vec<String> {
    let mut parts = parts_plain(provenance, language, newspaper);
    let from = usize::from(
        !provenance.newspaper.trim().is_empty() || host_of(provenance.link.trim()).is_some(),
    );
    for part in parts.iter_mut().skip(from) {
        *part = coupure_markdown::escaped_in_caption(part);
    }
    parts
}

fn parts_plain(provenance: &Provenance, language: Language, newspaper: String) -> Vec<String> {
    let date = provenance.date.map(|date| date_in_words(date, language));
    let all = [
        newspaper,
        edition(provenance.edition.trim(), language),
        date.unwrap_or_default(),
        page(provenance.page.trim(), language),
    ];
    all.into_iter().filter(|part| !part.is_empty()).collect()
}

/// `Sarthe` is said as an edition; what says so already stays.
fn edition(edition: &str, language: Language) -> String {
    let word = match language {
        Language::French => "édition",
        Language::English => "edition",
        Language::German => "Ausgabe",
        Language::Spanish => "edición",
        Language::Italian => "edizione",
        Language::Portuguese => "edição",
        Language::Dutch => "editie",
    };
    if edition.is_empty() {
        return String::new();
    }
    let lower = edition.to_lowercase();
    let says_so = [word.to_lowercase().as_str(), "edition"].iter().any(|word| lower.contains(word));
    match language {
        _ if says_so => edition.to_owned(),
        Language::English => format!("{edition} {word}"),
        _ => format!("{word} {edition}"),
    }
}

/// `3`, or what the author wrote as `p. 3` or `page 3`.
fn page(page: &str, language: Language) -> String {
    let number = ["pages", "page", "pp.", "p.", "S."]
        .iter()
        .find_map(|mark| page.strip_prefix(mark))
        .map_or(page, str::trim_start);
    let several = number.contains(['-', '–', ',']);
    let mark = match (language, several) {
        (Language::German, _) => "S.",
        (Language::Spanish, false) => "pág.",
        (Language::Spanish, true) => "págs.",
        (Language::English | Language::Italian | Language::Portuguese, true) => "pp.",
        _ => "p.",
    };
    if number.is_empty() { String::new() } else { format!("{mark}\u{a0}{number}") }
}

fn who(journalist: &str, language: Language) -> String {
    let by = coupure_model::signature(journalist);
    signed(&coupure_markdown::escaped_in_caption(&by.name), by.interview, language)
}

/// The name; of an interview, who put the questions.
pub fn signed(name: &str, interview: bool, language: Language) -> String {
    let by = match language {
        _ if !interview || name.is_empty() => return name.to_owned(),
        Language::French => "propos recueillis par",
        Language::English => "interview by",
        Language::German => "Interview von",
        Language::Spanish => "entrevista de",
        Language::Italian => "intervista di",
        Language::Portuguese => "entrevista de",
        Language::Dutch => "interview door",
    };
    format!("{by} {name}")
}

#[cfg(test)]
mod tests {
    use coupure_model::Date;

    use super::*;

    fn interview() -> Provenance {
        Provenance {
            title: "Un village ne meurt pas d’être petit".into(),
            newspaper: "Le Maine Libre".into(),
            date: Some(Date::new(2016, 10, 28).unwrap()),
            page: "3".into(),
            journalist: "propos recueillis par Anne Le Goff".into(),
            ..Provenance::default()
        }
    }

    fn captions(provenance: &Provenance) -> Vec<String> {
        let spaced = |language| caption(provenance, language).replace('\u{a0}', "~");
        Language::ALL.into_iter().map(spaced).collect()
    }

    #[test]
    fn each_language_has_its_caption() {
        assert_eq!(
            captions(&interview()),
            [
                "*Le Maine Libre*, 28~octobre 2016, p.~3 — propos recueillis par Anne Le Goff",
                "*Le Maine Libre*, 28~October 2016, p.~3 — interview by Anne Le Goff",
                "*Le Maine Libre*, 28.~Oktober 2016, S.~3 — Interview von Anne Le Goff",
                "*Le Maine Libre*, 28~de octubre de 2016, pág.~3 — entrevista de Anne Le Goff",
                "*Le Maine Libre*, 28~ottobre 2016, p.~3 — intervista di Anne Le Goff",
                "*Le Maine Libre*, 28~de outubro de 2016, p.~3 — entrevista de Anne Le Goff",
                "*Le Maine Libre*, 28~oktober 2016, p.~3 — interview door Anne Le Goff",
            ]
        );
    }

    #[test]
    fn edition_link_and_several_pages_have_their_place_in_every_language() {
        let whole = Provenance {
            edition: "Sarthe".into(),
            page: "4-5".into(),
            journalist: "Anne Le Goff".into(),
            link: "https://maine.example/a_(b)".into(),
            ..interview()
        };
        let link = "[*Le Maine Libre*](<https://maine.example/a_(b)>)";
        let expected = [
            ", édition Sarthe, 28~octobre 2016, p.~4-5 — Anne Le Goff",
            ", Sarthe edition, 28~October 2016, pp.~4-5 — Anne Le Goff",
            ", Ausgabe Sarthe, 28.~Oktober 2016, S.~4-5 — Anne Le Goff",
            ", edición Sarthe, 28~de octubre de 2016, págs.~4-5 — Anne Le Goff",
            ", edizione Sarthe, 28~ottobre 2016, pp.~4-5 — Anne Le Goff",
            ", edição Sarthe, 28~de outubro de 2016, pp.~4-5 — Anne Le Goff",
            ", editie Sarthe, 28~oktober 2016, p.~4-5 — Anne Le Goff",
        ];
        assert_eq!(captions(&whole), expected.map(|rest| format!("{link}{rest}")));
    }

    #[test]
    fn a_caption_holds_only_what_is_known() {
        let french = |provenance: &Provenance| caption(provenance, Language::French);
        assert_eq!(french(&Provenance::default()), "");
        let alone = Provenance { newspaper: "Le Maine Libre".into(), ..Provenance::default() };
        assert_eq!(french(&alone), "*Le Maine Libre*");
        let who = Provenance { journalist: "Anne Le Goff".into(), ..Provenance::default() };
        assert_eq!(french(&who), "Anne Le Goff");
        let link =
            Provenance { link: "https://www.maine.example/a".into(), ..Provenance::default() };
        assert_eq!(french(&link), "[maine.example](<https://www.maine.example/a>)");
        let wrong = Provenance { link: "javascript:alert(1)".into(), ..alone };
        assert_eq!(french(&wrong), "*Le Maine Libre*");
    }

    #[test]
    fn what_the_author_wrote_is_neither_doubled_nor_taken_for_a_mark() {
        let written = Provenance {
            newspaper: "Le *Maine* [Libre]".into(),
            edition: "édition du Mans".into(),
            page: "p. 3".into(),
            journalist: "J_P_".into(),
            ..Provenance::default()
        };
        assert_eq!(
            caption(&written, Language::French),
            "*Le \\*Maine\\* \\[Libre\\]*, édition du Mans, p.\u{a0}3 — J\\_P\\_"
        );
        assert_eq!(
            source(&written, Language::French),
            "Le *Maine* [Libre], édition du Mans, p.\u{a0}3"
        );
    }

    #[test]
    fn a_quotation_names_title_newspaper_and_who() {
        let provenance = interview();
        assert_eq!(
            french_reference(&provenance),
            "[«~Un village ne meurt pas d’être petit~»](PLACE), *Le Maine Libre*, 28~octobre 2016, \
             p.~3, propos recueillis par Anne Le Goff"
        );
    }

    fn french_reference(provenance: &Provenance) -> String {
        let clipping = "019350b0-0000-7000-8000-000000000001".parse().unwrap();
        let place = PassagePlace { clipping, words: None };
        reference(&provenance.title, provenance, Language::French, &place)
            .replace('\u{a0}', "~")
            .replace(&place.to_string(), "PLACE")
    }

    #[test]
    fn whatever_is_known_of_it_a_quotation_leads_to_its_place() {
        let link = "https://maine.example/a".to_owned();
        let newspaper = Provenance { newspaper: "Le Maine Libre".into(), ..Provenance::default() };
        assert_eq!(french_reference(&newspaper), "[*Le Maine Libre*](PLACE)");
        let linked = Provenance { link: link.clone(), page: "3".into(), ..newspaper };
        let web = "[*Le Maine Libre*](<https://maine.example/a>)";
        assert_eq!(french_reference(&linked), format!("{web}, [p.~3](PLACE)"));
        let alone = Provenance { page: String::new(), ..linked };
        assert_eq!(french_reference(&alone), format!("[Coupure de presse](PLACE), {web}"));
        assert_eq!(french_reference(&Provenance::default()), "[Coupure de presse](PLACE)");
    }
}
