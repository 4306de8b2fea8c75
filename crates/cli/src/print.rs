//! What the command line prints: lines for people, or one JSON object a line for scripts.

use std::io::{self, Write};

use coupure_desk::view::PublicationView;
use coupure_model::{Code, Problem};
use serde_json::{Value, json};

pub struct Printer {
    pub json: bool,
}

impl Printer {
    /// One thing: its object, or its columns.
    pub fn row(&self, object: &Value, columns: &[&str]) {
        if self.json {
            self.line(&object.to_string());
        } else {
            self.line(&columns.join("  "));
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

    /// The fields that scripts rely on: `draft`, `blog`, `state`, `reason`, `url`.
    pub fn publication(&self, view: &PublicationView) {
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
            "url": view.url,
        });
        let state = word(&view.state);
        let told = reason.or(view.url.clone()).unwrap_or_default();
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

    /// An error, on stderr.
    pub fn problem(&self, problem: &Problem) {
        let code = problem.code.as_str();
        if self.json {
            let object =
                json!({ "code": code, "error": problem.message, "params": problem.params });
            eprintln!("{object}");
        } else {
            eprintln!("{} [{code}]", problem.message);
        }
    }
}

/// The word that serde gives a unit variant.
pub fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}
