//! The blogs that posts go to.

use coupure_desk::{
    Answer,
    view::{Authorising, BlogView, Check, NewBlog, OlderInterface},
};
use coupure_model::BlogId;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

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

/// Opens WordPress.com's page for it in the browser; the answer comes as an event.
#[tauri::command]
pub async fn begin_wordpress_com(
    app: AppHandle,
    desk: State<'_, Opened>,
    name: String,
) -> Answer<Authorising> {
    let desk = desk.desk()?;
    let begun = desk.begin_wordpress_com(&name)?;
    desk.expect_wordpress_com().await;
    open_address(app, begun.page.clone()).await?;
    Ok(begun)
}

/// The address that a browser shows that could not come back by itself.
#[tauri::command]
pub async fn finish_wordpress_com(desk: State<'_, Opened>, returned: String) -> Answer<BlogView> {
    desk.desk()?.finish_wordpress_com(&returned).await
}

#[tauri::command]
pub async fn stop_wordpress_com(desk: State<'_, Opened>) -> Answer<()> {
    desk.desk()?.stop_wordpress_com().await;
    Ok(())
}

#[tauri::command]
pub async fn find_older_interface(desk: State<'_, Opened>, url: String) -> Answer<OlderInterface> {
    desk.desk()?.find_older_interface(&url).await
}

/// The author picks a file that the blog's WordPress exported: its posts can be linked to then.
/// Returns how many it has; `None`: no file was picked.
#[tauri::command]
pub async fn pick_export(
    app: AppHandle,
    desk: State<'_, Opened>,
    blog: BlogId,
) -> Answer<Option<u32>> {
    ask(desk, move |desk| {
        let picked =
            app.dialog().file().add_filter("WordPress (XML)", &["xml"]).blocking_pick_file();
        let file = picked.and_then(|file| file.into_path().ok());
        file.map(|file| desk.import_links(blog, &file)).transpose()
    })
    .await
}

#[tauri::command]
pub async fn remove_blog(desk: State<'_, Opened>, blog: BlogId) -> Answer<()> {
    desk.desk()?.remove_blog(blog).await
}
