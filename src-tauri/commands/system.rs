//! What is outside the window: the browser, the file manager, folders.

use coupure_desk::Answer;
use coupure_model::{Code, Problem};
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_opener::OpenerExt;

use super::{Opened, ask};

#[tauri::command]
pub async fn open_address(app: AppHandle, url: String) -> Answer<()> {
    // A text of the author's may hold any link; only these lead to a browser.
    let opens = ["http://", "https://", "mailto:", "file://"].iter().any(|s| url.starts_with(s));
    if !opens {
        return Err(Problem::new(
            Code::AddressInvalid,
            format!("“{url}” is not an address that a browser opens."),
        ));
    }
    app.opener().open_url(&url, None::<&str>).map_err(|error| {
        Problem::new(Code::Internal, format!("“{url}” could not be opened: {error}."))
    })
}

#[tauri::command]
pub async fn pick_folder(app: AppHandle, desk: State<'_, Opened>) -> Answer<Option<String>> {
    ask(desk, move |_| {
        let picked = app.dialog().file().blocking_pick_folder();
        Ok(picked.and_then(|folder| folder.into_path().ok()).map(|path| path.display().to_string()))
    })
    .await
}
