//! Pressing Publish, and what can be said of it afterwards.

use coupure_desk::{
    Answer,
    view::{ConflictChoice, ConflictView, Keep, PublicationView, PublishButton},
};
use coupure_model::{BlogId, DraftId, PublicationId, WantedState};
use tauri::State;

use super::{Opened, ask};

#[tauri::command]
pub async fn publish_button(
    desk: State<'_, Opened>,
    draft: DraftId,
    blog: Option<BlogId>,
) -> Answer<PublishButton> {
    ask(desk, move |desk| desk.publish_button(draft, blog)).await
}

#[tauri::command]
pub async fn publish(
    desk: State<'_, Opened>,
    draft: DraftId,
    blog: Option<BlogId>,
    state: WantedState,
) -> Answer<PublicationView> {
    ask(desk, move |desk| desk.publish(draft, blog, state)).await
}

#[tauri::command]
pub async fn undo_publish(
    desk: State<'_, Opened>,
    publication: PublicationId,
) -> Answer<Option<PublicationView>> {
    ask(desk, move |desk| desk.undo_publish(publication)).await
}

#[tauri::command]
pub async fn take_back(
    desk: State<'_, Opened>,
    publication: PublicationId,
) -> Answer<PublicationView> {
    ask(desk, move |desk| desk.take_back(publication)).await
}

#[tauri::command]
pub async fn retry(desk: State<'_, Opened>, publication: PublicationId) -> Answer<PublicationView> {
    ask(desk, move |desk| desk.retry(publication)).await
}

#[tauri::command]
pub async fn send_smaller(
    desk: State<'_, Opened>,
    publication: PublicationId,
) -> Answer<PublicationView> {
    ask(desk, move |desk| desk.send_smaller(publication)).await
}

#[tauri::command]
pub async fn give_up(
    desk: State<'_, Opened>,
    publication: PublicationId,
) -> Answer<PublicationView> {
    ask(desk, move |desk| desk.give_up(publication)).await
}

#[tauri::command]
pub async fn resolve(
    desk: State<'_, Opened>,
    publication: PublicationId,
    keep: Keep,
    stamp: Option<String>,
) -> Answer<PublicationView> {
    ask(desk, move |desk| desk.resolve(publication, keep, stamp.as_deref())).await
}

#[tauri::command]
pub async fn conflict(desk: State<'_, Opened>, publication: PublicationId) -> Answer<ConflictView> {
    ask(desk, move |desk| desk.conflict(publication)).await
}

#[tauri::command]
pub async fn resolve_joined(
    desk: State<'_, Opened>,
    publication: PublicationId,
    stamp: String,
    choices: Vec<ConflictChoice>,
    send: bool,
) -> Answer<PublicationView> {
    ask(desk, move |desk| desk.resolve_joined(publication, &stamp, &choices, send)).await
}

#[tauri::command]
pub async fn network_is_back(desk: State<'_, Opened>) -> Answer<()> {
    ask(desk, |desk| desk.network_is_back()).await
}

#[tauri::command]
pub async fn publications(desk: State<'_, Opened>) -> Answer<Vec<PublicationView>> {
    ask(desk, |desk| desk.publications()).await
}
