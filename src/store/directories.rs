//! The directories of the program's own files.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

use directories::ProjectDirs;

use crate::store::database::beside;
use crate::store::system::check_access;

/// The directories of the program. A field is `None` if the system defines no such directory, as for a user without a
/// home directory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directories {
    /// For data that must persist: the state database.
    pub data: Option<PathBuf>,
    /// For data that may be deleted at any time: the indexes, pictures from the web.
    pub cache: Option<PathBuf>,
    /// For the configuration file.
    pub config: Option<PathBuf>,
}

impl Directories {
    /// The system's directories (the XDG base directories on Linux). Creates nothing and never fails.
    pub fn of_system() -> Self {
        match ProjectDirs::from("", "", "inkstone") {
            Some(found) => Self {
                data: Some(found.data_dir().to_path_buf()),
                cache: Some(found.cache_dir().to_path_buf()),
                config: Some(found.config_dir().to_path_buf()),
            },
            None => Self::default(),
        }
    }

    /// Returns these directories, replaced by those that `chosen` sets.
    pub fn overridden_by(self, chosen: Self) -> Self {
        Self {
            data: chosen.data.or(self.data),
            cache: chosen.cache.or(self.cache),
            config: chosen.config.or(self.config),
        }
    }
}

/// Checks whether files can be created in a directory; if it does not exist, in the nearest one above it, where it would
/// be created. Changes nothing.
///
/// # Errors
/// Why they cannot.
pub fn check_writable(dir: &Path) -> io::Result<()> {
    let there = dir.ancestors().find(|dir| dir.exists()).unwrap_or(Path::new("."));
    if !there.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    check_access(there)
}

/// Whether the permissions of a file forbid everybody to write it. They are meant for root too, whom they do not stop.
/// A file that does not exist is not read-only.
pub fn is_read_only(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|there| there.permissions().readonly())
}

/// Writes a file that the user has asked for outside of these directories, and replaces one that exists.
///
/// # Errors
/// Errors of the file system.
pub fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::write(path, bytes)
}

/// Replaces the contents of a file of the user's, or creates it with its directory. Whoever reads it meanwhile, and whoever
/// finds it after a crash, sees the old or the new contents. A symbolic link stays one, and permissions stay.
///
/// # Errors
/// Errors of the file system; the file is unchanged then.
pub fn replace_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir)?;
    }
    let scratch = beside(&path, &format!(".new-{}", std::process::id()));
    let written = save_new(&scratch, bytes).and_then(|()| {
        if let Ok(there) = fs::metadata(&path) {
            fs::set_permissions(&scratch, there.permissions())?;
        }
        fs::File::open(&scratch)?.sync_all()?;
        fs::rename(&scratch, &path)
    });
    if written.is_err() {
        // Ignore errors: the first one is the one to report.
        fs::remove_file(&scratch).unwrap_or_default();
    }
    written
}

/// Writes a file that the user has named. One that exists is replaced as a whole, if `replaces` says so and it is a regular
/// file, else it stays as it is.
///
/// # Errors
/// Errors of the file system; [`io::ErrorKind::AlreadyExists`].
pub fn save(path: &Path, bytes: &[u8], replaces: bool) -> io::Result<()> {
    match save_new(path, bytes) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && replaces => {
            if fs::metadata(path).is_ok_and(|there| there.is_file()) { replace_file(path, bytes) } else { Err(error) }
        }
        saved => saved,
    }
}

/// Writes a new file. A file that exists stays as it is.
fn save_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::File::create_new(path)?.write_all(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_exist_is_created_in_what_does() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        write_file(&file, b"").unwrap();
        assert!(check_writable(folder.path()).is_ok());
        assert!(check_writable(&folder.path().join("a/b")).is_ok());
        assert!(!folder.path().join("a").exists());
        for path in [file.clone(), file.join("a")] {
            assert_eq!(check_writable(&path).map_err(|error| error.kind()), Err(io::ErrorKind::NotADirectory));
        }
    }

    #[test]
    fn permissions_hold_for_root_too() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("real"), folder.path().join("link"));
        write_file(&file, b"").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        for (mode, expected) in [(0o644, false), (0o444, true), (0o400, true), (0o600, false)] {
            fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!([&file, &link].map(|path| is_read_only(path)), [expected; 2], "{mode:o}");
        }
        assert!(!is_read_only(&folder.path().join("none")));
    }

    #[test]
    fn a_replaced_file_stays_where_and_what_it_is() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a/real"), folder.path().join("link"));
        replace_file(&file, b"one").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        replace_file(&link, b"two").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"two");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(fs::read_dir(folder.path().join("a")).unwrap().count(), 1);
        assert!(replace_file(&file.join("b"), b"three").is_err());
    }

    #[test]
    fn what_is_chosen_wins() {
        let system = Directories { data: Some("/a".into()), cache: Some("/b".into()), config: None };
        let chosen = Directories { data: Some("/x".into()), cache: None, config: None };
        let expected = Directories { data: Some("/x".into()), cache: Some("/b".into()), config: None };
        assert_eq!(system.overridden_by(chosen), expected);
        Directories::of_system();
    }
}
