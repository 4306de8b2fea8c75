//! Two versions of a text that come from one.

mod pieces;

use coupure_markdown::{
    Options,
    merge::{Choice, Merge, MergedLine, Piece, merge, merge_line, merge_terms},
    parse,
};
use proptest::prelude::*;

fn merged(base: &str, mine: &str, theirs: &str) -> Merge {
    merge(base, mine, theirs, &Options::default())
}

/// The merged text of versions that do not conflict.
fn clean(base: &str, mine: &str, theirs: &str) -> String {
    let merge = merged(base, mine, theirs);
    assert!(merge.is_clean(), "{:#?}", merge.pieces);
    merge.text
}

/// What is to be chosen between.
fn conflicts(merge: &Merge) -> Vec<(&str, &str, &str)> {
    fn conflict(piece: &Piece) -> Option<(&str, &str, &str)> {
        match piece {
            Piece::Conflict { base, mine, theirs } => {
                Some((base.as_str(), mine.as_str(), theirs.as_str()))
            }
            _ => None,
        }
    }
    merge.pieces.iter().filter_map(conflict).collect()
}

const POST: &str = "\
# Le marché couvert

La mairie a voté hier soir la rénovation du marché, après deux ans de débats.

![Le marché](clip:0192 \"Le marché en 1930\")

- Les travaux commencent en mars.
- Les commerçants s'installent place de la Gare.
- La réouverture est prévue à l'automne.

Le coût est estimé à trois millions d'euros[^cout].

```python
prix = 3
print(prix)
```

| Poste | Montant |
|---|---|
| Toiture | 1 |
| Façade | 2 |

<!-- wp:latest-posts {\"postsToShow\":3} /-->

À suivre, avec [la délibération][deliberation].

[^cout]: Hors taxes.

[deliberation]: https://mairie.example/deliberation
";

fn with(changes: &[(&str, &str)]) -> String {
    let mut text = POST.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from:?} is not in the post");
        text = text.replacen(from, to, 1);
    }
    text
}

#[test]
fn changes_of_different_blocks_are_both_kept() {
    let changes = [
        ("# Le marché couvert", "# Le grand marché couvert"),
        ("Le marché en 1930", "Le marché en 1931"),
        ("prix = 3", "prix = 4"),
        ("| Façade | 2 |", "| Façade | 2 |\n| Sols | 3 |"),
        ("Hors taxes.", "Toutes taxes comprises."),
        ("deliberation\n", "deliberation-2\n"),
        ("postsToShow\":3", "postsToShow\":5"),
        ("À suivre", "À lire"),
    ];
    for mine in changes {
        for theirs in changes.iter().filter(|theirs| **theirs != mine) {
            let text = clean(POST, &with(&[mine]), &with(&[*theirs]));
            assert_eq!(text, with(&[mine, *theirs]));
        }
    }
}

#[test]
fn changes_of_different_words_of_a_block_are_both_kept() {
    for (mine, theirs) in [
        (("hier soir", "lundi soir"), ("deux ans", "trois ans")),
        (("commencent en mars", "commencent en avril"), ("à l'automne", "cet hiver")),
        (("place de la Gare", "place du Port"), ("automne.\n", "automne.\n- Entrée libre.\n")),
        (("prix = 3", "prix = 5"), ("print(prix)", "print(2 * prix)")),
        (("| Toiture | 1 |", "| Toiture | 7 |"), ("| Façade | 2 |", "| Façades | 2 |")),
        (("Le marché]", "Le vieux marché]"), ("en 1930", "en 1935")),
        (("Le coût", "Le prix"), ("d'euros", "de francs")),
    ] {
        let merge = merged(POST, &with(&[mine]), &with(&[theirs]));
        assert!(merge.is_clean(), "{mine:?} {theirs:?}: {:#?}", merge.pieces);
        assert_eq!(merge.text, with(&[mine, theirs]));
        let by_word = |piece: &Piece| matches!(piece, Piece::Words { .. });
        assert_eq!(merge.pieces.iter().filter(|piece| by_word(piece)).count(), 1);
    }
}

