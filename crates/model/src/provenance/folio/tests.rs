use super::*;

/// newspaper | date | weekday | page | edition
fn of(lines: &[&str], language: Language, known: &[&str]) -> String {
    let Folio { newspaper, date, weekday_agrees, page, edition } = folio(lines, language, known);
    let date = date.map(|date| date.to_string()).unwrap_or_default();
    let agrees = match weekday_agrees {
        Some(true) => "agrees",
        Some(false) => "disagrees",
        None => "",
    };
    [newspaper.as_str(), &date, agrees, &page, &edition].join(" | ")
}

fn french(line: &str) -> String {
    of(&[line], Language::French, &[])
}

#[test]
fn french_folio_lines_say_newspaper_date_page_and_edition() {
    for (line, says) in [
        ("L’ÉCHO DU VAL Samedi 11 octobre 2025 7", "L’Écho du Val | 2025-10-11 | agrees | 7 | "),
        (
            "Le Maine Libre Vendredi 28 octobre 2016 3",
            "Le Maine Libre | 2016-10-28 | agrees | 3 | ",
        ),
        (
            "3 Vendredi 28 octobre 2016 - LE MAINE LIBRE",
            "Le Maine Libre | 2016-10-28 | agrees | 3 | ",
        ),
        (
            "Sarthe | Le Maine Libre | Vendredi 28 octobre 2016 | Page 3",
            "Le Maine Libre | 2016-10-28 | agrees | 3 | ",
        ),
        (
            "Le Maine Libre - Édition Sarthe - ven. 28 oct. 2016 - p. 12",
            "Le Maine Libre | 2016-10-28 | agrees | 12 | Sarthe",
        ),
        (
            "OUEST-FRANCE • Édition du Mans • 28/10/2016 • p.4",
            "Ouest-France | 2016-10-28 |  | 4 | du Mans",
        ),
        ("l2 LE MONDE MARDI 1er MARS 2016", "Le Monde | 2016-03-01 | agrees | 12 | "),
        ("Vendredi28octobre2016 La Montagne page3", "La Montagne | 2016-10-28 | agrees | 3 | "),
        (
            "L'IMPARTIAL — N° 6315 — Mardi 3 septembre 1901 — 10 centimes",
            "L'Impartial | 1901-09-03 | agrees |  | ",
        ),
        ("20 Minutes Lundi 7 mars 2016 5", "20 Minutes | 2016-03-07 | agrees | 5 | "),
        (
            "Corse-Matin 28 octobre 2016 1,10 € www.corse.example",
            "Corse-Matin | 2016-10-28 |  |  | ",
        ),
    ] {
        assert_eq!(french(line), says, "{line}");
    }
}

#[test]
fn a_section_is_not_the_newspaper_where_a_likelier_name_stands() {
    assert_eq!(
        french("POLITIQUE Le Courrier de la vallée 28 octobre 2016 8"),
        // Without a sign between them they cannot be told apart; a known name can.
        "Politique Le Courrier de la vallée | 2016-10-28 |  | 8 | "
            .replace("Politique", "POLITIQUE")
    );
    assert_eq!(
        of(
            &["POLITIQUE Le Courrier de la vallée 28 octobre 2016 8"],
            Language::French,
            &["Le Courrier de la vallée"]
        ),
        "Le Courrier de la vallée | 2016-10-28 |  | 8 | "
    );
}

#[test]
fn a_newspaper_used_before_is_spelt_as_it_was_then() {
    assert_eq!(
        of(&["L'ECHO DU VAL 7 mars 2026"], Language::French, &["L’Écho", "L’Écho du Val"]),
        "L’Écho du Val | 2026-03-07 |  |  | "
    );
}

#[test]
fn a_date_whose_weekday_disagrees_is_told_as_such() {
    assert_eq!(
        french("Le Maine Libre Samedi 28 octobre 2016 3"),
        "Le Maine Libre | 2016-10-28 | disagrees | 3 | "
    );
}

#[test]
fn several_lines_say_one_thing_each() {
    assert_eq!(
        of(&["3", "LE MAINE LIBRE", "Vendredi 28 octobre 2016"], Language::French, &[]),
        "Le Maine Libre | 2016-10-28 | agrees | 3 | "
    );
    assert_eq!(of(&["7 mars 2026", "Page 4"], Language::French, &[]), " | 2026-03-07 |  | 4 | ");
}

#[test]
fn folio_lines_are_read_in_every_language() {
    for (line, language, says) in [
        (
            "The Times | Late City Edition | Friday, October 28, 2016 | A3",
            Language::English,
            "The Times | 2016-10-28 | agrees | A3 | Late City",
        ),
        (
            "Neue Zürcher Zeitung, Freitag, 28. Oktober 2016, S. 12, Ausgabe Zürich",
            Language::German,
            "Neue Zürcher Zeitung | 2016-10-28 | agrees | 12 | Zürich",
        ),
        (
            "EL PAÍS, viernes 28 de octubre de 2016 pág. 4",
            Language::Spanish,
            "El País | 2016-10-28 | agrees | 4 | ",
        ),
        (
            "Corriere della Sera Venerdì 28 Ottobre 2016 pagina 7",
            Language::Italian,
            "Corriere della Sera | 2016-10-28 | agrees | 7 | ",
        ),
        (
            "Jornal de Notícias, sexta-feira, 28 de outubro de 2016, p. 9",
            Language::Portuguese,
            "Jornal de Notícias | 2016-10-28 | agrees | 9 | ",
        ),
        (
            "de Volkskrant vrijdag 28 oktober 2016 blz. 5",
            Language::Dutch,
            "de Volkskrant | 2016-10-28 | agrees | 5 | ",
        ),
    ] {
        assert_eq!(of(&[line], language, &[]), says, "{line}");
    }
}

#[test]
fn nothing_is_made_up_where_nothing_is_said() {
    for line in ["", "|||", "—", "Le maire ouvre la salle", "Sarthe", "€ 1,10"] {
        let found = folio(&[line], Language::French, &[]);
        assert_eq!((found.date, found.page.as_str()), (None, ""), "{line}");
    }
    assert_eq!(french("Sarthe"), " |  |  |  | ");
}

#[test]
fn capitals_are_set_as_people_write_them() {
    for (capitals, set) in [
        ("LE MAINE LIBRE", "Le Maine Libre"),
        ("LA NOUVELLE RÉPUBLIQUE DU CENTRE-OUEST", "La Nouvelle République du Centre-Ouest"),
        ("L’ÉCHO DE L’OUEST", "L’Écho de l’Ouest"),
        ("NZZ", "NZZ"),
        ("Le Monde", "Le Monde"),
    ] {
        assert_eq!(readable(capitals), set);
    }
}
