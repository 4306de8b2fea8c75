//! Addresses under `coupure://` that the browser hands back, on to the desk.

use coupure_desk::SCHEME;
use tauri::{AppHandle, Manager, Url};
use tauri_plugin_deep_link::DeepLinkExt;

use crate::{come_forward, commands::Opened};

/// Has the system hand such addresses to this program. Asked for when the browser is about to be
/// opened: an application that is never connected this way leaves no trace there. Packages
/// register the scheme themselves; macOS takes it from the bundle alone.
pub fn register(app: &AppHandle) {
    #[cfg(any(target_os = "linux", windows))]
    if let Err(error) = app.deep_link().register(SCHEME) {
        tracing::warn!(%error, "the system does not take the scheme {SCHEME}");
    }
    #[cfg(not(any(target_os = "linux", windows)))]
    let _ = (app, SCHEME);
}

/// Listens for such addresses from now on; the one that started this program is among them.
pub fn listen(app: &AppHandle) {
    if let Ok(Some(urls)) = app.deep_link().get_current() {
        take(app, urls);
    }
    let handle = app.clone();
    app.deep_link().on_open_url(move |event| take(&handle, event.urls()));
}

fn take(app: &AppHandle, urls: Vec<Url>) {
    let desk = match app.try_state::<Opened>().map(|opened| opened.desk()) {
        Some(Ok(desk)) => desk,
        _ => return,
    };
    come_forward(app);
    tauri::async_runtime::spawn(async move {
        for url in urls {
            // The window hears of it by the desk's event. The address holds a password: it goes
            // into no log.
            let _ = desk.finish_authorising(url.as_str()).await;
        }
    });
}
