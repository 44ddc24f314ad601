//! Articles and what is printed of them, side by side in `tests/pages`: `INSTA_UPDATE=always` rewrites.
//!
//! The first line of an input may be a comment with words: `width=20`, `links=inline`, `format=markdown`, `title=on`, `rows=12`
//! for vertical writing, and every option of `typography`, as `bidi=app`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod harness;

use std::fs;
use std::path::Path;

use inkstone::article::Reading;
use inkstone::files::{Loaded, Text};
use inkstone::locale::{Catalog, Lang};
use inkstone::output::{Format, Links, PrintOptions, print};
use inkstone::text::Profile;
use inkstone::theme::Theme;
use inkstone::typeset::{Hang, Options, Punctuation, Setting};

use harness::approved;

fn printed(path: &Path, source: &str) -> String {
    let first = source.lines().next().unwrap_or_default();
    let words = first.strip_prefix("<!-- ").and_then(|line| line.strip_suffix(" -->")).filter(|l| l.contains('='));
    let text = words.map_or(source, |_| &source[first.len() + 1..]);
    let said = |key: &str| words?.split(' ').find_map(|word| word.strip_prefix(key)?.strip_prefix('='));
    let reading = Reading { timezone: Some("UTC".into()), ..Reading::default() };
    let text = Text { text: text.to_owned(), ..Text::default() };
    let mut loaded = Loaded::new(text, path, &reading);
    let document = loaded.measure();
    let width = said("width").map_or(40, |width| width.parse().unwrap());
    // As in a pipe.
    let punctuation = Punctuation::AsWritten;
    let mut options = Options { hang: Hang::Off, continuation: true, punctuation, ..Options::default() };
    for key in Options::KEYS {
        if let Some(value) = said(key) {
            options.set(key, value).unwrap();
        }
    }
    let profile = Profile { ambiguous: options.ambiguous_width(None), ..Profile::default() };
    if let Some(rows) = said("rows") {
        options.rows = rows.parse().unwrap();
    }
    let setting = Setting { width, options, profile, room: 0, folded: Vec::new(), pictures: Default::default() };
    let (theme, catalog) = (Theme::default(), Catalog::new(Lang::ChineseSimplified));
    let manner = PrintOptions {
        setting,
        page: width,
        format: match said("format") {
            Some("markdown") => Format::Markdown,
            Some("unwrapped") => Format::Unwrapped,
            _ => Format::Text,
        },
        body_only: said("title").is_none(),
        links: match said("links") {
            Some("inline") => Links::Inline,
            Some("footnotes") => Links::Footnotes,
            _ => Links::Off,
        },
        hyperlinks: false,
        theme: &theme,
        catalog: &catalog,
        language: None,
    };
    let mut out = Vec::new();
    print(&mut out, loaded.article, document, &manner).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn pages_are_printed_as_they_were_approved() {
    let mut inputs: Vec<_> =
        fs::read_dir(approved::path("tests/pages")).unwrap().map(|entry| entry.unwrap().path()).collect();
    inputs.retain(|path| path.extension().is_some_and(|ending| ending == "html" || ending == "md"));
    inputs.sort();
    let mut wrong = String::new();
    for path in &inputs {
        let given = printed(path, &fs::read_to_string(path).unwrap());
        if !approved::is_approved(&path.with_extension("expected"), &given) {
            wrong.push_str(&format!("=== {}\n{given}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    // A page may be added without a change here: the folder was found.
    assert!(inputs.len() >= 100);
}
