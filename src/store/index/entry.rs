//! Reads articles and folders from the catalogue.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::Article;
use crate::library::CatalogueRecord;
use crate::os_str::{OsStrExt, OsStringExt};
use crate::problem::Problem;
use crate::store::index::catalogue::Index;
use crate::store::index::row::{ARTICLE, NameTable, problems_from_json};

/// An article in the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogueRow {
    /// Its path in the collection.
    pub path: PathBuf,
    /// Its complete metadata.
    pub article: Article,
    /// Its row in the catalogue, which identifies it in [`Texts`](crate::store::index::texts::Texts), and more.
    pub record: CatalogueRecord,
}

/// Reads single articles from the catalogue, a few at a time.
pub struct ArticleReader<'a> {
    index: &'a Index,
    /// The names of categories and tags, and the generation they were read at.
    names: Option<(i64, NameTable)>,
}

impl ArticleReader<'_> {
    /// The articles in these rows of the catalogue, in the same order; `None` for a row that is no longer that of the
    /// article at its path.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexBroken`] and the like.
    pub fn read(&mut self, wanted: &[(u32, &Path)]) -> Result<Vec<Option<Article>>, Problem> {
        let (index, known) = (self.index, self.names.take());
        let (names, articles) = index.read(|db| {
            let generation = index.generation()?;
            let names = match known.filter(|(known, _)| *known == generation) {
                Some((_, names)) => names,
                None => NameTable::all(db)?,
            };
            let mut select = db.prepare_cached(&format!(
                "SELECT {ARTICLE}, name, path FROM article JOIN folder ON folder.id = folder WHERE article.id = ?1"
            ))?;
            let mut articles = Vec::with_capacity(wanted.len());
            for (row, path) in wanted {
                let article = select.query_row([row], |row| {
                    let folder = OsStr::from_bytes(row.get_ref("path")?.as_blob()?);
                    let name = OsStr::from_bytes(row.get_ref("name")?.as_blob()?);
                    let is_same = path.file_name() == Some(name) && path.parent() == Some(Path::new(folder));
                    is_same.then(|| names.article(row)).transpose()
                });
                articles.push(article.optional()?.flatten());
            }
            Ok(((generation, names), articles))
        })?;
        self.names = Some(names);
        Ok(articles)
    }
}

impl Index {
    /// The paths of the articles in these rows of the catalogue, as far as there are such articles.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexBroken`] and the like.
    pub fn paths_of_rows(&self, rows: impl Iterator<Item = u32>) -> Result<Vec<(u32, PathBuf)>, Problem> {
        self.read(|db| {
            let mut select = db.prepare_cached(
                "SELECT name, path FROM article JOIN folder ON folder.id = folder WHERE article.id = ?1",
            )?;
            let mut paths = Vec::new();
            for row in rows {
                let path = select.query_row([row], |row| {
                    let folder = Path::new(OsStr::from_bytes(row.get_ref("path")?.as_blob()?));
                    Ok(folder.join(OsStr::from_bytes(row.get_ref("name")?.as_blob()?)))
                });
                paths.extend(path.optional()?.map(|path| (row, path)));
            }
            Ok(paths)
        })
    }

    /// A reader of single articles.
    pub fn article_reader(&self) -> ArticleReader<'_> {
        ArticleReader { index: self, names: None }
    }

    /// The hash of the file at a path when it was read; `None` if there is no such article.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexBroken`] and the like.
    pub fn hash(&self, path: &Path) -> Result<Option<Vec<u8>>, Problem> {
        let folder = path.parent().unwrap_or(Path::new("")).as_os_str().as_bytes();
        let name = path.file_name().unwrap_or_default().as_bytes();
        self.read(|db| {
            let mut select = db.prepare_cached(
                "SELECT hash FROM article WHERE name = ?2 AND folder = (SELECT id FROM folder WHERE path = ?1)",
            )?;
            select.query_row([folder, name], |row| row.get(0)).optional()
        })
    }

    /// The paths of all articles with one of these hashes. Reads the whole catalogue.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexBroken`] and the like.
    pub fn paths_with_hashes(&self, hashes: &FxHashSet<u128>) -> Result<Vec<(PathBuf, u128)>, Problem> {
        self.read(|db| {
            let mut select = db.prepare("SELECT hash, path, name FROM article JOIN folder ON folder.id = folder")?;
            let mut rows = select.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let hash = u128::from_le_bytes(row.get(0)?);
                if hashes.contains(&hash) {
                    let [folder, name] = [row.get(1)?, row.get(2)?].map(OsString::from_vec);
                    found.push((Path::new(&folder).join(name), hash));
                }
            }
            Ok(found)
        })
    }

    /// The number of articles.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexBroken`] and the like.
    pub fn count(&self) -> Result<usize, Problem> {
        let count = self.read(|db| db.query_row("SELECT count(*) FROM article", [], |row| row.get::<_, i64>(0)))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// Visits all articles in row order, until `visit` returns `false`.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexBroken`] and the like.
    pub fn each(&self, visit: &mut dyn FnMut(CatalogueRow) -> bool) -> Result<(), Problem> {
        self.read(|db| self.rows(db, "ORDER BY id", [], visit).map(drop))
    }

    pub(super) fn rows(
        &self,
        db: &Connection,
        order: &str,
        values: impl rusqlite::Params,
        visit: &mut dyn FnMut(CatalogueRow) -> bool,
    ) -> rusqlite::Result<()> {
        let names = NameTable::all(db)?;
        let folders = folders(db)?;
        let mut select =
            db.prepare_cached(&format!("SELECT {ARTICLE}, id, folder, name, twin, came FROM article {order}"))?;
        let mut rows = select.query(values)?;
        while let Some(row) = rows.next()? {
            let folder = folders.get(&row.get("folder")?).cloned().unwrap_or_default();
            let twin: i64 = row.get("twin")?;
            let path = folder.join(OsString::from_vec(row.get("name")?));
            let first_seen = row.get("came")?;
            let record = CatalogueRecord { row: row.get("id")?, twin: twin.cast_unsigned(), first_seen };
            let row = CatalogueRow { path, article: names.article(row)?, record };
            if !visit(row) {
                break;
            }
        }
        Ok(())
    }

    /// Folders and links that could not be read, by path.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexBroken`] and the like.
    pub fn unreadable(&self) -> Result<Vec<(PathBuf, Problem)>, Problem> {
        self.read(|db| {
            let mut select = db.prepare("SELECT problems FROM folder WHERE problems IS NOT NULL ORDER BY path")?;
            let rows = select.query_map([], |row| row.get::<_, String>(0))?;
            let mut found = Vec::new();
            for text in rows {
                found.extend(problems_from_json(&text?));
            }
            Ok(found)
        })
    }
}

pub(super) fn folders(db: &Connection) -> rusqlite::Result<FxHashMap<i64, PathBuf>> {
    let mut select = db.prepare_cached("SELECT id, path FROM folder")?;
    let rows = select.query_map([], |row| Ok((row.get(0)?, PathBuf::from(OsString::from_vec(row.get(1)?)))))?;
    rows.collect()
}
