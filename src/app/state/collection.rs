//! What is known of the collection that is open, besides its articles.

use std::path::PathBuf;

use crate::marks::{Bookmarks, Mark};

/// What the model knows about the collection. It has no access to its files.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    /// Its name in the status line.
    pub name: String,
    /// Whether its articles are files that an editor or browser can open.
    pub on_disk: bool,
    /// Whether it has an index, which also stores the texts of all articles.
    pub indexed: bool,
    /// When the user was last here, in seconds since 1970.
    pub visited: Option<i64>,
    /// The rule by which its website forms the addresses of articles, in the syntax of Hexo and Jekyll.
    pub address_rule: Option<String>,
    /// Stored marks of paths whose article is not loaded yet.
    pub remembered: std::collections::HashMap<PathBuf, Mark>,
    /// Its bookmarks.
    pub bookmarks: Bookmarks,
}
