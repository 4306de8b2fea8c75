//! Clippings in the workbench.

use coupure_desk::{
    Answer,
    view::{ClippingChange, ClippingView},
};
use coupure_model::ClippingId;
use tauri::State;

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
