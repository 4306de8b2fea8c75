//! What the pass makes of sentences, by language.

use coupure_language::{OPAQUE, Spaces, edits, typeset};
use coupure_model::Language::{self, Dutch, English, French, German, Italian, Portuguese, Spanish};
use proptest::prelude::*;

fn set(text: &str, language: Language) -> String {
    typeset(text, language, &Spaces::default())
}

/// No-break spaces made visible: `_` for U+00A0, `~` for U+202F.
fn french(text: &str) -> String {
    set(text, French).replace('\u{A0}', "_").replace('\u{202F}', "~")
}

#[test]
fn french_marks_have_their_spaces() {
    let wanted = "Vraiment~? Oui~! Bien~; voici_: tout.";
    assert_eq!(french("Vraiment ? Oui ! Bien ; voici : tout."), wanted);
    assert_eq!(french("Vraiment? Oui! Bien; voici: tout."), wanted);
    assert_eq!(french("Quoi ?! Non !!! (si ?) « Ah ! »"), "Quoi~?! Non~!!! (si~?) «_Ah~!_»");
    assert_eq!(french("fin\n! et : fin :"), "fin~! et_: fin_:");
    assert_eq!(french("50 % de 20 €, 3 %."), "50~% de 20~€, 3~%.");
    assert_eq!(french("— Bonjour, dit-il. — Bonsoir."), "—_Bonjour, dit-il. — Bonsoir.");
}

#[test]
fn french_quotes_nest() {
    assert_eq!(french("Il dit \"oui\"."), "Il dit «_oui_».");
    assert_eq!(french("« Il m'a dit \"non\" hier »"), "«_Il m’a dit “non” hier_»");
    assert_eq!(french("\"Elle : \"jamais\" !\""), "«_Elle_: “jamais”~!_»");
    assert_eq!(french("l'\"avenir\" d'aujourd'hui"), "l’«_avenir_» d’aujourd’hui");
    assert_eq!(french("\" espacé \" et «collé»"), "«_espacé_» et «_collé_»");
    assert_eq!(french("(\"entre parenthèses\")"), "(«_entre parenthèses_»)");
    assert_eq!(french("\"- oui, dit-il\""), "«_– oui, dit-il_»");
    assert_eq!(french("\"-\" ou a -»"), "«_–_» ou a –_»");
    assert_eq!(french("«_– oui, dit-il_»".replace('_', "\u{A0}").as_str()), "«_– oui, dit-il_»");
}

#[test]
fn what_is_a_sign_in_itself_stays() {
    for text in [
        "https://a.example/b?c=d:e;f!g--h'i",
        "www.exemple.fr/a--b...c",
        "moi@exemple.fr",
        "10:30",
        "Salut :) et ;-) et :-D",
        "a::b et x;y",
        "0x1F et x86",
        "01-23-45-67 et 2024-01-02",
    ] {
        assert_eq!(set(text, French), text);
    }
}

#[test]
fn what_wordpress_would_change_on_display_is_set_already() {
    assert_eq!(french("a -- b --- c - d ... 3x4 (tm)"), "a – b — c – d … 3×4 ™");
    assert_eq!(french("Wordpress et ``oui\""), "WordPress et «_oui_»");
    assert_eq!(set("it's 9\" or 5' and 1,5x2", English), "it’s 9″ or 5’ and 1,5×2");
}

#[test]
fn years_are_ranged_by_a_dash() {
    let set = french("1914-1918 ; 2024-01-02 ; 1918-1914");
    assert_eq!(set, "1914–1918~; 2024-01-02~; 1918-1914");
}

#[test]
fn english_quotes_are_curled() {
    assert_eq!(set("\"It's 'fine',\" she said.", English), "“It’s ‘fine’,” she said.");
    assert_eq!(set("'Tis the '90s", English), "’Tis the ’90s");
    assert_eq!(set("the dogs' bones -- \"so: what?\"", English), "the dogs’ bones – “so: what?”");
}

#[test]
fn each_language_has_its_quotes() {
    assert_eq!(set("\"Ja 'so' ist's\"", German), "„Ja ‚so‘ ist’s“");
    assert_eq!(set("\"Sí \"no\"\"", Spanish), "«Sí “no”»");
    assert_eq!(set("l'\"amore\"", Italian), "l’«amore»");
    assert_eq!(set("\"sim\" 'não'", Portuguese), "“sim” ‘não’");
    assert_eq!(set("\"ja\"", Dutch), "“ja”");
}

#[test]
fn spaces_follow_the_options() {
    let wide = Spaces { narrow: false, enabled: true };
    assert_eq!(typeset("Oui ! Non\u{202f}!", French, &wide), "Oui\u{a0}! Non\u{a0}!");
    let none = Spaces { narrow: true, enabled: false };
    assert_eq!(typeset("Oui ! \"Non\"", French, &none), "Oui ! «Non»");
}

#[test]
fn an_opaque_piece_is_set_like_a_word() {
    let text = format!("\"{OPAQUE}\" {OPAQUE} !");
    assert_eq!(french(&text), format!("«_{OPAQUE}_» {OPAQUE}~!"));
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "\"",
            "'",
            "«",
            "»",
            "“",
            "”",
            "‘",
            "’",
            "„",
            "‚",
            "...",
            "-",
            "--",
            "---",
            "—",
            " ",
            "\u{a0}",
            "\u{202f}",
            "\n",
            "!",
            "?",
            ";",
            ":",
            ")",
            "(",
            "x",
            "3",
            "1914",
            "%",
            "€",
            "(tm)",
            "``",
            "Wordpress",
            "https://a.b",
            "a@b.c",
            "\u{fffc}",
            "http://",
            "é",
            "tis",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z0-9]{1,5}",
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn language() -> impl Strategy<Value = Language> {
    prop::sample::select(Language::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn typesetting_twice_is_typesetting_once(
        text in text(),
        language in language(),
        narrow: bool,
        enabled: bool,
    ) {
        let spaces = Spaces { narrow, enabled };
        let once = typeset(&text, language, &spaces);
        prop_assert_eq!(&typeset(&once, language, &spaces), &once, "from {:?}", text);
    }

    #[test]
    fn edits_ascend_and_stand_at_character_borders(text in text(), language in language()) {
        let mut at = 0;
        for edit in edits(&text, language, &Spaces::default()) {
            prop_assert!(edit.range.start >= at && edit.range.end >= edit.range.start);
            prop_assert!(text.get(edit.range.clone()).is_some());
            at = edit.range.end;
        }
    }

    #[test]
    fn letters_and_digits_are_never_lost(text in text()) {
        let solid = |text: &str| -> String {
            let text = text.replace("(tm)", "™").replace("Wordpress", "WordPress");
            text.replace('×', "x").chars().filter(|c| c.is_alphanumeric()).collect()
        };
        prop_assert_eq!(solid(&set(&text, French)), solid(&text));
    }
}