#[test]
fn changes_of_the_same_words_are_a_conflict_with_all_three() {
    let merge = merged(
        POST,
        &with(&[("deux ans", "trois ans"), ("À suivre", "À lire")]),
        &with(&[("deux ans", "dix ans"), ("prix = 3", "prix = 4")]),
    );
    let block = |years: &str| {
        format!("La mairie a voté hier soir la rénovation du marché, après {years} de débats.\n\n")
    };
    let (base, mine, theirs) = (block("deux ans"), block("trois ans"), block("dix ans"));
    assert_eq!(conflicts(&merge), [(base.as_str(), mine.as_str(), theirs.as_str())]);
    let rest = [("À suivre", "À lire"), ("prix = 3", "prix = 4")];
    let chosen = |years| with(&[("deux ans", years), rest[0], rest[1]]);
    assert_eq!(merge.text_with(&[Choice::Mine]), chosen("trois ans"));
    assert_eq!(merge.text_with(&[Choice::Theirs]), chosen("dix ans"));
    let both = chosen("trois ans").replace(&mine, &format!("{mine}{theirs}"));
    assert_eq!(merge.text_with(&[Choice::Both]), both);
    assert_eq!(merge.text, both);
}

#[test]
fn what_reads_the_same_once_typeset_is_the_same_and_mine_stays() {
    let base = "Il a dit \"oui\" ! C'est tout...\n\nUn autre paragraphe.\n";
    let theirs = "Il a dit «\u{a0}oui\u{a0}»\u{202f}! C’est tout…\n\nUn autre long paragraphe.\n";
    let mine = "Il a dit \"oui\" !  C'est\ntout...\n\nUn autre paragraphe.\n";
    assert_eq!(
        clean(base, mine, theirs),
        "Il a dit \"oui\" !  C'est\ntout...\n\nUn autre long paragraphe.\n"
    );
}

#[test]
fn words_are_merged_though_the_blog_spells_quotes_otherwise() {
    let base = "Il a dit \"oui\" hier, puis il s'est tu jusqu'au soir.\n";
    let theirs = "Il a dit «\u{a0}oui\u{a0}» hier, puis il s’est tu jusqu’au matin.\n";
    let mine = "Il a dit \"ouais\" hier, puis il s'est tu jusqu'au soir.\n";
    let text = clean(base, mine, theirs);
    let read = parse(&text, &Options::default()).unwrap().plain_text();
    assert_eq!(read, "Il a dit «\u{a0}ouais\u{a0}» hier, puis il s’est tu jusqu’au matin.\n");
}

#[test]
fn one_block_deleted_and_changed_is_a_conflict() {
    let mine = with(&[("À suivre, avec [la délibération][deliberation].\n\n", "")]);
    let theirs = with(&[("À suivre", "À lire")]);
    let merge = merged(POST, &mine, &theirs);
    let [(_, mine, theirs)] = conflicts(&merge)[..] else { panic!("{:#?}", merge.pieces) };
    assert_eq!((mine, theirs.starts_with("À lire")), ("", true));
    assert_eq!(merge.text_with(&[Choice::Theirs]), with(&[("À suivre", "À lire")]));
}

#[test]
fn two_paragraphs_put_at_one_place_are_a_conflict_unless_they_are_one() {
    let put = |text: &str| with(&[("- Les travaux", &format!("{text}\n\n- Les travaux"))]);
    assert_eq!(clean(POST, &put("Ajout."), &put("Ajout.")), put("Ajout."));
    let merge = merged(POST, &put("Un ajout."), &put("Deux ajouts."));
    assert_eq!(conflicts(&merge), [("", "Un ajout.\n\n", "Deux ajouts.\n\n")]);
    assert_eq!(merge.text_with(&[Choice::Both]), put("Un ajout.\n\nDeux ajouts."));
}

