//! `search`: path, title and snippet of each result.

use std::io::{self, Write};

use serde_json::Value;

use crate::files::Source;
use crate::marks::Mark;
use crate::output::collection::{Entry, openable};
use crate::output::list::{ListFormat, Shape, write_path};
use crate::output::print::run;
use crate::output::{json, list, table};
use crate::search::Snippet;
use crate::theme::{Part, Theme};

/// An article that matches a search.
#[derive(Clone, Debug)]
pub struct Hit<'a> {
    /// The article and its path.
    pub entry: &'a Entry,
    /// What is remembered of it.
    pub mark: &'a Mark,
    /// The match in its text; `None` if only the title matches.
    pub snippet: Option<Snippet>,
}

/// Writes hits in the given order, in the colours of the theme, if there is one.
///
/// # Errors
/// Errors of the stream.
pub fn hits(
    out: &mut dyn Write,
    source: &Source,
    hits: &[Hit],
    shape: &Shape,
    theme: Option<&Theme>,
) -> io::Result<()> {
    for hit in hits {
        match shape.format {
            ListFormat::Json => as_json(out, source, hit)?,
            ListFormat::Paths { exact } => {
                let path = openable(source, &hit.entry.path);
                write_path(out, &path, exact, shape.terminal.is_some())?;
            }
            ListFormat::Table => as_text(out, source, hit, shape, theme)?,
        }
    }
    Ok(())
}

/// Date and title, path, and below them the snippet.
fn as_text(out: &mut dyn Write, source: &Source, hit: &Hit, shape: &Shape, theme: Option<&Theme>) -> io::Result<()> {
    let painted = |part, text: &str| match theme {
        Some(theme) => run::painted(theme.part(part), text),
        None => text.to_owned(),
    };
    let article = &hit.entry.article;
    let cells = shape.terminal.unwrap_or(usize::MAX);
    let date = article.date.map(|date| date.iso()).unwrap_or_default();
    let (mut day, mut title) = (String::new(), String::new());
    let taken = 12;
    table::column(&mut day, date.get(..10).unwrap_or(&date), taken, shape.profile);
    table::cut(&mut title, &article.title, cells.saturating_sub(taken).max(2), shape.profile);
    writeln!(out, "{}{}", painted(Part::Date, &day), painted(Part::Unread, &title))?;
    let path = openable(source, &hit.entry.path);
    let mut line = Vec::new();
    write_path(&mut line, &path, false, shape.terminal.is_some())?;
    // Paths are not cut, so that they can be copied.
    out.write_all(b"    ")?;
    match theme {
        Some(_) => writeln!(out, "{}", painted(Part::Dim, String::from_utf8_lossy(&line).trim_end()))?,
        None => out.write_all(&line)?,
    }
    let Some(snippet) = &hit.snippet else { return Ok(()) };
    out.write_all(b"    ")?;
    let mut at = 0;
    for found in &snippet.matches {
        let between = snippet.text.get(at..found.start).unwrap_or_default();
        let word = snippet.text.get(found.clone()).unwrap_or_default();
        write!(out, "{between}{}", painted(Part::Match, word))?;
        at = found.end;
    }
    writeln!(out, "{}", snippet.text.get(at..).unwrap_or_default())
}

fn as_json(out: &mut dyn Write, source: &Source, hit: &Hit) -> io::Result<()> {
    let characters = |bytes: usize, text: &str| text.get(..bytes).map_or(0, |before| before.chars().count());
    let matches = hit.snippet.iter().flat_map(|snippet| {
        let at = |byte: usize| Value::from(characters(byte, &snippet.text));
        snippet.matches.iter().map(move |found| Value::Array(vec![at(found.start), at(found.end)]))
    });
    let mut object = list::as_json(source, hit.entry, hit.mark);
    object.insert("snippet".to_owned(), json::text(hit.snippet.as_ref().map(|snippet| &*snippet.text)));
    object.insert("matches".to_owned(), Value::Array(matches.collect()));
    json::line(out, object)
}
