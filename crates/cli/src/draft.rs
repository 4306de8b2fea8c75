//! `coupure draft …` and `coupure search`

use coupure_desk::{
    Answer, Desk,
    view::{LibraryEntry, LibraryQuery, Shelf},
};
use coupure_model::{Draft, DraftId, RevisionId};
use serde_json::json;

use crate::{
    arguments::DraftCommand,
    parse_argument,
    print::{Printer, word},
};

pub fn run(desk: &Desk, command: DraftCommand, printer: &Printer) -> Answer<()> {
    match command {
        DraftCommand::New { file, title, blog } => {
            let blog = blog.map(|name| desk.blog_named(Some(&name))).transpose()?;
            show_line(&desk.import_draft(&file, title, blog.map(|blog| blog.id))?, printer);
        }
        DraftCommand::List => {
            for shelf in [Shelf::Drafts, Shelf::Posts] {
                list(desk, shelf, "", printer)?;
            }
        }
        DraftCommand::Show { id } => {
            let draft = desk.draft(parse_argument(&id)?)?;
            let text = coupure_desk::front_matter(&draft.content);
            printer.row(&json!(draft), &[text.trim_end()]);
        }
        DraftCommand::Edit { id, file } => {
            show_line(&desk.edit_from_file(parse_argument(&id)?, &file)?, printer);
        }
        DraftCommand::History { id } => {
            for revision in desk.history(parse_argument(&id)?)? {
                printer.row(
                    &json!(revision),
                    &[
                        &revision.id.to_string(),
                        &revision.saved.to_string(),
                        &word_of_reason(&revision.reason),
                        &revision.title,
                    ],
                );
            }
        }
        DraftCommand::Restore { id, revision } => {
            let id: DraftId = parse_argument(&id)?;
            let opened = desk.restore_revision(id, RevisionId(revision))?;
            desk.restore_draft(id)?;
            desk.close_draft(id)?;
            show_line(&opened.draft, printer);
        }
        DraftCommand::Untrash { id } => {
            let id: DraftId = parse_argument(&id)?;
            desk.restore_draft(id)?;
            show_line(&desk.draft(id)?, printer);
        }
        DraftCommand::Trash { id, unpublish } => {
            trash(desk, parse_argument(&id)?, unpublish, printer)?
        }
    }
    Ok(())
}

/// What stands on a blog is never taken from its readers by the way: it stays there, and is named.
fn trash(desk: &Desk, id: DraftId, unpublish: bool, printer: &Printer) -> Answer<()> {
    let posts = desk.standing_posts(id)?;
    match unpublish {
        true => desk.trash_draft_and_take_back(id)?,
        false => desk.trash_draft(id)?,
    }
    show_line(&desk.draft(id)?, printer);
    for post in posts {
        let (blog, address) = (&post.blog_name, post.url.as_deref().unwrap_or("its post"));
        printer.note(&match unpublish {
            true => format!("On {blog} {address} is to be taken back; `coupure sync` does it."),
            false => format!(
                "On {blog} {address} stays as it is; `coupure unpublish {id}` takes it back."
            ),
        });
    }
    Ok(())
}

pub fn search(desk: &Desk, words: &str, printer: &Printer) -> Answer<()> {
    desk.bring_search_up_to_date()?;
    list(desk, Shelf::Drafts, words, printer)
}

/// Prints a shelf, or what was found, page after page.
pub fn list(desk: &Desk, shelf: Shelf, words: &str, printer: &Printer) -> Answer<()> {
    let mut offset = 0;
    loop {
        let query = LibraryQuery { shelf, words: words.into(), offset, limit: 500 };
        let page = desk.library(&query)?;
        if page.entries.is_empty() {
            return Ok(());
        }
        offset += page.entries.len() as u32;
        for entry in &page.entries {
            let (id, state, title) = match entry {
                LibraryEntry::Draft { id, title, publication, .. } => {
                    (id.to_string(), publication.map_or("draft".into(), |p| word(&p)), title)
                }
                LibraryEntry::Clipping { id, title, state, .. } => {
                    (id.to_string(), word(state), title)
                }
            };
            printer.row(&json!(entry), &[&id, &state, title]);
        }
    }
}

fn show_line(draft: &Draft, printer: &Printer) {
    let object = json!({
        "id": draft.id,
        "title": draft.content.title,
        "revision": draft.revision,
        "blog": draft.blog,
        "trashed": draft.trashed,
    });
    printer.row(&object, &[&draft.id.to_string(), &draft.content.title]);
}

fn word_of_reason(reason: &coupure_model::RevisionReason) -> String {
    let object = json!(reason);
    object["kind"].as_str().unwrap_or_default().to_owned()
}
