//! Drafts: open, typed into, and their versions.

use coupure_desk::{
    Answer,
    view::{DiffRun, Fields, OpenDraft, PreviewSplice, RevisionView, TextChange},
};
use coupure_model::{DraftId, RevisionId};
use tauri::State;

use super::{Opened, ask};

#[tauri::command]
pub async fn create_draft(desk: State<'_, Opened>) -> Answer<OpenDraft> {
    ask(desk, |desk| desk.create_draft()).await
}

#[tauri::command]
pub async fn open_draft(desk: State<'_, Opened>, draft: DraftId) -> Answer<OpenDraft> {
    ask(desk, move |desk| desk.open_draft(draft)).await
}

#[tauri::command]
pub async fn edit(
    desk: State<'_, Opened>,
    draft: DraftId,
    version: u64,
    changes: Vec<TextChange>,
) -> Answer<PreviewSplice> {
    ask(desk, move |desk| desk.edit(draft, version, &changes)).await
}

#[tauri::command]
pub async fn set_fields(desk: State<'_, Opened>, draft: DraftId, fields: Fields) -> Answer<String> {
    ask(desk, move |desk| desk.set_fields(draft, fields)).await
}

#[tauri::command]
pub async fn flush(desk: State<'_, Opened>, draft: DraftId) -> Answer<()> {
    ask(desk, move |desk| desk.flush(draft)).await
}

#[tauri::command]
pub async fn close_draft(desk: State<'_, Opened>, draft: DraftId) -> Answer<()> {
    ask(desk, move |desk| desk.close_draft(draft)).await
}

#[tauri::command]
pub async fn import_drafts(desk: State<'_, Opened>, paths: Vec<String>) -> Answer<Vec<DraftId>> {
    ask(desk, move |desk| {
        paths
            .iter()
            .map(|path| desk.import_draft(path.as_ref(), None, None).map(|draft| draft.id))
            .collect()
    })
    .await
}

#[tauri::command]
pub async fn history(desk: State<'_, Opened>, draft: DraftId) -> Answer<Vec<RevisionView>> {
    ask(desk, move |desk| desk.history(draft)).await
}

#[tauri::command]
pub async fn revision_text(desk: State<'_, Opened>, revision: RevisionId) -> Answer<String> {
    ask(desk, move |desk| desk.revision_text(revision)).await
}

#[tauri::command]
pub async fn differences(
    desk: State<'_, Opened>,
    draft: DraftId,
    revision: RevisionId,
) -> Answer<Vec<DiffRun>> {
    ask(desk, move |desk| desk.differences(draft, revision)).await
}

#[tauri::command]
pub async fn restore_revision(
    desk: State<'_, Opened>,
    draft: DraftId,
    revision: RevisionId,
) -> Answer<OpenDraft> {
    ask(desk, move |desk| desk.restore_revision(draft, revision)).await
}

#[tauri::command]
pub async fn name_revision(desk: State<'_, Opened>, draft: DraftId, name: String) -> Answer<()> {
    ask(desk, move |desk| desk.name_revision(draft, &name)).await
}
