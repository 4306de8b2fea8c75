//! Secrets in files, for a server or a test without a keychain: one file a blog, in a folder that
//! its owner alone can open.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use coupure_model::BlogId;

use super::Secret;
use crate::{Error, folder::write};

/// No password is longer; a larger file is not one of ours.
const SIZE_MAX_BYTES: u64 = 64 * 1024;

pub(super) fn get(folder: &Path, blog: BlogId) -> Result<Option<Secret>, Error> {
    let path = path(folder, blog);
    let unreadable = |error: &io::Error| Error::of_folder(folder, error);
    let metadata = match fs::symlink_metadata(&path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(&error)),
    };
    let damaged = |detail: &str| Error::FileDamaged {
        file: path.display().to_string(),
        detail: detail.into(),
    };
    if !metadata.is_file() || metadata.len() > SIZE_MAX_BYTES {
        return Err(damaged("it is not a file of Coupure"));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if metadata.permissions().mode() & 0o077 != 0 {
            return Err(damaged("others than its owner may read it; set its permissions to 600"));
        }
    }
    let text = fs::read_to_string(&path).map_err(|error| unreadable(&error))?;
    Ok(Some(Secret::new(text)))
}

pub(super) fn set(folder: &Path, blog: BlogId, secret: &Secret) -> Result<(), Error> {
    let failed = |error: io::Error| Error::of_folder(folder, &error);
    create_private(folder).map_err(failed)?;
    write::private(&path(folder, blog), secret.expose().as_bytes()).map_err(failed)
}

pub(super) fn remove(folder: &Path, blog: BlogId) -> Result<(), Error> {
    match fs::remove_file(path(folder, blog)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::of_folder(folder, &error))
        }
        _ => Ok(()),
    }
}

fn path(folder: &Path, blog: BlogId) -> PathBuf {
    folder.join(blog.to_string())
}

fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
        builder.mode(0o700);
        builder.create(folder)?;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    #[cfg(not(unix))]
    builder.create(folder)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::Vault;

    fn blog() -> BlogId {
        BlogId(uuid::Uuid::from_u128(7))
    }

    #[test]
    fn a_secret_is_kept_replaced_and_forgotten() {
        let home = tempfile::tempdir().unwrap();
        let vault = Vault::of_home(home.path(), Some("file"));
        assert_eq!(vault.get(blog()), Ok(None));
        vault.set(blog(), &Secret::new("un")).unwrap();
        vault.set(blog(), &Secret::new("deux é")).unwrap();
        assert_eq!(vault.get(blog()), Ok(Some(Secret::new("deux é"))));
        vault.remove(blog()).unwrap();
        vault.remove(blog()).unwrap();
        assert_eq!(vault.get(blog()), Ok(None));
    }

    #[cfg(unix)]
    #[test]
    fn the_owner_alone_can_read_it_and_anything_else_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let vault = Vault::of_home(home.path(), Some("file"));
        vault.set(blog(), &Secret::new("secret")).unwrap();
        let folder = home.path().join("secrets");
        let file = folder.join(blog().to_string());
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        let error = vault.get(blog()).unwrap_err();
        assert!(matches!(error, Error::FileDamaged { .. }), "{error}");
        assert!(!error.to_string().contains("secret "), "{error}");
    }
}
