//! `coupure clip …`

use coupure_desk::{
    Answer, Desk,
    view::{ClippingChange, ClippingView, Event, Shelf},
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
        ClipCommand::Import(import) => return self::import(desk, *import, printer),
        ClipCommand::List => draft::list(desk, Shelf::Clippings, "", printer)?,
        ClipCommand::Show { id } => {
            let view = desk.clipping(parse_argument(&id)?)?;
            source::show(&view, printer);
            if !printer.json {
                list_articles(&view, printer);
            }
        }
        ClipCommand::Article { id, number, whole: _ } => {
            let id = parse_argument(&id)?;
            // Articles are counted from 1 for people.
            let article = match number {
                Some(0) => return Err(Desk::no_such_article(0)),
                other => other.map(|number| number - 1),
            };
            desk.choose_article(id, article)?;
            let following = follow(desk, printer);
            desk.work_off_clippings();
            if let Some(following) = following {
                following.abort();
            }
            let view = desk.clipping(id)?;
            let object = json!({ "id": view.clipping.id, "state": view.step, "text": view.text });
            printer.row(&object, &[&id.to_string(), &word(&view.step)]);
        }
        ClipCommand::Text { id } => {
            let view = desk.clipping(parse_argument(&id)?)?;
            if view.text.is_empty()
                && view.parts.is_empty()
                && view.clipping.state == ClippingState::Waiting
            {
                return Err(Problem::new(
                    Code::ClippingNotReady,
                    "This clipping is not read yet; `coupure sync` goes on with it.",
                ));
            }
            printer.text("text", &desk.article_text(view.clipping.id)?);
        }
        ClipCommand::Quote { id, passage } => {
            printer.text("markdown", &desk.quote_clipping(parse_argument(&id)?, &passage)?);
        }
        ClipCommand::Set(set) => source::set(desk, *set, printer)?,
        ClipCommand::Request { id, lang } => source::request(desk, &id, lang, printer)?,
        ClipCommand::Export { id, out } => {
            for file in desk.export_clipping(parse_argument(&id)?, &out)? {
                let shown = file.display().to_string();
                printer.row(&json!({ "file": shown }), &[&shown]);
            }
        }
        ClipCommand::Join { ids } => {
            let ids = ids.iter().map(|id| parse_argument(id)).collect::<Answer<Vec<_>>>()?;
            let view = desk.join_clippings(&ids)?;
            let parts: Vec<_> = view.parts.iter().map(|part| part.id.to_string()).collect();
            let id = view.clipping.id.to_string();
            printer.row(&json!({ "id": id, "parts": parts }), &[&id, &parts.join(" ")]);
        }
        ClipCommand::Part { id } => {
            let id = desk.part_clipping(parse_argument(&id)?)?.clipping.id.to_string();
            printer.row(&json!({ "id": id }), &[&id]);
        }
        ClipCommand::Watch { folder, existing, off, wait } => {
            if off || folder.is_some() {
                desk.watch_folder(folder.as_deref(), existing)?;
            }
            if let Some(seconds) = wait {
                watch(desk, std::time::Duration::from_secs(seconds), printer)?;
            }
            let watched = desk.watched_folder()?;
            let shown = watched.folder.clone().unwrap_or_else(|| "-".into());
            let why = watched.problem.as_ref().map(|problem| problem.message.clone());
            printer.row(&json!(watched), &[&shown, why.as_deref().unwrap_or_default()]);
        }
    }
    Ok(())
}

/// The articles of the page, numbered from 1; the one that was chosen is marked.
fn list_articles(view: &ClippingView, printer: &Printer) {
    let Some(reading) = &view.clipping.reading else { return };
    let chosen = reading.page.as_ref().map(|page| page.article as usize);
    for (i, article) in reading.articles.iter().enumerate() {
        let mark = if chosen == Some(i) { "*" } else { "" };
        printer.row(&json!({}), &[&(i + 1).to_string(), mark, &article.title]);
    }
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
        match desk.import_clippings(file, import.pages.as_deref(), language, &provenance, embargo) {
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
    if let Some(following) = following {
        following.abort();
    }
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

/// Takes in and reads what comes into the watched folder; what is wrong is told on stderr.
fn watch(desk: &Desk, time: std::time::Duration, printer: &Printer) -> Answer<()> {
    let end = std::time::Instant::now() + time;
    let mut events = desk.events();
    loop {
        let taken = desk.look_into_watched_folder()?;
        while let Ok(event) = events.try_recv() {
            if let Event::WatchedFolder { problem } = event {
                printer.problem(&problem);
            }
        }
        desk.work_off_clippings();
        for id in taken {
            let view = desk.clipping(id)?;
            let object = json!({ "id": id, "state": view.step, "name": view.clipping.name });
            printer.row(&object, &[&id.to_string(), &word(&view.step), &view.clipping.name]);
        }
        let left = end.saturating_duration_since(std::time::Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        std::thread::sleep(left.min(std::time::Duration::from_secs(1)));
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
