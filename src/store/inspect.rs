//! What is known of the state database without changing it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::store::database::version;
use crate::store::open::readable;
use crate::store::schema::STATE;
use crate::store::state::State;

/// A state database as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected {
    /// Its file.
    pub file: PathBuf,
    /// The size of the file in bytes.
    pub bytes: u64,
    /// The version of its schema; `None` if it cannot be read.
    pub version: Option<i32>,
    /// The number of articles with a mark.
    pub marks: u64,
    /// What is wrong with it.
    pub damage: Option<String>,
}

impl State {
    /// The state database in `dir`, if there is one. Unlike [`State::open`], this creates, upgrades and repairs nothing.
    pub fn inspect(dir: &Path) -> Option<Inspected> {
        let file = dir.join(STATE.file);
        let bytes = fs::metadata(&file).ok()?.len();
        let mut found = Inspected { file, bytes, version: None, marks: 0, damage: None };
        let Some(db) = readable(&STATE, &found.file) else {
            found.damage = Some("unreadable".to_owned());
            return Some(found);
        };
        found.version = version(&db).ok();
        let checked = db.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
        found.damage = Some(checked.unwrap_or_else(|error| error.to_string())).filter(|checked| checked != "ok");
        let marks = db.query_row("SELECT count(*) FROM mark", [], |row| row.get::<_, i64>(0));
        found.marks = marks.unwrap_or_default().max(0).cast_unsigned();
        Some(found)
    }

    /// The state database in `dir` to read from, if there is one that can be read. Creates, upgrades and repairs nothing
    /// either; every call that writes fails.
    pub fn read_only(dir: &Path) -> Option<Self> {
        let db = readable(&STATE, &dir.join(STATE.file))?;
        let version = version(&db).ok()?;
        Some(Self { db, lasting: false, version })
    }

    /// The version of the schema that this program writes.
    pub fn schema() -> i32 {
        STATE.version()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_created_or_repaired() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(State::inspect(folder.path()), None);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        let file = folder.path().join(STATE.file);
        fs::write(&file, "no database").unwrap();
        let found = State::inspect(folder.path()).unwrap();
        assert_eq!((found.bytes, found.version, found.damage.as_deref()), (11, None, Some("unreadable")));
        assert_eq!(fs::read(&file).unwrap(), b"no database");
        fs::remove_file(&file).unwrap();
        drop(State::open(folder.path()));
        let found = State::inspect(folder.path()).unwrap();
        assert_eq!((found.version, found.marks, found.damage), (Some(State::schema()), 0, None));
    }

    #[test]
    fn settings_are_read_without_changing_anything() {
        let folder = tempfile::tempdir().unwrap();
        assert!(State::read_only(folder.path()).is_none());
        State::open(folder.path()).0.set_setting("theme", "ink").unwrap();
        let state = State::read_only(folder.path()).unwrap();
        assert_eq!(state.setting("theme").as_deref(), Some("ink"));
        assert!(state.set_setting("theme", "sepia").is_err());
        assert_eq!(State::open(folder.path()).0.setting("theme").as_deref(), Some("ink"));
    }
}
