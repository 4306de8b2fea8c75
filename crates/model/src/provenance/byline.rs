//! Who wrote an article, or put the questions: `Propos recueillis par Anne Le Goff`.

use crate::Language;

use super::fold::fold;

/// A name has so many words at most; a line that signs is no longer than so many letters.
const NAME_WORDS_MAX: usize = 8;
const LINE_CHARS_MAX: usize = 90;

/// What a signature says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Byline {
    /// It was put down from what somebody said.
    pub interview: bool,
    pub name: String,
}

/// How an interview is signed, folded, words parted by one blank.
const INTERVIEW: &[&str] = &[
    "propos recueillis par",
    "propos recueilli par",
    "recueillis par",
    "recueilli par",
    "entretien realise par",
    "entretien par",
    "entretien avec propos recueillis par",
    "interview realisee par",
    "interview by",
    "interviewed by",
    "interview von",
    "interview",
    "das gesprach fuhrte",
    "das gesprach fuhrten",
    "das interview fuhrte",
    "das interview fuhrten",
    "die fragen stellte",
    "die fragen stellten",
    "entrevista de",
    "entrevista por",
    "entrevista realizada por",
    "intervista di",
    "intervista a cura di",
    "interview door",
    "interview van",
];

/// How an article is signed.
fn author(language: Language) -> &'static [&'static str] {
    match language {
        Language::French => &[
            "par notre correspondante",
            "par notre correspondant",
            "par",
            "de notre correspondante",
            "de notre correspondant",
            "de nos correspondants",
            "de notre envoyee speciale",
            "de notre envoye special",
            "de nos envoyes speciaux",
            "texte",
            "textes",
        ],
        Language::English => &["by our correspondent", "from our correspondent", "by", "words by"],
        Language::German => &["von unserem korrespondenten", "von unserer korrespondentin", "von"],
        Language::Spanish => &["por nuestro corresponsal", "por nuestra corresponsal", "por"],
        Language::Italian => &[
            "dal nostro corrispondente",
            "dal nostro inviato",
            "dalla nostra inviata",
            "a cura di",
            "di",
        ],
        Language::Portuguese => &["do nosso correspondente", "por"],
        Language::Dutch => &["van onze correspondent", "door"],
    }
}

/// What the author wrote as the journalist: a name, or a whole signature.
pub fn signature(text: &str) -> Byline {
    let words: Vec<&str> = text.split_whitespace().collect();
    match after(&words, INTERVIEW) {
        Some(name) if !name.is_empty() => Byline { interview: true, name: name.join(" ") },
        _ => Byline { interview: false, name: words.join(" ") },
    }
}

/// The first line that signs the article. A name may stand on the next line.
pub fn byline(lines: &[&str], language: Language) -> Option<Byline> {
    (0..lines.len()).find_map(|at| {
        let next = lines.get(at + 1).copied().unwrap_or_default();
        signed(lines[at], next, language)
    })
}

fn signed(line: &str, next: &str, language: Language) -> Option<Byline> {
    if line.chars().count() > LINE_CHARS_MAX {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    if let Some(rest) = after(&words, INTERVIEW) {
        // The next line alone is believed only where this one cannot end.
        let next: Vec<&str> = next.split_whitespace().collect();
        let rest = if rest.is_empty() && words.len() > 1 { name(&next)? } else { name(rest)? };
        return Some(Byline { interview: true, name: rest });
    }
    // An interview's signature broken over two lines: `Propos recueillis` / `par Anne Le Goff`.
    if ["propos recueillis", "entretien realise"].contains(&folded(&words).as_str()) {
        let next: Vec<&str> = next.split_whitespace().collect();
        let name = name(after(&next, &["par"])?)?;
        return Some(Byline { interview: true, name });
    }
    let rest = after(&words, author(language))?;
    let first = words.first()?;
    // `par` within a sentence is no signature; one that opens a line has its capital.
    if !first.starts_with(char::is_uppercase) {
        return None;
    }
    let rest = without_place(rest);
    Some(Byline { interview: false, name: name(rest)? })
}

/// `à Bruxelles, Marc Duval`: the name is what follows the comma.
fn without_place<'w, 'a>(words: &'w [&'a str]) -> &'w [&'a str] {
    let place = ["a", "au", "en", "in", "aus", "en", "em"];
    let opens = words.first().is_some_and(|word| place.contains(&fold(word).as_str()));
    let comma = words.iter().position(|word| word.ends_with([',', ':']));
    match comma {
        Some(at) if opens => &words[at + 1..],
        _ => words,
    }
}

fn folded(words: &[&str]) -> String {
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    folded.join(" ").trim().to_owned()
}

/// What follows the longest of the openings.
fn after<'w, 'a>(words: &'w [&'a str], openings: &[&str]) -> Option<&'w [&'a str]> {
    let opens = |opening: &&&str| {
        let count = opening.split(' ').count();
        words.len() >= count && folded(&words[..count]) == ***opening
    };
    let opening = openings.iter().filter(opens).max_by_key(|opening| opening.len())?;
    let rest = &words[opening.split(' ').count()..];
    // `Interview: Anna Weber`
    Some(if rest.first() == Some(&":") { &rest[1..] } else { rest })
}

