//! The blogs that posts go to.

use coupure_desk::{
    Answer,
    view::{Authorising, BlogView, Check, NewBlog},
};
use coupure_model::BlogId;
use tauri::{AppHandle, State};

use super::{Opened, ask, system::open_address};
use crate::deep_link;

#[tauri::command]
pub async fn blogs(desk: State<'_, Opened>) -> Answer<Vec<BlogView>> {
    ask(desk, |desk| desk.blogs()).await
}

#[tauri::command]
pub async fn add_blog(desk: State<'_, Opened>, blog: NewBlog) -> Answer<BlogView> {
    desk.desk()?.add_blog(blog).await
}

#[tauri::command]
pub async fn check_blog(desk: State<'_, Opened>, blog: BlogId) -> Answer<Vec<Check>> {
    desk.desk()?.check_blog(blog).await
}

#[tauri::command]
pub async fn move_blog(desk: State<'_, Opened>, blog: BlogId, address: String) -> Answer<BlogView> {
    desk.desk()?.move_blog(blog, &address).await
}

/// Opens the blog's page for it in the browser.
#[tauri::command]
pub async fn begin_authorising(
    app: AppHandle,
    desk: State<'_, Opened>,
    url: String,
    name: String,
) -> Answer<Authorising> {
    let begun = desk.desk()?.begin_authorising(&url, &name).await?;
    deep_link::register(&app);
    open_address(app, begun.page.clone()).await?;
    Ok(begun)
}

#[tauri::command]
pub async fn remove_blog(desk: State<'_, Opened>, blog: BlogId) -> Answer<()> {
    desk.desk()?.remove_blog(blog).await
}