#[test]
fn a_paragraph_split_here_and_corrected_there_is_merged() {
    let mine = with(&[("marché, après", "marché.\n\nAprès")]);
    let theirs = with(&[("La mairie", "Le conseil municipal")]);
    let text = clean(POST, &mine, &theirs);
    assert_eq!(
        text,
        with(&[("marché, après", "marché.\n\nAprès"), ("La mairie", "Le conseil municipal")])
    );
}

#[test]
fn notes_of_one_name_from_both_are_a_conflict() {
    let note = |word: &str, text: &str| {
        let base = "Un premier paragraphe.\n\nUn second paragraphe.\n";
        format!("{}\n[^1]: {text}\n", base.replace(word, &format!("{word}[^1]")))
    };
    let base = "Un premier paragraphe.\n\nUn second paragraphe.\n";
    let merge = merged(base, &note("premier", "Note une."), &note("second", "Note deux."));
    assert!(!merge.is_clean());
}

#[test]
fn a_note_put_before_others_conflicts_with_nothing() {
    let mine =
        with(&[("débats.", "débats[^vote]."), ("[^cout]:", "[^vote]: À main levée.\n\n[^cout]:")]);
    let theirs = with(&[("trois millions", "quatre millions")]);
    assert_eq!(
        clean(POST, &mine, &theirs),
        with(&[
            ("débats.", "débats[^vote]."),
            ("[^cout]:", "[^vote]: À main levée.\n\n[^cout]:"),
            ("trois millions", "quatre millions"),
        ])
    );
}

#[test]
fn a_word_merge_that_would_make_another_block_is_a_conflict() {
    for (base, mine, theirs) in [
        // A mark that only both together make.
        ("un deux trois quatre cinq", "un *deux trois quatre cinq", "un deux trois quatre* cinq"),
        (
            "un deux trois quatre cinq",
            "un [deux trois quatre cinq",
            "un deux trois quatre](x) cinq",
        ),
        (
            "un deux trois quatre cinq",
            "un <b>deux trois quatre cinq",
            "un deux trois quatre</b> cinq",
        ),
        // A fence that is never closed takes all that follows.
        ("Un.\n\nDeux.\n\nTrois.", "```\nUn.\n\nDeux.\n\nTrois.", "Un.\n\nDeux.\n\nTrois et plus."),
    ] {
        let merge = merged(base, mine, theirs);
        assert!(!merge.is_clean(), "{base:?} {mine:?} {theirs:?}: {}", merge.text);
    }
}

#[test]
fn a_block_moved_is_kept_where_it_was_moved() {
    let moved = "Le coût est estimé à trois millions d'euros[^cout].\n\n";
    let mine = with(&[(moved, ""), ("![Le marché]", &format!("{moved}![Le marché]"))]);
    let theirs = with(&[("À suivre", "À lire")]);
    assert_eq!(clean(POST, &mine, &theirs), mine.replace("À suivre", "À lire"));
}

#[test]
fn texts_of_a_megabyte_are_merged() {
    let block =
        |i: usize| format!("Le paragraphe {i} dit des choses {} et {} du jour.\n\n", i * 7, i * 13);
    let base: String = (0..18_000).map(block).collect();
    assert!(base.len() > 1_000_000);
    let mine = base.replace(" 7 dit", " 7 ne dit").replace("choses 700 ", "choses sept cents ");
    let theirs = base.replace(" 9 dit", " 9 ne dit").replace("1300 du jour", "1300 de la nuit");
    let start = std::time::Instant::now();
    let merge = merged(&base, &mine, &theirs);
    println!("{} bytes, few changes: {:?}", base.len(), start.elapsed());
    assert!(merge.is_clean());
    for (name, mine, theirs) in [
        (
            "all of it rewritten by both",
            base.replace("dit", "dira"),
            base.replace("choses", "mots"),
        ),
        ("all of it other", base.replace(' ', " x"), base.replace(' ', " y")),
        ("turned around", (0..18_000).rev().map(block).collect(), base.replace("dit", "dira")),
        ("one word over and over", "mot ".repeat(250_000), "mot mot\n\n".repeat(110_000)),
    ] {
        let start = std::time::Instant::now();
        let merge = merged(&base, &mine, &theirs);
        println!("{name}: {:?}, {} conflicts", start.elapsed(), merge.conflicts());
    }
}

