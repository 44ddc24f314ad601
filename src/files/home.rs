//! The home folder, and which folders include it.

use std::path::{Path, PathBuf};

use directories::BaseDirs;

use crate::files::system::identity;

/// The home folder of the user: `$HOME`, else the one that the system knows.
pub fn home() -> Option<PathBuf> {
    BaseDirs::new().map(|dirs| dirs.home_dir().to_path_buf())
}

/// The path that somebody typed: `~` is the home folder.
pub fn expanded(typed: &str) -> PathBuf {
    let below_home = if typed == "~" { Some("") } else { typed.strip_prefix("~/") };
    match below_home.zip(home()) {
        Some((rest, home)) => home.join(rest),
        None => PathBuf::from(typed),
    }
}

/// The names of the home folder that paths may begin with: without symbolic links, and as it is set.
pub fn home_names() -> Vec<PathBuf> {
    let home = home();
    let canonical = home.as_deref().and_then(|home| home.canonicalize().ok());
    canonical.into_iter().chain(home).collect()
}

/// Whether a folder is the home folder, one above it, or the root of the file system, under whatever name: through
/// symbolic links and bind mounts too.
pub(super) fn includes_home(folder: &Path) -> bool {
    includes(folder, home().as_deref())
}

fn includes(folder: &Path, home: Option<&Path>) -> bool {
    let Ok(folder) = identity(folder) else { return false };
    // The home folder may be named through symbolic links: both the folders above its name and those above itself count.
    let true_home = home.and_then(|home| std::fs::canonicalize(home).ok());
    let above = [home, true_home.as_deref(), Some(Path::new("/"))].into_iter().flatten().flat_map(Path::ancestors);
    above.filter(|path| path.is_absolute()).any(|path| identity(path).is_ok_and(|above| above == folder))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[cfg(unix)]
    #[test]
    fn a_folder_includes_home_under_any_name() {
        use std::os::unix::fs::symlink;
        let disk = tempfile::tempdir().expect("a folder");
        let at = |name: &str| disk.path().join(name);
        fs::create_dir_all(at("data/me/notes")).expect("made");
        fs::create_dir_all(at("data/you")).expect("made");
        fs::create_dir_all(at("home")).expect("made");
        symlink(at("data/me"), at("home/me")).expect("link");
        symlink(at("home/me"), at("again")).expect("link");
        symlink("/", at("everything")).expect("link");
        fs::write(at("data/me/a.md"), "").expect("written");
        let home = at("home/me");
        for (folder, expected) in [
            ("home/me", true),
            ("home/me/", true),
            ("home/me/.", true),
            ("home/me/notes/..", true),
            ("data/me", true),
            ("again", true),
            ("data", true),
            ("home", true),
            ("", true),
            ("everything", true),
            ("home/me/notes", false),
            ("data/you", false),
            ("home/me/a.md", false),
            ("gone", false),
        ] {
            assert_eq!(includes(&at(folder), Some(&home)), expected, "{folder}");
        }
        for home in [None, Some(Path::new("/nonexistent/x")), Some(Path::new(""))] {
            assert!(includes(Path::new("/"), home) && includes(Path::new("/.."), home));
            assert!(!includes(&at("data"), home));
        }
    }
}
