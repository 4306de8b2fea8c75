//! What changed between two texts, by words.

use std::time::Duration;

use similar::{Algorithm, ChangeTag, TextDiff};

/// After that the rest is shown as one large change rather than searched for small ones.
const TIME_MAX: Duration = Duration::from_millis(400);

/// A run of words, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    Same(String),
    Removed(String),
    Added(String),
}

/// The runs that make `new` of `old`. Without the removed ones they are `new`, without the added
/// ones `old`, to the character.
pub fn differences(old: &str, new: &str) -> Vec<Run> {
    let difference = TextDiff::configure()
        .algorithm(Algorithm::Myers)
        .timeout(TIME_MAX)
        .diff_unicode_words(old, new);
    let mut runs: Vec<Run> = Vec::new();
    for change in difference.iter_all_changes() {
        let text = change.value();
        match (change.tag(), runs.last_mut()) {
            (ChangeTag::Equal, Some(Run::Same(run)))
            | (ChangeTag::Delete, Some(Run::Removed(run)))
            | (ChangeTag::Insert, Some(Run::Added(run))) => run.push_str(text),
            (ChangeTag::Equal, _) => runs.push(Run::Same(text.into())),
            (ChangeTag::Delete, _) => runs.push(Run::Removed(text.into())),
            (ChangeTag::Insert, _) => runs.push(Run::Added(text.into())),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_changed_word_is_one_removed_and_one_added_run() {
        let runs = differences("Le maire a dit non.", "Le maire a répondu non.");
        let expected = [
            Run::Same("Le maire a ".into()),
            Run::Removed("dit".into()),
            Run::Added("répondu".into()),
            Run::Same(" non.".into()),
        ];
        assert_eq!(runs, expected);
        assert_eq!(differences("", ""), []);
    }

    proptest! {
        #[test]
        fn the_runs_make_both_texts(old in "[ab é\n]{0,40}", new in "[ab é\n]{0,40}") {
            let (mut before, mut after) = (String::new(), String::new());
            for run in differences(&old, &new) {
                match run {
                    Run::Same(text) => { before.push_str(&text); after.push_str(&text); }
                    Run::Removed(text) => before.push_str(&text),
                    Run::Added(text) => after.push_str(&text),
                }
            }
            prop_assert_eq!((before, after), (old, new));
        }
    }
}