#[test]
fn terms_are_merged_as_sets() {
    let terms = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        merge_terms(&terms("a b c"), &terms("B a d"), &terms("c A e D b")),
        terms("B a d e")
    );
    assert!(merge_terms(&terms("a"), &[], &terms("a")).is_empty());
}

#[test]
fn lines_are_merged_by_word_or_not_at_all() {
    let line = |base, mine, theirs| merge_line(base, mine, theirs, &Options::default());
    let of = |text: &str| MergedLine::Clean(text.to_owned());
    assert_eq!(line("Un titre", "Un titre", "Un autre titre"), of("Un autre titre"));
    assert_eq!(line("Un titre", "Le titre", "Un titre"), of("Le titre"));
    assert_eq!(line("Un \"titre\"", "Un \"titre\"", "Un «\u{a0}titre\u{a0}»"), of("Un \"titre\""));
    assert_eq!(line("Un titre long", "Ce titre long", "Un titre court"), of("Ce titre court"));
    assert_eq!(line("un-titre-long", "ce-titre-long", "un-titre-court"), of("ce-titre-court"));
    assert!(matches!(line("Un titre", "Le titre", "Mon titre"), MergedLine::Conflict { .. }));
    assert!(matches!(line("", "Ceci", "Cela"), MergedLine::Conflict { .. }));
}

fn block() -> impl Strategy<Value = String> {
    let words = || prop::collection::vec("[a-zé]{1,7}", 2..9).prop_map(|words| words.join(" "));
    prop_oneof![
        4 => words().prop_map(|words| format!("Le {words}.")),
        1 => (1_usize..4, words()).prop_map(|(level, words)| format!("{} Le {words}", "#".repeat(level))),
        1 => prop::collection::vec(words(), 1..4)
            .prop_map(|items| items.iter().map(|item| format!("- Le {item}\n")).collect::<String>().trim_end().to_owned()),
        1 => words().prop_map(|words| format!("![{words}](clip:{} \"Le {words}\")", words.len())),
        1 => words().prop_map(|words| format!("```\n{words}\n\n{words}\n```")),
        1 => words().prop_map(|words| format!("> Le {words}")),
        1 => words().prop_map(|words| format!("| a | b |\n|---|---|\n| {words} | c |")),
    ]
}

fn post() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(block(), 1..10)
}

