//! Whether the hyphen at a line end belongs to the word.

use std::collections::HashSet;

use coupure_model::{Language, Line};

/// How a line is put after the text so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// There is no text yet.
    Start,
    Space,
    /// Without a space; the hyphen stays.
    Keep,
    /// Without a space; the hyphen goes.
    Drop,
}

/// What the reading itself writes within its lines: with a hyphen or in one.
#[derive(Debug, Default)]
pub struct Evidence {
    words: HashSet<String>,
}

impl Evidence {
    pub fn of(lines: &[Line]) -> Self {
        let mut words = HashSet::new();
        for line in lines {
            let last = line.words.len().saturating_sub(1);
            for (i, word) in line.words.iter().enumerate() {
                let bare = bare(&word.text);
                // The first and the last of a line may be halves.
                if i > 0 && i < last && !bare.is_empty() {
                    words.insert(bare.to_lowercase());
                }
            }
        }
        Self { words }
    }

    fn has(&self, word: &str) -> bool {
        self.words.contains(&word.to_lowercase())
    }
}

/// Without the punctuation around it and without what is elided before it.
fn bare(word: &str) -> &str {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.rsplit(['\'', '’']).next().unwrap_or(word)
}

/// The table, first match first:
///
/// | text so far ends in | the line begins with | joint |
/// |---|---|---|
/// | no hyphen, or a dash standing alone | – | space |
/// | hyphen after or before a digit | – | keep |
/// | hyphen | *und*, *oder*… (German: `Haupt- und`) | space, hyphen stays |
/// | hyphen after capitals only | capitals only | drop |
/// | hyphen | a capital (`Grand-` `Turc`) | keep |
/// | hyphen | no letter | keep |
/// | the reading has the word elsewhere, within a line | – | as there |
/// | a compound or an inversion of the language (`peut-` `être`, `dit-` `il`) | – | keep |
/// | hyphen | anything else | drop |
pub fn joint(text: &str, next: &str, language: Language, evidence: &Evidence) -> Joint {
    if text.is_empty() {
        return Joint::Start;
    }
    let Some(before) = text.strip_suffix(['-', '‐', '\u{ad}']) else { return Joint::Space };
    let before = before.rsplit(' ').next().unwrap_or(before);
    let Some(last) = before.chars().last() else { return Joint::Space };
    let Some(first) = next.chars().next() else { return Joint::Space };
    if last.is_ascii_digit() || first.is_ascii_digit() {
        return Joint::Keep;
    }
    if !last.is_alphabetic() && !"'’".contains(last) {
        return Joint::Space;
    }
    let first_half = bare(before);
    let second_half = next.split(['-', '\'', '’']).next().unwrap_or(next);
    let second_half = bare(second_half);
    if language == Language::German
        && ["und", "oder", "bis", "sowie", "wie"].contains(&next.trim_matches(','))
    {
        return Joint::Space;
    }
    if first.is_uppercase() {
        let shouted = |text: &str| {
            text.chars().filter(|c| c.is_alphabetic()).count() >= 2
                && !text.chars().any(char::is_lowercase)
        };
        return if shouted(first_half) && shouted(second_half) { Joint::Drop } else { Joint::Keep };
    }
    if !first.is_alphabetic() {
        return Joint::Keep;
    }
    let whole = bare(next);
    if evidence.has(&format!("{first_half}-{whole}")) {
        return Joint::Keep;
    }
    if evidence.has(&format!("{first_half}{whole}")) {
        return Joint::Drop;
    }
    let first_half = first_half.to_lowercase();
    let second_half = second_half.to_lowercase();
    let keeps = match language {
        Language::French => french(&first_half, &second_half, next),
        Language::English => {
            ["self", "well", "ex", "vice", "half", "so", "mid"].contains(&first_half.as_str())
                && second_half.chars().count() > 3
        }
        Language::Portuguese => {
            ["me", "te", "se", "lhe", "lhes", "nos", "vos", "lo", "la", "los", "las"]
                .contains(&second_half.as_str())
        }
        Language::German | Language::Spanish | Language::Italian | Language::Dutch => false,
    };
    if keeps { Joint::Keep } else { Joint::Drop }
}

