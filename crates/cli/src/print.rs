//! What the command line prints: lines for people, or one JSON object a line for scripts.

use std::io::{self, Write};

use coupure_desk::view::PublicationView;
use coupure_model::{Code, Problem, WantedState};
use serde_json::{Value, json};

use crate::choosing;

pub struct Printer {
    pub json: bool,
}

impl Printer {
    /// One thing: its object, or its columns.
    pub fn row(&self, object: &Value, columns: &[&str]) {
        if self.json {
            self.line(&object.to_string());
        } else {
            self.line(&shown(&columns.join("  ")));
        }
    }

    /// A text as it is, or as the one field of an object.
    pub fn text(&self, field: &str, text: &str) {
        if self.json {
            self.line(&json!({ field: text }).to_string());
        } else {
            self.line(text.strip_suffix('\n').unwrap_or(text));
        }
    }

    /// The fields that scripts rely on: `draft`, `blog`, `state`, `reason`, `url`. `hour`: when it
    /// goes on or appears, in words.
    pub fn publication(&self, view: &PublicationView, hour: Option<String>) {
        let reason = view.problem.as_ref().map(|problem| problem.message.clone());
        let object = json!({
            "id": view.id,
            "draft": view.draft,
            "title": view.draft_title,
            "blog": view.blog_name,
            "state": view.state,
            "reason": reason,
            "code": view.problem.as_ref().map(|problem| problem.code),
            "until": view.until,
            "at": match view.wanted {
                WantedState::Scheduled { at } => Some(at),
                _ => None,
            },
            "pressed": view.pressed,
            "url": view.url,
        });
        let state = word(&view.state);
        let reason = choosing::sentence(view);
        let told: Vec<String> = reason.or(view.url.clone()).into_iter().chain(hour).collect();
        let told = told.join(" ");
        self.row(&object, &[&view.draft.to_string(), &view.blog_name, &state, &told]);
    }

    /// A reader that went away (`| head`) is no fault; a disk that is full is one, and whoever reads
    /// what was written so far is not to take it for all.
    fn line(&self, text: &str) {
        let Err(error) = writeln!(std::io::stdout(), "{text}") else { return };
        let code = match error.kind() {
            io::ErrorKind::BrokenPipe => return,
            io::ErrorKind::StorageFull => Code::DiskFull,
            _ => Code::FolderUnwritable,
        };
        self.problem(&Problem::new(code, format!("The output cannot be written: {error}.")));
        std::process::exit(1);
    }

    /// What is worth knowing beside the answer, on stderr; scripts read the answer alone.
    pub fn note(&self, sentence: &str) {
        if self.json {
            eprintln!("{}", json!({ "note": sentence }));
        } else {
            eprintln!("{sentence}");
        }
    }

    /// An error, on stderr.
    pub fn problem(&self, problem: &Problem) {
        let code = problem.code.as_str();
        if self.json {
            let object =
                json!({ "code": code, "error": problem.message, "params": problem.params });
            eprintln!("{object}");
        } else {
            eprintln!("{} [{code}]", shown(&problem.message));
        }
    }
}

/// Without what a terminal would obey: a title from a blog may hold escape sequences, or turn the
/// direction of the text.
fn shown(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// The word that serde gives a unit variant.
pub fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn no_title_commands_the_terminal() {
        let hostile = "Titre\u{1b}]0;moi\u{7}\u{9b}2J\r\u{202e}fin\u{7f}, à\u{202f}moi\n";
        let seen = shown(hostile);
        assert!(!seen.chars().any(|c| c.is_control() && c != '\n'), "{seen:?}");
        assert!(seen.starts_with("Titre") && seen.ends_with(", à\u{202f}moi\n"), "{seen:?}");
    }
}
