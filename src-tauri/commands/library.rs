//! The library, its trash, and what the window asks first.

use coupure_desk::{
    Answer,
    view::{LibraryPage, LibraryQuery, PostLink, PublicationView, Settings, Welcome},
};
use coupure_model::{ClippingId, Code, DraftId, Problem};
use tauri::{AppHandle, Manager, State};

use super::{Opened, ask};

/// What the window asks first, and again where the home could not be opened.
#[tauri::command]
pub async fn welcome(app: AppHandle, desk: State<'_, Opened>) -> Answer<Welcome> {
    if desk.desk().is_err() {
        tauri::async_runtime::spawn_blocking(move || {
            let opened = app.state::<Opened>();
            opened.open_again(|| crate::open_desk(&app), |desk| crate::begin(&app, desk))
        })
        .await
        .map_err(|error| Problem::new(Code::Internal, error.to_string()))??;
    }
    ask(desk, |desk| desk.welcome()).await
}

#[tauri::command]
pub async fn set_settings(desk: State<'_, Opened>, settings: Settings) -> Answer<()> {
    ask(desk, move |desk| desk.set_settings(&settings)).await
}

#[tauri::command]
pub async fn library(desk: State<'_, Opened>, query: LibraryQuery) -> Answer<LibraryPage> {
    ask(desk, move |desk| desk.library(&query)).await
}

#[tauri::command]
pub async fn find_posts(desk: State<'_, Opened>, words: String) -> Answer<Vec<PostLink>> {
    ask(desk, move |desk| desk.find_posts(&words)).await
}

#[tauri::command]
pub async fn standing_posts(
    desk: State<'_, Opened>,
    draft: DraftId,
) -> Answer<Vec<PublicationView>> {
    ask(desk, move |desk| desk.standing_posts(draft)).await
}

/// `unpublish`: its posts as well, which else stay on their blogs.
#[tauri::command]
pub async fn trash_draft(desk: State<'_, Opened>, draft: DraftId, unpublish: bool) -> Answer<()> {
    ask(desk, move |desk| match unpublish {
        true => desk.trash_draft_and_take_back(draft),
        false => desk.trash_draft(draft),
    })
    .await
}

#[tauri::command]
pub async fn restore_draft(desk: State<'_, Opened>, draft: DraftId) -> Answer<()> {
    ask(desk, move |desk| desk.restore_draft(draft)).await
}

#[tauri::command]
pub async fn trash_clipping(desk: State<'_, Opened>, clipping: ClippingId) -> Answer<()> {
    ask(desk, move |desk| desk.trash_clipping(clipping)).await
}

#[tauri::command]
pub async fn restore_clipping(desk: State<'_, Opened>, clipping: ClippingId) -> Answer<()> {
    ask(desk, move |desk| desk.restore_clipping(clipping)).await
}

#[tauri::command]
pub async fn empty_trash(desk: State<'_, Opened>) -> Answer<()> {
    ask(desk, |desk| desk.empty_trash()).await
}