/// First halves after which a hyphen always is the word's own.
const FRENCH_PREFIXES: [&str; 22] = [
    "arrière", "vice", "demi", "quasi", "c'est-à", "est-à", "vis-à", "tout-à", "peut", "celui",
    "celle", "ceux", "celles", "quelques", "soixante", "quatre", "vingt", "dix", "non", "ci",
    "sud", "nord",
];

/// What stands between two hyphens.
const LINKS: [&str; 10] = ["à", "t", "en", "de", "la", "le", "sur", "sous", "et", "ci"];

/// Compounds by their halves.
const FRENCH_COMPOUNDS: [(&str, &[&str]); 27] = [
    ("au", &["dessus", "dessous", "delà", "devant", "dedans", "dehors"]),
    ("par", &["dessus", "dessous", "delà", "devant", "ci", "là"]),
    ("là", &["bas", "haut", "dessus", "dessous", "dedans"]),
    ("avant", &["hier", "garde", "poste", "postes", "dernier", "dernière", "propos", "coureur"]),
    ("après", &["midi", "demain", "guerre"]),
    ("grand", &["père", "mère", "oncle", "tante", "chose", "messe", "route", "duc", "croix"]),
    ("grands", &["parents", "pères", "ducs"]),
    ("beau", &["père", "frère", "fils"]),
    ("beaux", &["arts", "parents", "frères"]),
    ("belle", &["mère", "sœur", "fille"]),
    ("petit", &["fils", "neveu", "déjeuner", "bourgeois"]),
    ("petite", &["fille", "nièce"]),
    ("petits", &["fils", "enfants", "neveux"]),
    ("rendez", &["vous"]),
    (
        "porte",
        &[
            "monnaie", "plume", "parole", "voix", "cigare", "cigares", "feuille", "bonheur",
            "drapeau", "bagages",
        ],
    ),
    ("chef", &["lieu", "d'œuvre"]),
    ("chefs", &["lieux", "d'œuvre"]),
    (
        "sous",
        &[
            "préfet",
            "préfecture",
            "officier",
            "officiers",
            "sol",
            "marin",
            "marins",
            "chef",
            "secrétaire",
            "lieutenant",
            "directeur",
            "entendu",
        ],
    ),
    ("contre", &["amiral", "attaque", "coup", "projet", "ordre", "maître", "jour"]),
    ("garde", &["champêtre", "barrière", "chasse", "malade", "robe", "fou"]),
    ("timbre", &["poste"]),
    ("timbres", &["poste"]),
    ("haut", &["parleur", "commissaire", "fourneau"]),
    ("hauts", &["fourneaux"]),
    ("nouveau", &["né", "venu"]),
    ("plus", &["value"]),
    ("gratte", &["ciel"]),
];

