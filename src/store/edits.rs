//! Saving edits of marks.

use rusqlite::{OptionalExtension, ToSql, Transaction, params};

use crate::article::ArticleKey;
use crate::marks::Edit;
use crate::problem::Problem;
use crate::store::state::{State, from_lines, to_lines};
use crate::text::Clean;

impl State {
    /// Saves one edit for several articles, all or none of them. Fields that the edit does not set keep what other
    /// processes have saved, and so do other tags.
    ///
    /// # Errors
    /// As [`State::set_setting`].
    pub fn edit<'a>(&self, articles: impl IntoIterator<Item = &'a ArticleKey>, edit: &Edit) -> Result<(), Problem> {
        self.write(|transaction| match edit {
            Edit::Read(to) => set(transaction, articles, "read", &[to]),
            Edit::Starred(to) => set(transaction, articles, "starred", &[to]),
            Edit::Seen(at) => set(transaction, articles, "seen", &[at]),
            Edit::Position(at, context) => {
                let (block, byte) = (at.map(|at| at.block), at.map(|at| at.byte));
                set(transaction, articles, "block, byte, context", &[&block, &byte, &context.as_str()])
            }
            Edit::Tag(tag, to) => set_tag(transaction, articles, tag, *to),
        })
    }
}

/// Sets these columns of the marks of articles to the values.
fn set<'a>(
    transaction: &Transaction,
    articles: impl IntoIterator<Item = &'a ArticleKey>,
    columns: &str,
    values: &[&dyn ToSql],
) -> rusqlite::Result<()> {
    let places: Vec<String> = (2..values.len() + 2).map(|number| format!("?{number}")).collect();
    let places = places.join(", ");
    let mut upsert = transaction.prepare_cached(&format!(
        "INSERT INTO mark(path, {columns}) VALUES(?1, {places}) ON CONFLICT(path) DO UPDATE SET ({columns}) = ({places})"
    ))?;
    for article in articles {
        let key = article.as_bytes();
        let all: Vec<&dyn ToSql> = std::iter::once(&key as &dyn ToSql).chain(values.iter().copied()).collect();
        upsert.execute(all.as_slice())?;
    }
    Ok(())
}

/// Adds a tag to articles, or removes it.
fn set_tag<'a>(
    transaction: &Transaction,
    articles: impl IntoIterator<Item = &'a ArticleKey>,
    tag: &Clean,
    to: bool,
) -> rusqlite::Result<()> {
    let mut select = transaction.prepare_cached("SELECT tags FROM mark WHERE path = ?1")?;
    let mut upsert = transaction
        .prepare_cached("INSERT INTO mark(path, tags) VALUES(?1, ?2) ON CONFLICT(path) DO UPDATE SET tags = ?2")?;
    for article in articles {
        let saved: Option<String> = select.query_row([article.as_bytes()], |row| row.get(0)).optional()?;
        let mut tags = from_lines(&saved.unwrap_or_default());
        let changed = if to { tags.insert(tag.clone()) } else { tags.remove(tag) };
        if changed {
            upsert.execute(params![article.as_bytes(), to_lines(&tags)])?;
        }
    }
    Ok(())
}
