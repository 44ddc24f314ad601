//! Writes every body of the corpora as HTML, with the text of its document: one JSON object per line.
//!
//! usage: innertext CORPORA
//!        innertext -    reads HTML bodies as JSON strings, one per line
//!
//! A Markdown body is written as the HTML that pulldown-cmark makes of it, and that HTML is what the document is read
//! from, so that only the reading of HTML is compared.

use std::io::{self, BufRead, Write};
use std::path::Path;

use inkstone::article::Reading;
use inkstone::document::{self, BlockKind, BodyKind, Document, Flavour};
use inkstone::files::Source;
use pulldown_cmark::{Options, Parser, html};
use serde_json::{Value, json};

#[path = "../../completeness/src/files.rs"]
mod files;

use files::files;

/// Stands for a picture; `innertext.py` writes the same for an `img`.
const PICTURE: char = '\u{fffc}';

/// [`Document::text`], with a character of its own instead of what is shown for a picture.
fn text(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        if !out.is_empty() {
            out.push('\n');
        }
        if matches!(block.kind, BlockKind::Image(_)) {
            out.push(PICTURE);
            continue;
        }
        let mut at = 0;
        let mut last = None;
        for span in block.inline.spans.iter().filter(|span| span.image.is_some()) {
            out.push_str(&block.text()[at..span.range.start as usize]);
            if last != span.image {
                out.push(PICTURE);
            }
            last = span.image;
            at = span.range.end as usize;
        }
        out.push_str(&block.text()[at..]);
    }
    out
}

fn as_html(body: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM;
    let mut out = String::new();
    html::push_html(&mut out, Parser::new_ext(body, options));
    out
}

/// One body: its HTML without template tags, and the text read from it.
fn row(path: &str, kind: BodyKind, body: &str) -> Value {
    let html = match kind {
        BodyKind::Html | BodyKind::Other(_) => body.to_owned(),
        BodyKind::Markdown => as_html(body),
        BodyKind::Text | BodyKind::Source(_) => format!("<pre>{}</pre>", body.replace('&', "&amp;").replace('<', "&lt;")),
    };
    let (read, _) = document::read(&html, BodyKind::Html);
    let html = document::expand(&html, BodyKind::Html, &Flavour::default());
    json!({ "path": path, "markdown": kind == BodyKind::Markdown, "html": html, "text": text(&read) })
}

fn main() -> io::Result<()> {
    let Some(corpora) = std::env::args().nth(1) else {
        eprintln!("usage: innertext CORPORA | -");
        std::process::exit(2);
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    if corpora == "-" {
        for line in io::stdin().lock().lines() {
            let body: String = serde_json::from_str(&line?).map_err(io::Error::other)?;
            writeln!(out, "{}", row("-", BodyKind::Html, &body))?;
        }
        return out.flush();
    }
    let corpora = Path::new(&corpora);
    let mut paths = Vec::new();
    files(corpora, &mut paths)?;
    // The collections are folders; files beside them only describe them.
    paths.retain(|path| path.parent() != Some(corpora));
    paths.sort();
    for path in paths {
        let source = Source::named(vec![path.clone()]);
        let loaded = source.load(&path, &Reading { timezone: Some("UTC".into()), ..Reading::default() });
        let name = path.strip_prefix(corpora).unwrap_or(&path).to_string_lossy();
        writeln!(out, "{}", row(&name, loaded.kind, loaded.body()))?;
    }
    out.flush()
}
