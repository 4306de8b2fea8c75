//! Clippings in the workbench.

use coupure_desk::{
    Answer,
    view::{ClippingChange, ClippingView, WatchedFolder},
};
use coupure_model::ClippingId;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

use super::{Opened, ask};

#[tauri::command]
pub async fn clipping(desk: State<'_, Opened>, clipping: ClippingId) -> Answer<ClippingView> {
    ask(desk, move |desk| desk.clipping(clipping)).await
}

#[tauri::command]
pub async fn change_clipping(
    desk: State<'_, Opened>,
    clipping: ClippingId,
    change: ClippingChange,
) -> Answer<ClippingView> {
    ask(desk, move |desk| desk.change_clipping(clipping, change)).await
}

#[tauri::command]
pub async fn choose_article(
    desk: State<'_, Opened>,
    clipping: ClippingId,
    article: Option<u32>,
) -> Answer<ClippingView> {
    ask(desk, move |desk| desk.choose_article(clipping, article)).await
}

#[tauri::command]
pub async fn cancel_clipping(desk: State<'_, Opened>, clipping: ClippingId) -> Answer<()> {
    ask(desk, move |desk| desk.cancel_clipping(clipping)).await
}

#[tauri::command]
pub async fn read_clipping_again(desk: State<'_, Opened>, clipping: ClippingId) -> Answer<()> {
    ask(desk, move |desk| desk.read_clipping_again(clipping)).await
}

#[tauri::command]
pub async fn clipping_markdown(desk: State<'_, Opened>, clipping: ClippingId) -> Answer<String> {
    ask(desk, move |desk| desk.clipping_markdown(clipping)).await
}

#[tauri::command]
pub async fn clipping_column(desk: State<'_, Opened>, clipping: ClippingId) -> Answer<String> {
    ask(desk, move |desk| desk.clipping_column(clipping)).await
}

#[tauri::command]
pub async fn join_clippings(
    desk: State<'_, Opened>,
    clippings: Vec<ClippingId>,
) -> Answer<ClippingView> {
    ask(desk, move |desk| desk.join_clippings(&clippings)).await
}

#[tauri::command]
pub async fn part_clipping(desk: State<'_, Opened>, clipping: ClippingId) -> Answer<ClippingView> {
    ask(desk, move |desk| desk.part_clipping(clipping)).await
}

/// Writes a clipping out where the author says, by the file's ending: the names of what was
/// written, none where the author said nowhere.
#[tauri::command]
pub async fn export_clipping(
    app: AppHandle,
    desk: State<'_, Opened>,
    clipping: ClippingId,
    name: String,
) -> Answer<Vec<String>> {
    ask(desk, move |desk| {
        let picked = app
            .dialog()
            .file()
            .set_file_name(format!("{name}.pdf"))
            .add_filter("PDF", &["pdf"])
            .add_filter("JPEG + TXT", &["jpg", "jpeg"])
            .add_filter("PNG + TXT", &["png"])
            .add_filter("TXT", &["txt"])
            .add_filter("Markdown", &["md"])
            .blocking_save_file();
        let Some(path) = picked.and_then(|file| file.into_path().ok()) else {
            return Ok(Vec::new());
        };
        let written = desk.export_clipping(clipping, &path)?;
        let name = |path: &std::path::PathBuf| {
            path.file_name().unwrap_or_default().to_string_lossy().into_owned()
        };
        Ok(written.iter().map(name).collect())
    })
    .await
}

#[tauri::command]
pub async fn watched_folder(desk: State<'_, Opened>) -> Answer<WatchedFolder> {
    ask(desk, |desk| desk.watched_folder()).await
}

/// `folder`: `None` watches none any more.
#[tauri::command]
pub async fn watch_folder(
    desk: State<'_, Opened>,
    folder: Option<String>,
    existing: bool,
) -> Answer<WatchedFolder> {
    ask(desk, move |desk| desk.watch_folder(folder.as_deref().map(std::path::Path::new), existing))
        .await
}
