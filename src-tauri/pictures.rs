//! Pictures for the window, under a scheme of their own: the page never sees a path.

use coupure_model::Code;
use tauri::{
    Manager, Runtime, UriSchemeContext, UriSchemeResponder,
    http::{Request, Response, StatusCode, header},
};

use crate::commands::Opened;

pub const SCHEME: &str = "media";

/// What addresses of pictures begin with. WebView2 knows no schemes but the web's.
pub fn base() -> String {
    if cfg!(windows) {
        format!("http://{SCHEME}.localhost")
    } else {
        format!("{SCHEME}://localhost")
    }
}

/// Answers one request, away from the window's thread.
pub fn serve<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let opened = context.app_handle().try_state::<Opened>();
    let Some(desk) = opened.and_then(|opened| opened.desk().ok()) else {
        return responder.respond(empty(StatusCode::SERVICE_UNAVAILABLE));
    };
    tauri::async_runtime::spawn_blocking(move || {
        let answer = match desk.picture(request.uri().path()) {
            Ok((bytes, mime)) => Response::builder()
                .header(header::CONTENT_TYPE, mime)
                // An address names one content for ever: a hash, or a version after the `?`.
                .header(header::CACHE_CONTROL, "max-age=31536000, immutable")
                .body(bytes)
                .unwrap_or_else(|_| empty(StatusCode::INTERNAL_SERVER_ERROR)),
            Err(problem) if problem.code == Code::NotFound => empty(StatusCode::NOT_FOUND),
            Err(_) => empty(StatusCode::INTERNAL_SERVER_ERROR),
        };
        responder.respond(answer);
    });
}

fn empty(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response
}
