//! Where the program's own files lie.

use std::path::PathBuf;

use directories::ProjectDirs;

/// The folders of the program; `None` where the system names none, as for a user without a home folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directories {
    /// What must last: the state database.
    pub data: Option<PathBuf>,
    /// What may be deleted at any time: the index.
    pub cache: Option<PathBuf>,
    /// The configuration.
    pub config: Option<PathBuf>,
}

impl Directories {
    /// The system's folders (the XDG base directories on Linux). Nothing is created. Never fails.
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

    /// The same with those folders of `chosen` that are set.
    pub fn overridden_by(self, chosen: Self) -> Self {
        Self {
            data: chosen.data.or(self.data),
            cache: chosen.cache.or(self.cache),
            config: chosen.config.or(self.config),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_wins() {
        let system = Directories { data: Some("/a".into()), cache: Some("/b".into()), config: None };
        let chosen = Directories { data: Some("/x".into()), cache: None, config: None };
        let expected = Directories { data: Some("/x".into()), cache: Some("/b".into()), config: None };
        assert_eq!(system.overridden_by(chosen), expected);
        Directories::of_system();
    }
}
