//! What stands above an article in Markdown.

use std::io::{self, Write};

use crate::article::Article;
use crate::output::markdown::escape::{escaped, escaped_start};
use crate::text::Clean;

/// Writes the front matter, as far as the article has more than a title; otherwise the title as a heading.
pub(super) fn write_head(out: &mut dyn Write, article: &Article) -> io::Result<()> {
    // A string of JSON is one of YAML (YAML 1.2, §1.3).
    let quoted = |text: &Clean| serde_json::Value::from(text.as_str()).to_string();
    let list = |names: &[Clean]| format!("[{}]", names.iter().map(quoted).collect::<Vec<_>>().join(", "));
    let names = |names: &[Clean]| (!names.is_empty()).then(|| list(names));
    let fields = [
        ("date", article.date.map(|date| date.iso())),
        ("author", article.author.as_ref().map(quoted)),
        ("categories", names(&article.categories)),
        ("tags", names(&article.tags)),
    ];
    if fields.iter().all(|(_, value)| value.is_none()) {
        return if article.title.is_empty() { Ok(()) } else { writeln!(out, "# {}\n", escaped(&article.title)) };
    }
    let title = (!article.title.is_empty()).then(|| quoted(&article.title));
    writeln!(out, "---")?;
    for (name, value) in std::iter::once(("title", title)).chain(fields) {
        if let Some(value) = value {
            writeln!(out, "{name}: {value}")?;
        }
    }
    writeln!(out, "---\n")
}

/// Writes the title as a heading, and below it a line with date, author, categories and tags.
pub(super) fn write_byline(out: &mut dyn Write, article: &Article) -> io::Result<()> {
    if !article.title.is_empty() {
        writeln!(out, "# {}\n", escaped(&article.title))?;
    }
    let list = |names: &[Clean], sign: &str, between: &str| {
        names.iter().map(|name| format!("{sign}{name}")).collect::<Vec<_>>().join(between)
    };
    let date = article.date.map(|date| date.iso().split('T').next().unwrap_or_default().to_owned());
    let author = article.author.as_ref().map(ToString::to_string);
    let tags: Vec<Clean> = article.tags.iter().filter(|tag| !article.categories.contains(tag)).cloned().collect();
    let named = [list(&article.categories, "", " / "), list(&tags, "#", " ")];
    let parts = date.into_iter().chain(author).chain(named).filter(|part| !part.is_empty());
    let line = parts.map(|part| escaped(&part)).collect::<Vec<_>>().join(" | ");
    if line.is_empty() { Ok(()) } else { writeln!(out, "{}\n", escaped_start(&line)) }
}
