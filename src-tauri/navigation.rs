//! The window shows its own page and no other: what a link of a text leads to is the browser's.

use tauri::{
    Manager, Runtime, Url, Webview,
    plugin::{Builder, TauriPlugin},
};
use tauri_plugin_opener::OpenerExt;

pub fn plugin<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("navigation").on_navigation(may_go).build()
}

/// Whether the window may go there itself.
fn may_go<R: Runtime>(webview: &Webview<R>, url: &Url) -> bool {
    let development = webview.config().build.dev_url.as_ref().filter(|_| tauri::is_dev());
    if is_own(url, development) {
        return true;
    }
    if matches!(url.scheme(), "http" | "https")
        && let Err(error) = webview.app_handle().opener().open_url(url.as_str(), None::<&str>)
    {
        tracing::warn!(%error, "a link could not be opened");
    }
    false
}

/// Tauri serves the page as `tauri://localhost`, on Windows as `http://tauri.localhost`.
fn is_own(url: &Url, development: Option<&Url>) -> bool {
    match (url.scheme(), url.host_str()) {
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost")) => true,
        _ => development.is_some_and(|own| own.origin() == url.origin()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: &str) -> Url {
        address.parse().expect("an address")
    }

    #[test]
    fn the_window_goes_nowhere_but_to_its_own_page() {
        let served = at("http://localhost:1420/");
        for own in ["tauri://localhost/", "tauri://localhost/index.html", "http://tauri.localhost/"]
        {
            assert!(is_own(&at(own), None), "{own}");
        }
        for other in [
            "https://laurent.example/",
            "http://tauri.localhost.example/",
            "http://localhost:1420/",
            "tauri://other/",
            "file:///etc/passwd",
            "about:blank",
            "data:text/html,x",
        ] {
            assert!(!is_own(&at(other), None), "{other}");
        }
        assert!(is_own(&at("http://localhost:1420/index.html"), Some(&served)));
        assert!(!is_own(&at("http://localhost:1421/"), Some(&served)));
    }
}
