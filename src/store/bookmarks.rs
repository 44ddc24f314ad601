//! The bookmarks of collections.

use std::ffi::OsString;
use std::path::Path;

use rusqlite::params;

use crate::document::Anchor;
use crate::marks::{Bookmark, Bookmarks};
use crate::os_str::{OsStrExt, OsStringExt};
use crate::problem::Problem;
use crate::store::state::{State, scope};

impl State {
    /// The bookmarks of a collection, which is identified by its canonical path; none if they cannot be read.
    pub fn bookmarks(&self, collection: &Path) -> Bookmarks {
        self.read_bookmarks(collection).unwrap_or_default()
    }

    fn read_bookmarks(&self, collection: &Path) -> rusqlite::Result<Bookmarks> {
        let sql = "SELECT name, path, block, byte FROM bookmark WHERE collection = ?1";
        let mut select = self.db().prepare(sql)?;
        let rows = select.query_map([scope(collection)], |row| {
            let (name, path): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
            let place = Anchor { block: row.get(2)?, byte: row.get(3)? };
            Ok((name.chars().next(), Bookmark { path: OsString::from_vec(path).into(), place }))
        })?;
        Ok(rows.filter_map(Result::ok).filter_map(|(name, bookmark)| Some((name?, bookmark))).collect())
    }

    /// Saves a bookmark in place of the one with its name; `None` removes that.
    ///
    /// # Errors
    /// As [`State::set_setting`].
    pub fn set_bookmark(&self, collection: &Path, name: char, bookmark: Option<&Bookmark>) -> Result<(), Problem> {
        let (scope, name) = (scope(collection), name.to_string());
        self.write(|transaction| {
            match bookmark {
                Some(Bookmark { path, place }) => {
                    let sql = "INSERT OR REPLACE INTO bookmark(collection, name, path, block, byte) VALUES(?1, ?2, ?3, ?4, ?5)";
                    let path = path.as_os_str().as_bytes();
                    transaction.prepare_cached(sql)?.execute(params![scope, name, path, place.block, place.byte])?;
                }
                None => {
                    transaction.execute("DELETE FROM bookmark WHERE collection = ?1 AND name = ?2", params![scope, name])?;
                }
            }
            Ok(())
        })
    }
}
