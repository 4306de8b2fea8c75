//! What the command line prints: lines for people, or one JSON object a line for scripts.

use coupure_desk::view::PublicationView;
use coupure_model::Problem;
use serde_json::{Value, json};

pub struct Printer {
    pub json: bool,
}

impl Printer {
    /// One thing: its object, or its columns.
    pub fn row(&self, object: &Value, columns: &[&str]) {
        if self.json {
            line(&object.to_string());
        } else {
            line(&columns.join("  "));
        }
    }

    /// A text as it is, or as the one field of an object.
    pub fn text(&self, field: &str, text: &str) {
        if self.json {
            line(&json!({ field: text }).to_string());
        } else {
            line(text.strip_suffix('\n').unwrap_or(text));
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

/// A reader that went away (`| head`) is no fault.
fn line(text: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout(), "{text}");
}