/// Lists that follow one another would be one, were their bullets the same.
fn text(blocks: &[String]) -> String {
    let bullet = |(at, block): (usize, &String)| match at % 2 {
        0 => block.clone(),
        _ => block.lines().map(|line| line.replacen("- Le", "* Le", 1) + "\n").collect(),
    };
    let blocks: Vec<String> = blocks.iter().enumerate().map(bullet).collect();
    blocks.iter().map(|block| block.trim_end().to_owned() + "\n").collect::<Vec<_>>().join("\n")
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// All that a merge shows to whoever chooses.
fn shown(merge: &Merge) -> String {
    let conflicts =
        conflicts(merge).into_iter().map(|(_, mine, theirs)| format!("{mine}\n{theirs}\n"));
    merge.text.clone() + &conflicts.collect::<String>()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn who_alone_changed_a_text_is_followed(base in pieces::pieces(), other in pieces::pieces()) {
        for (base, mine, theirs) in [(&base, &base, &other), (&base, &other, &base), (&base, &other, &other)] {
            let merge = merged(base, mine, theirs);
            prop_assert!(merge.is_clean());
            prop_assert_eq!(&merge.text, &other);
        }
    }

    #[test]
    fn changes_of_different_blocks_never_conflict(
        base in post(),
        news in prop::collection::vec(block(), 10),
        sides in prop::collection::vec(0_u8..7, 10),
    ) {
        let (mut mine, mut theirs, mut both) = (base.clone(), base.clone(), base.clone());
        for (at, side) in sides.iter().enumerate().take(base.len()).rev() {
            let new = &news[at];
            match side {
                0 => { mine[at] = new.clone(); both[at] = new.clone(); }
                1 => { theirs[at] = new.clone(); both[at] = new.clone(); }
                _ => {}
            }
        }
        let merge = merged(&text(&base), &text(&mine), &text(&theirs));
        // A block that reads as its neighbour may count as moved.
        let mut seen = [base.clone(), news.clone()].concat();
        seen.sort();
        seen.dedup();
        prop_assume!(seen.len() == base.len() + news.len());
        prop_assert!(merge.is_clean(), "{:#?}", merge);
        prop_assert_eq!(merge.text, text(&both));
    }

    #[test]
    fn nothing_that_somebody_wrote_is_lost(base in post(), mine in post(), theirs in post(), mix in prop::collection::vec(0_u8..4, 20)) {
        let version = |other: &[String], mix: &[u8]| {
            let mut version = Vec::new();
            for (at, how) in mix.iter().enumerate().take(base.len().max(other.len())) {
                let (old, new) = (base.get(at), other.get(at));
                match how {
                    0 => version.extend(new.cloned()),
                    1 => version.extend(old.into_iter().chain(new).cloned()),
                    2 if old.is_some() && new.is_some() => {
                        let (old, new) = (old.unwrap(), new.unwrap());
                        let half = old.split(' ').count() / 2;
                        let words: Vec<&str> = old.split(' ').take(half).chain(new.split(' ').skip(1)).collect();
                        version.push(words.join(" "));
                    }
                    _ => version.extend(old.cloned()),
                }
            }
            text(&version)
        };
        let (base, mine, theirs) = (text(&base), version(&mine, &mix[..10]), version(&theirs, &mix[10..]));
        let merge = merged(&base, &mine, &theirs);
        let shown = shown(&merge);
        let known: Vec<&str> = words(&base).collect();
        for word in words(&mine).chain(words(&theirs)).filter(|word| !known.contains(word)) {
            prop_assert!(words(&shown).any(|shown| shown == word), "{word} in {merge:#?}");
        }
        let choices = vec![Choice::Mine; merge.conflicts()];
        let chosen = merge.text_with(&choices);
        for word in words(&mine).filter(|word| !known.contains(word)) {
            prop_assert!(words(&chosen).any(|chosen| chosen == word), "{word} in {chosen}");
        }
        let swapped = merged(&base, &theirs, &mine);
        prop_assert_eq!(merge.is_clean(), swapped.is_clean(), "{:#?} {:#?}", merge, swapped);
        if merge.is_clean() {
            let pieces = text_of(&merge);
            prop_assert_eq!(&merge.text, &pieces);
        }
    }

    #[test]
    fn texts_without_sense_are_merged_without_a_panic(base in pieces::pieces(), mine in pieces::pieces(), theirs in pieces::pieces()) {
        let merge = merged(&base, &mine, &theirs);
        let swapped = merged(&base, &theirs, &mine);
        prop_assert_eq!(merge.is_clean(), swapped.is_clean(), "{:#?} {:#?}", merge, swapped);
        prop_assert_eq!(&merge, &merged(&base, &mine, &theirs));
    }
}

fn text_of(merge: &Merge) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Agreed { text } | Piece::Alike { text, .. } | Piece::Words { text, .. } => {
            text.clone()
        }
        Piece::Mine { mine, .. } => mine.clone(),
        Piece::Theirs { theirs, .. } => theirs.clone(),
        Piece::Conflict { .. } => String::new(),
    };
    merge.pieces.iter().map(text).collect()
}
