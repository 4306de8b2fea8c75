//! The shell: the window, its commands, its pictures. The only code that knows Tauri.
//!
//! It imports the desk and the model's types. A command is one call to the desk; what the desk
//! tells goes to the window as the event `desk`; pictures are served under the scheme `media`.

mod commands;
mod deep_link;
mod navigation;
mod notifying;
mod pictures;

use std::{path::PathBuf, time::Duration};

use commands::Opened;
use coupure_desk::{Access, Answer, Desk, OpenOptions};
use coupure_model::Code;
use tauri::{AppHandle, Emitter, Manager, RunEvent, WindowEvent};
use tokio::sync::broadcast::error::RecvError;

/// How long Publish can be undone.
const UNDO: Duration = Duration::from_secs(10);

/// Opens the window, and returns when it is closed.
pub fn run() {
    coupure_desk::open_pdf_if_asked();
    let log = tracing_subscriber::EnvFilter::try_from_env("COUPURE_LOG");
    tracing_subscriber::fmt()
        .with_env_filter(log.unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    let mut builder = tauri::Builder::default();
    // Two windows of one home would be two programs that wait for each other; tests open several
    // homes at once.
    if std::env::var_os("COUPURE_SEVERAL").is_none() {
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _, _| come_forward(app)));
    }
    let app = builder
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(navigation::plugin())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .register_asynchronous_uri_scheme_protocol(pictures::SCHEME, pictures::serve)
        .invoke_handler(tauri::generate_handler![
            commands::blogs::add_blog,
            commands::blogs::begin_authorising,
            commands::blogs::begin_wordpress_com,
            commands::blogs::blogs,
            commands::blogs::check_blog,
            commands::blogs::find_older_interface,
            commands::blogs::finish_wordpress_com,
            commands::blogs::move_blog,
            commands::blogs::pick_export,
            commands::blogs::remove_blog,
            commands::blogs::stop_wordpress_com,
            commands::clippings::cancel_clipping,
            commands::clippings::change_clipping,
            commands::clippings::choose_article,
            commands::clippings::clipping,
            commands::clippings::clipping_markdown,
            commands::clippings::clipping_column,
            commands::clippings::export_clipping,
            commands::clippings::join_clippings,
            commands::clippings::part_clipping,
            commands::sources::clipping_quotation,
            commands::sources::known_sources,
            commands::sources::permission_request,
            commands::sources::pick_permission_mail,
            commands::sources::remove_permission_mail,
            commands::clippings::read_clipping_again,
            commands::clippings::watch_folder,
            commands::clippings::watched_folder,
            commands::drafts::close_draft,
            commands::drafts::create_draft,
            commands::drafts::differences,
            commands::drafts::edit,
            commands::drafts::flush,
            commands::drafts::history,
            commands::drafts::import_drafts,
            commands::drafts::name_revision,
            commands::drafts::open_draft,
            commands::drafts::restore_revision,
            commands::drafts::revision_text,
            commands::drafts::set_fields,
            commands::library::empty_trash,
            commands::library::find_posts,
            commands::library::library,
            commands::library::restore_clipping,
            commands::library::restore_draft,
            commands::library::set_settings,
            commands::library::standing_posts,
            commands::library::trash_clipping,
            commands::library::trash_draft,
            commands::library::welcome,
            commands::pictures::pick_pictures,
            commands::pictures::take_in,
            commands::pictures::take_in_chosen_pages,
            commands::pictures::take_in_clipboard,
            commands::publishing::give_up,
            commands::publishing::network_is_back,
            commands::publishing::publications,
            commands::publishing::publish,
            commands::publishing::publish_button,
            commands::publishing::resolve,
            commands::publishing::conflict,
            commands::publishing::resolve_joined,
            commands::publishing::retry,
            commands::publishing::send_smaller,
            commands::publishing::take_back,
            commands::publishing::undo_publish,
            commands::system::open_address,
            commands::system::pick_folder,
        ])
        .setup(|app| {
            let opened = open_desk(app.handle());
            if let Ok(desk) = &opened {
                begin(app.handle(), desk.clone());
            }
            app.manage(Opened::new(opened));
            deep_link::listen(app.handle());
            Ok(())
        })
        .on_window_event(|window, event| {
            if matches!(event, WindowEvent::Focused(false))
                && let Some(opened) = window.app_handle().try_state::<Opened>()
                && let Ok(desk) = opened.desk()
            {
                desk.save_all();
            }
        })
        .build(tauri::generate_context!());
    let app = match app {
        Ok(app) => app,
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(1);
        }
    };
    app.run(|app, event| {
        if let RunEvent::Exit = event
            && let Some(opened) = app.try_state::<Opened>()
            && let Ok(desk) = opened.desk()
        {
            tauri::async_runtime::block_on(async move { desk.stop().await });
        }
    });
}

/// The home for writing; for reading alone while another process holds it.
fn open_desk(app: &AppHandle) -> Answer<Desk> {
    let home = coupure_desk::default_home()?;
    let options = |access| OpenOptions {
        home: home.clone(),
        access,
        models: coupure_desk::models_folder().or_else(|| packaged_models(app)),
        pdf_opener: coupure_desk::PdfOpener::this_program(),
        picture_base: pictures::base(),
        secrets: coupure_desk::secrets_choice(),
        undo: UNDO,
    };
    match Desk::open(options(Access::Write)) {
        Err(problem) if problem.code == Code::HomeInUse => Desk::open(options(Access::ReadOnly)),
        opened => opened,
    }
}

/// The recognition models that a package brings (`bundle.resources`).
fn packaged_models(app: &AppHandle) -> Option<PathBuf> {
    let folder = app.path().resource_dir().ok()?.join("models");
    folder.is_dir().then_some(folder)
}

/// Starts what goes on by itself, and passes on to the window what the desk tells.
fn begin(app: &AppHandle, desk: Desk) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let mut events = desk.events();
        desk.start();
        loop {
            match events.recv().await {
                Ok(event) => {
                    notifying::tell(&app, &event);
                    let _ = app.emit("desk", event);
                }
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
    });
}

pub(crate) fn come_forward(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}
