//! Where a home is when nobody says.

use std::path::PathBuf;

use coupure_model::{Code, Problem};

use crate::Answer;

/// `COUPURE_HOME`, else the platform's folder for an application's data.
pub fn default_home() -> Answer<PathBuf> {
    if let Some(home) = std::env::var_os("COUPURE_HOME").filter(|home| !home.is_empty()) {
        return Ok(home.into());
    }
    directories::ProjectDirs::from("org", "Coupure", "Coupure")
        .map(|folders| folders.data_dir().to_owned())
        .ok_or_else(|| {
            Problem::new(
                Code::HomeUnwritable,
                "No folder for the drafts was found; name one with --home.",
            )
        })
}

/// Where the built-in blog's pages go: `COUPURE_PAGES`, else beside the author's documents.
pub(crate) fn pages_folder(home: &std::path::Path) -> PathBuf {
    let named = std::env::var_os("COUPURE_PAGES").map(PathBuf::from);
    let of_the_platform = || {
        // A home that was chosen keeps everything together: tests, servers, a stick.
        let chosen = default_home().ok().as_deref() != Some(home)
            || std::env::var_os("COUPURE_HOME").is_some();
        let folders = directories::UserDirs::new()?;
        (!chosen).then(|| folders.document_dir().map(|folder| folder.join("Coupure")))?
    };
    named.or_else(of_the_platform).unwrap_or_else(|| home.join("pages"))
}

/// Where secrets are kept, as `COUPURE_SECRETS` says.
pub fn secrets_choice() -> Option<String> {
    std::env::var("COUPURE_SECRETS").ok()
}

/// Where the recognition models are: `COUPURE_MODELS`, beside the program as it is installed, or
/// in the repository that it was built in.
pub fn models_folder() -> Option<PathBuf> {
    let named = std::env::var_os("COUPURE_MODELS").map(PathBuf::from);
    let program = std::env::current_exe().ok();
    let beside = program.as_ref().and_then(|path| Some(path.parent()?.join("models")));
    let installed =
        program.as_ref().and_then(|path| Some(path.parent()?.join("../lib/Coupure/models")));
    let built = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models"));
    named.into_iter().chain(beside).chain(installed).chain([built]).find(|folder| folder.is_dir())
}
