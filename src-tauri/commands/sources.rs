//! Where clippings come from, and by what right they are shown.

use coupure_desk::{
    Answer,
    view::{ClippingView, KnownSource, PermissionRequest},
};
use coupure_model::{ClippingId, Language, WordRange};
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

use super::{Opened, ask};

#[tauri::command]
pub async fn known_sources(desk: State<'_, Opened>) -> Answer<Vec<KnownSource>> {
    ask(desk, |desk| desk.known_sources()).await
}

#[tauri::command]
pub async fn permission_request(
    desk: State<'_, Opened>,
    clipping: ClippingId,
    language: Option<Language>,
) -> Answer<PermissionRequest> {
    ask(desk, move |desk| desk.permission_request(clipping, language)).await
}

/// Lets the author choose the mail; `null`: none was chosen.
#[tauri::command]
pub async fn pick_permission_mail(
    app: AppHandle,
    desk: State<'_, Opened>,
    clipping: ClippingId,
) -> Answer<Option<ClippingView>> {
    ask(desk, move |desk| {
        let picked = app
            .dialog()
            .file()
            .add_filter(
                "EML, PDF, TXT, PNG, JPEG, WebP",
                &["eml", "pdf", "txt", "png", "jpg", "jpeg", "webp"],
            )
            .blocking_pick_file();
        let path = picked.and_then(|file| file.into_path().ok());
        path.map(|path| desk.attach_permission_mail(clipping, &path)).transpose()
    })
    .await
}

#[tauri::command]
pub async fn remove_permission_mail(
    desk: State<'_, Opened>,
    clipping: ClippingId,
) -> Answer<ClippingView> {
    ask(desk, move |desk| desk.remove_permission_mail(clipping)).await
}

#[tauri::command]
pub async fn clipping_quotation(
    desk: State<'_, Opened>,
    clipping: ClippingId,
    passage: Option<String>,
    place: Option<WordRange>,
) -> Answer<String> {
    ask(desk, move |desk| desk.clipping_quotation(clipping, passage.as_deref(), place)).await
}
