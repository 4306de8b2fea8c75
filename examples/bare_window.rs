//! An empty Tauri window: what `benches/window.rs` compares the start of the real one with.
//!
//! One page with one field to write in, nothing behind it.

use tauri::{WebviewUrl, WebviewWindowBuilder, http::Response};

const PAGE: &str = "<!doctype html><meta charset=utf-8><title>Bare</title><textarea></textarea>\
    <script>document.querySelector('textarea').focus(); performance.mark('editable')</script>";

fn main() {
    let mut context = tauri::generate_context!();
    context.config_mut().app.windows.clear();
    tauri::Builder::default()
        .register_uri_scheme_protocol("bare", |_, _| {
            Response::builder()
                .header("Content-Type", "text/html")
                .body(PAGE.as_bytes().to_vec())
                .expect("a page is an answer")
        })
        .setup(|app| {
            let page = "bare://localhost/".parse().expect("an address");
            WebviewWindowBuilder::new(app, "bare", WebviewUrl::CustomProtocol(page))
                .inner_size(1280.0, 800.0)
                .build()?;
            Ok(())
        })
        .run(context)
        .expect("a bare window opens");
}