/// A name, if the words are nothing but one: capitals, with particles between.
fn name(words: &[&str]) -> Option<String> {
    const PARTICLES: &[&str] = &[
        "de", "du", "des", "d", "la", "le", "von", "van", "der", "den", "zu", "di", "da", "do",
        "dos", "del", "y", "e", "et", "and", "und", "en", "avec",
    ];
    let words: Vec<&str> = words.iter().map(|word| word.trim_matches([',', ';', ':'])).collect();
    let is_capital = |word: &&str| word.starts_with(char::is_uppercase);
    let is_name = |word: &&str| {
        word.chars().all(|c| c.is_alphabetic() || "-'’.&".contains(c))
            && (is_capital(word)
                || PARTICLES.contains(&fold(word).as_str())
                || word.starts_with("d’")
                || word.starts_with("d'")
                || *word == "&")
    };
    let whole = (1..=NAME_WORDS_MAX).contains(&words.len())
        && words.iter().all(is_name)
        && words.first().is_some_and(is_capital)
        && words.last().is_some_and(|word| is_capital(word) || word.contains(['’', '\'']));
    // A sentence goes on where a whole word is followed by a full stop and more.
    let ends = |word: &&str| {
        let inside = word.trim_end_matches('.');
        inside.len() < word.len() && inside.chars().count() > 3 && !inside.contains(['.', '-'])
    };
    if !whole || words.iter().rev().skip(1).any(ends) {
        return None;
    }
    let name = words.join(" ");
    let name = name.trim_end_matches('.');
    Some(if name.chars().any(char::is_lowercase) { name.to_owned() } else { capitalised(name) })
}

/// `ANNE LE GOFF` as people write it.
fn capitalised(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut begins = true;
    for c in name.chars() {
        if begins {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        begins = !c.is_alphabetic();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: &[&str], language: Language) -> Option<(bool, String)> {
        byline(lines, language).map(|found| (found.interview, found.name))
    }

    #[test]
    fn french_signatures_are_found_among_the_lines() {
        let goff = Some((true, "Anne Le Goff".to_owned()));
        let french = |lines: &[&str]| of(lines, Language::French);
        assert_eq!(french(&["Un village", "Propos recueillis par Anne Le Goff"]), goff);
        assert_eq!(french(&["Propos recueillis par ANNE LE GOFF."]), goff);
        assert_eq!(french(&["Recueilli par Anne Le Goff"]), goff);
        assert_eq!(french(&["Propos recueillis", "par Anne Le Goff"]), goff);
        assert_eq!(french(&["Propos recueillis par", "Anne Le Goff"]), goff);
        let duval = Some((false, "Marc Duval".to_owned()));
        assert_eq!(french(&["Par Marc Duval"]), duval);
        assert_eq!(french(&["PAR MARC DUVAL"]), duval);
        assert_eq!(french(&["De notre correspondant à Bruxelles, Marc Duval"]), duval);
        assert_eq!(
            french(&["Par J.-P. de La Tour et Ève d’Arcy"]),
            Some((false, "J.-P. de La Tour et Ève d’Arcy".into()))
        );
    }

    #[test]
    fn sentences_are_not_taken_for_signatures() {
        for line in [
            "Par ailleurs, le maire s’est tu.",
            "par Anne Le Goff qui passait",
            "Par Toutatis. Le maire",
            "Recueillis par la mairie, les chats",
            "Propos recueillis par",
            "Par",
            "",
        ] {
            assert_eq!(of(&[line], Language::French), None, "{line}");
        }
    }

    #[test]
    fn signatures_are_known_in_every_language() {
        for (line, language, interview) in [
            ("By Anna Weber", Language::English, false),
            ("Interview by Anna Weber", Language::English, true),
            ("Von Anna Weber", Language::German, false),
            ("Interview: Anna Weber", Language::German, true),
            ("Das Gespräch führte Anna Weber.", Language::German, true),
            ("Por Anna Weber", Language::Spanish, false),
            ("Intervista di Anna Weber", Language::Italian, true),
            ("Por Anna Weber", Language::Portuguese, false),
            ("Door Anna Weber", Language::Dutch, false),
        ] {
            assert_eq!(of(&[line], language), Some((interview, "Anna Weber".into())), "{line}");
        }
    }

    #[test]
    fn what_the_author_wrote_is_a_name_or_a_signature() {
        let name = signature("J. Petit");
        assert_eq!((name.interview, name.name.as_str()), (false, "J. Petit"));
        let whole = signature("propos recueillis par J. Petit");
        assert_eq!((whole.interview, whole.name.as_str()), (true, "J. Petit"));
        assert_eq!(signature("propos recueillis par").name, "propos recueillis par");
    }
}
