//! `coupure clip …`

use coupure_desk::{
    Answer, Desk,
    view::{ClippingChange, Event, Shelf},
};
use coupure_model::{ClippingState, Code, Language, Problem, Provenance, Rights};
use serde_json::json;

use crate::{
    arguments::{ClipCommand, Import},
    draft, parse_argument,
    print::{Printer, word},
    source,
};

pub fn run(desk: &Desk, command: ClipCommand, printer: &Printer) -> Answer<()> {
    match command {
        ClipCommand::Import(import) => return self::import(desk, import, printer),
        ClipCommand::List => draft::list(desk, Shelf::Clippings, "", printer)?,
        ClipCommand::Show { id } => {
            source::show(&desk.clipping(parse_argument(&id)?)?, printer);
        }
        ClipCommand::Text { id } => {
            let view = desk.clipping(parse_argument(&id)?)?;
            if view.text.is_empty() && view.clipping.state == ClippingState::Waiting {
                return Err(Problem::new(
                    Code::ClippingNotReady,
                    "This clipping is not read yet; `coupure sync` goes on with it.",
                ));
            }
            printer.text("text", &view.text);
        }
        ClipCommand::Set(set) => source::set(desk, set, printer)?,
        ClipCommand::Request { id, lang } => source::request(desk, &id, lang, printer)?,
        ClipCommand::Export { id, out } => {
            let id = parse_argument(&id)?;
            desk.export_clipping(id, &out)?;
            let shown = out.display().to_string();
            printer.row(&json!({ "file": shown }), &[&shown]);
            if let Some(mail) = desk.permission_mail_beside(id, &out)? {
                printer.note(&format!("The permission is beside it: {}.", mail.display()));
            }
        }
    }
    Ok(())
}

/// Takes the files in, then straightens and reads them. A file that cannot be taken in is said so
/// and does not keep the others out.
fn import(desk: &Desk, import: Import, printer: &Printer) -> Answer<()> {
    let language: Language = parse_argument(&import.lang)?;
    let said = &import.source;
    let embargo = said.embargo.as_deref().map(|text| desk.embargo_until(text)).transpose()?;
    let provenance = said.provenance(Provenance::default())?;
    let rights = said.rights(&Rights::default())?;
    let mut first_problem: Option<Problem> = None;
    let mut taken = Vec::new();
    for file in &import.files {
        match desk.import_clippings(file, language, &provenance, embargo) {
            Ok(clippings) => taken.extend(clippings),
            Err(problem) if import.files.len() > 1 => {
                printer.problem(&problem);
                first_problem.get_or_insert(problem);
            }
            Err(problem) => return Err(problem),
        }
    }
    for clipping in &taken {
        if let Some(mail) = &said.mail {
            desk.attach_permission_mail(clipping.id, mail)?;
        }
        if let Some(rights) = &rights {
            let rights = Some(rights.clone());
            desk.change_clipping(clipping.id, ClippingChange { rights, ..Default::default() })?;
        }
    }
    let following = follow(desk, printer);
    desk.work_off_clippings();
    drop(following);
    for clipping in taken {
        let view = desk.clipping(clipping.id)?;
        if let ClippingState::Failed { problem } = &view.clipping.state {
            // A single one is told as the command's own error.
            if import.files.len() > 1 {
                printer.problem(problem);
            }
            first_problem.get_or_insert(problem.clone());
            continue;
        }
        let object = json!({
            "id": view.clipping.id,
            "state": view.step,
            "name": view.clipping.name,
            "page": view.clipping.page_index,
            "caption": view.caption,
            "found": view.clipping.found,
            "proposed": view.proposals,
        });
        printer.row(&object, &[&view.clipping.id.to_string(), &word(&view.step), &view.caption]);
    }
    match first_problem {
        Some(problem) if problem.code != Code::ModelsMissing => Err(problem),
        _ => Ok(()),
    }
}

/// Shows on stderr how far the reading is, for people.
fn follow(desk: &Desk, printer: &Printer) -> Option<tokio::task::AbortHandle> {
    if printer.json {
        return None;
    }
    let mut events = desk.events();
    let task = tokio::spawn(async move {
        let mut shown = (String::new(), 0);
        while let Ok(event) = events.recv().await {
            if let Event::ClippingProgress { stage, done, .. } = event {
                let percent = (done * 100.0) as u32;
                if shown != (stage.clone(), percent / 10) {
                    eprintln!("{stage} {percent} %");
                    shown = (stage, percent / 10);
                }
            }
        }
    });
    Some(task.abort_handle())
}
