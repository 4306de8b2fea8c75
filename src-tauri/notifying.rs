//! What the desk tells the author outside the window, by the system's notifications.

use coupure_desk::view::Event;
use tauri::AppHandle;
use tauri_plugin_notification::NotificationExt;

/// A system without notifications, or one that refuses them, holds nothing up.
pub fn tell(app: &AppHandle, event: &Event) {
    if let Event::CameOut { title, text } = event
        && let Err(error) = app.notification().builder().title(title).body(text).show()
    {
        tracing::info!(%error, "the system shows no notification");
    }
}
