//! The blogs that posts go to.

use coupure_desk::{
    Answer,
    view::{BlogView, Check, NewBlog},
};
use coupure_model::BlogId;
use tauri::State;

use super::{Opened, ask};

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
pub async fn remove_blog(desk: State<'_, Opened>, blog: BlogId) -> Answer<()> {
    desk.desk()?.remove_blog(blog).await
}