fn french(first: &str, second: &str, next: &str) -> bool {
    // `c'est-à-` and `a-` before `t-il`: a compound of three, parted at either hyphen.
    let is_link = |word: &str| LINKS.contains(&word);
    let goes_on = next.contains('-') && is_link(second);
    let is_compound_already = first.contains('-') && first.rsplit('-').next().is_some_and(is_link);
    if goes_on || is_compound_already || FRENCH_PREFIXES.contains(&first) {
        return true;
    }
    let listed = FRENCH_COMPOUNDS.iter().find(|(half, _)| *half == first);
    let whole_next = next.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    if listed.is_some_and(|(_, seconds)| {
        seconds.iter().any(|s| *s == second || *s == whole_next.replace('’', "'"))
    }) {
        return true;
    }
    let ends = |ends: &[&str]| ends.iter().any(|end| first.ends_with(end));
    match second {
        "même" | "mêmes" => true,
        // A French word is never parted before a vowel after t or d: this is an inversion.
        "il" | "elle" | "on" | "ils" | "elles" => ends(&["t", "d"]),
        "je" => ends(&["is", "ai", "ois", "ens", "é"]),
        "nous" => ends(&["ons", "mes"]),
        "vous" => ends(&["ez", "tes"]),
        "ce" => ["est", "était", "sera", "serait", "fut", "n'est", "qu'est"].contains(&first),
        "moi" | "toi" | "lui" | "leur" => ends(&["ez", "ons", "chez", "dis", "tes"]),
        "là" => ends(&["jour", "moment", "temps", "heure", "jusque", "époque"]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use coupure_model::{Rect, Word};

    fn joined(text: &str, next: &str, language: Language) -> String {
        joined_with(text, next, language, &Evidence::default())
    }

    fn joined_with(text: &str, next: &str, language: Language, evidence: &Evidence) -> String {
        let cut = &text[..text.len() - text.chars().last().map_or(0, char::len_utf8)];
        match joint(text, next, language, evidence) {
            Joint::Start => next.to_owned(),
            Joint::Space => format!("{text} {next}"),
            Joint::Keep => format!("{text}{next}"),
            Joint::Drop => format!("{cut}{next}"),
        }
    }

    #[test]
    fn the_hyphens_of_french_lines_are_judged_by_the_table() {
        for (text, next, expected) in [
            ("Un autre bâti-", "ment qui,", "Un autre bâtiment qui,"),
            ("parmi les-", "quels", "parmi lesquels"),
            ("sérail du Grand-", "Turc.", "sérail du Grand-Turc."),
            ("CONSTANTI-", "NOPLE", "CONSTANTINOPLE"),
            ("Jean-", "Baptiste", "Jean-Baptiste"),
            ("1914-", "1918", "1914-1918"),
            ("8271-", "1", "8271-1"),
            ("peut-", "être", "peut-être"),
            ("c'est-à-", "dire", "c'est-à-dire"),
            ("c’est-", "à-dire", "c’est-à-dire"),
            ("vient-", "elle", "vient-elle"),
            ("a-t-", "il", "a-t-il"),
            ("a-", "t-il", "a-t-il"),
            ("sous-lieute-", "nant", "sous-lieutenant"),
            ("pouvons-", "nous", "pouvons-nous"),
            ("ge-", "nou", "genou"),
            ("l'arrière-", "garde", "l'arrière-garde"),
            ("un porte-", "monnaie", "un porte-monnaie"),
            ("il empor-", "te", "il emporte"),
            ("il porte-", "rait", "il porterait"),
            ("lui-", "même.", "lui-même."),
            ("avantage -", "dit-il", "avantage - dit-il"),
            ("fin.", "Suite", "fin. Suite"),
            ("un chef-", "d'œuvre", "un chef-d'œuvre"),
            ("au-", "dessus", "au-dessus"),
            ("au-", "tomne", "automne"),
            ("(con-", "tenant)", "(contenant)"),
        ] {
            assert_eq!(joined(text, next, Language::French), expected);
        }
    }

    #[test]
    fn other_languages_have_their_own_rows_in_the_table() {
        for (text, next, language, expected) in [
            ("Haupt-", "und", Language::German, "Haupt- und"),
            ("fran-", "zösische", Language::German, "französische"),
            ("weath-", "ered", Language::English, "weathered"),
            ("self-", "evident", Language::English, "self-evident"),
            ("disse-", "lhe", Language::Portuguese, "disse-lhe"),
            ("gior-", "nale", Language::Italian, "giornale"),
        ] {
            assert_eq!(joined(text, next, language), expected);
        }
    }

    #[test]
    fn what_the_reading_writes_elsewhere_decides_before_the_lists() {
        let word = |text: &str| Word { text: text.into(), area: Rect::default(), confidence: 1.0 };
        let line = Line {
            words: ["un", "va-nu-pieds", "d'aquatinte,", "là"].map(word).to_vec(),
            ..Line::default()
        };
        let evidence = Evidence::of(&[line]);
        assert_eq!(joined_with("va-", "nu-pieds", Language::French, &evidence), "va-nu-pieds");
        assert_eq!(joined_with("aqua-", "tinte", Language::French, &evidence), "aquatinte");
    }
}
