//! Two versions of a post on the terminal, and what can be done about a post that waits for its
//! author: every sentence names the command.

use coupure_desk::view::{
    ConflictChange, ConflictPiece, ConflictView, DiffRun, PublicationState, PublicationView,
};
use coupure_model::{Code, Problem};
use serde_json::json;

use crate::print::{Printer, word};

/// Why a publication is not there, with the command that helps.
pub fn sentence(view: &PublicationView) -> Option<String> {
    let problem = view.problem.as_ref()?;
    let id = view.draft;
    let merged = problem.params.contains_key("merged");
    Some(match problem.code {
        Code::ChangedOnBlog if merged => format!(
            "Both versions are in the draft now. Read it (`coupure draft show {id}`), then \
             `coupure publish {id}`."
        ),
        Code::ChangedOnBlog if view.theirs.is_some() => format!(
            "The post was also changed on the blog. Nothing was sent: `coupure resolve {id}` shows \
             both versions, and `--keep mine|theirs|both|merged` chooses."
        ),
        Code::MergedToRead => format!(
            "The post was also changed on the blog. Both versions are joined; nothing was sent: \
             `coupure resolve {id}` shows what came of it, `--keep merged` sends it."
        ),
        Code::GoneFromBlog => format!(
            "The post is in the blog's trash, or was deleted there. Nothing was sent: `coupure \
             resolve {id} --keep mine` makes a new post, without the comments of the first; \
             `--keep theirs` leaves it deleted."
        ),
        Code::WaitedLong | Code::HourPassed => {
            problem.message.replace("Press “Try again”", &format!("`coupure retry {id}`"))
        }
        _ if view.state == PublicationState::Waiting && problem.code != Code::Embargoed => {
            format!("{} It is tried again by `coupure sync`.", problem.message)
        }
        _ => problem.message.clone(),
    })
}

/// Both versions, difference by difference, the joined text, and what can be done.
pub fn show(id: &str, conflict: &ConflictView, printer: &Printer) {
    if printer.json {
        return printer.row(&json!(conflict), &[]);
    }
    let mut lines = Vec::new();
    if conflict.recovered {
        lines.push("The blog's version stood there for a moment; yours stands over it.".into());
    }
    if let Some(status) = &conflict.status {
        lines.push(format!("On the blog it was made: {}.", word(status)));
    }
    lines.extend(conflict.pieces.iter().filter_map(difference));
    lines.push(format!("Joined:\n{}", joined(conflict)));
    let clean = !conflict.pieces.iter().any(|piece| piece.change == ConflictChange::Choice);
    lines.push(match clean {
        true => format!(
            "Both fit together: `coupure resolve {id} --keep merged` sends both; `--keep both` \
             takes both into the draft; `--keep mine` or `--keep theirs` keeps one."
        ),
        false => format!(
            "Both changed the same words: `coupure resolve {id} --keep mine` or `--keep theirs` \
             keeps one; `--keep both` takes both into the draft, yours first, to be worked \
             through before `coupure publish`."
        ),
    });
    printer.text("conflict", &lines.join("\n\n"));
}

/// What a choice without anything to compare can be: the post is gone from its blog.
pub fn nothing_to_compare(view: &PublicationView) -> Problem {
    let said = sentence(view).unwrap_or_else(|| "There is nothing to choose here.".into());
    let code = view.problem.as_ref().map_or(Code::NothingPublished, |problem| problem.code);
    Problem::new(code, said)
}

/// `None`: nobody changed it.
fn difference(piece: &ConflictPiece) -> Option<String> {
    let part = word(&piece.part);
    let (mine, theirs) = (runs(&piece.mine), runs(&piece.theirs));
    Some(match piece.change {
        ConflictChange::Nobody => return None,
        ConflictChange::Mine => format!("{part}, changed here:\n{mine}"),
        ConflictChange::Theirs => format!("{part}, changed on the blog:\n{theirs}"),
        ConflictChange::Alike => format!("{part}, changed alike:\n{mine}"),
        ConflictChange::Joined => {
            format!(
                "{part}, changed in both, at different words:\n  here: {mine}\n  blog: {theirs}"
            )
        }
        ConflictChange::Choice => {
            format!("{part}, changed in both, at the same words:\n  here: {mine}\n  blog: {theirs}")
        }
    })
}

fn joined(conflict: &ConflictView) -> String {
    let pieces = conflict.pieces.iter().map(|piece| piece.joined.trim_end());
    pieces.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// With `[-what went-]` and `{+what came+}`.
fn runs(runs: &[DiffRun]) -> String {
    let written = runs.iter().map(|run| match run {
        DiffRun::Same { text } => text.clone(),
        DiffRun::Removed { text } => format!("[-{text}-]"),
        DiffRun::Added { text } => format!("{{+{text}+}}"),
    });
    written.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use coupure_desk::view::ConflictPart;

    #[test]
    fn a_difference_shows_what_went_and_what_came_and_is_silent_where_nothing_did() {
        let piece = |change| ConflictPiece {
            part: ConflictPart::Title,
            change,
            mine: vec![
                DiffRun::Same { text: "Le ".into() },
                DiffRun::Removed { text: "val".into() },
                DiffRun::Added { text: "pont".into() },
            ],
            theirs: vec![DiffRun::Same { text: "Le val".into() }],
            joined: "Le pont".into(),
        };
        let said = difference(&piece(ConflictChange::Choice)).unwrap();
        assert!(said.contains("here: Le [-val-]{+pont+}\n  blog: Le val"), "{said}");
        assert_eq!(difference(&piece(ConflictChange::Nobody)), None);
    }
}
