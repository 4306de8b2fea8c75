//! Pictures dropped, pasted or picked.

use coupure_desk::{Answer, view::TakenIn};
use coupure_model::{Code, Problem};
use tauri::{AppHandle, State};
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_dialog::DialogExt;

use super::{Opened, ask};

#[tauri::command]
pub async fn take_in(
    desk: State<'_, Opened>,
    paths: Vec<String>,
    as_clipping: bool,
) -> Answer<Vec<TakenIn>> {
    ask(desk, move |desk| {
        let paths: Vec<_> = paths.into_iter().map(Into::into).collect();
        desk.take_in(&paths, as_clipping)
    })
    .await
}

/// Some pages of a long document, each as a clipping.
#[tauri::command]
pub async fn take_in_chosen_pages(
    desk: State<'_, Opened>,
    path: String,
    pages: String,
) -> Answer<Vec<TakenIn>> {
    ask(desk, move |desk| desk.take_in_chosen_pages(path.as_ref(), &pages)).await
}

#[tauri::command]
pub async fn take_in_clipboard(
    app: AppHandle,
    desk: State<'_, Opened>,
    as_clipping: bool,
) -> Answer<Option<TakenIn>> {
    // The system's clipboard is the main thread's (WebKitGTK gives the page an empty paste).
    let (tell, told) = tokio::sync::oneshot::channel();
    let on_main = app.clone();
    app.run_on_main_thread(move || {
        let picture = on_main
            .clipboard()
            .read_image()
            .ok()
            .map(|picture| (picture.rgba().to_vec(), picture.width(), picture.height()));
        let _ = tell.send(picture);
    })
    .map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
    let Some((rgba, width, height)) = told.await.ok().flatten() else { return Ok(None) };
    ask(desk, move |desk| desk.take_in_pixels(&rgba, width, height, as_clipping).map(Some)).await
}

#[tauri::command]
pub async fn pick_pictures(
    app: AppHandle,
    desk: State<'_, Opened>,
    as_clipping: bool,
) -> Answer<Vec<TakenIn>> {
    ask(desk, move |desk| {
        let picked = app
            .dialog()
            .file()
            .add_filter(
                "JPEG, PNG, TIFF, WebP, HEIC, PDF",
                &["jpg", "jpeg", "png", "tif", "tiff", "webp", "heic", "heif", "pdf"],
            )
            .blocking_pick_files()
            .unwrap_or_default();
        let paths: Vec<_> = picked.into_iter().filter_map(|file| file.into_path().ok()).collect();
        desk.take_in(&paths, as_clipping)
    })
    .await
}
