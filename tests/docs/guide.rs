//! The guide speaks of keys and settings that exist, and its links lead somewhere.

use std::collections::BTreeMap;
use std::fs;

use inkstone::config::Config;
use inkstone::keys::{Chord, Key};

use crate::harness::approved;

/// The articles of the guide by file name.
fn articles() -> BTreeMap<String, String> {
    let files = fs::read_dir(approved::path("assets/guide")).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.is_file())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap()))
        .collect()
}

/// What stands between two marks, each time.
fn between<'a>(text: &'a str, open: &'a str, close: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(open).skip(1).filter_map(move |part| Some(part.split_once(close)?.0))
}

/// A key as readers call it, in vim notation.
fn chord(name: &str) -> Chord {
    if let Some((first, rest)) = name.split_once(' ') {
        return Chord(chord(first).0.into_iter().chain(chord(rest).0).collect());
    }
    let name = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let notation = match name {
        "空格" | "スペース" => "<Space>",
        "↓" => "<Down>",
        "↑" => "<Up>",
        "→" => "<Right>",
        "←" => "<Left>",
        "PgDn" => "<PageDown>",
        "PgUp" => "<PageUp>",
        "Alt-→" => "<A-Right>",
        "Enter" | "Tab" | "Esc" | "Home" | "End" => &format!("<{name}>"),
        "&lt;" => "<lt>",
        "&gt;" => ">",
        "&#123;" => "{",
        "&#125;" => "}",
        _ if name.starts_with("Ctrl-") => &name.replace("Ctrl-", "<C-").chars().chain(['>']).collect::<String>(),
        _ => name,
    };
    Chord(Chord::parse(notation).unwrap().0.into_iter().map(|key| key.ime_alias().unwrap_or(key)).collect::<Vec<Key>>())
}

#[test]
fn every_key_it_names_is_bound() {
    let rows = Config::load_keys(Config::SHIPPED_KEYS).0;
    let mut named = 0;
    for (file, text) in articles() {
        for name in between(&text, "<kbd>", "</kbd>") {
            assert!(rows.iter().any(|row| row.chord == chord(name)), "{file}: {name}");
            named += 1;
        }
    }
    // Not an exact number, so that the guide may grow: the search found the keys.
    assert!(named > 100);
}

#[test]
fn every_link_leads_to_an_article() {
    let articles = articles();
    for (file, text) in &articles {
        let html = between(text, "href=\"", "\"");
        let markdown = between(text, "](", ")");
        for target in html.chain(markdown) {
            assert!(articles.contains_key(target), "{file}: {target}");
        }
    }
}

#[test]
fn every_article_says_who_wrote_it_when_and_where_it_belongs() {
    for (file, text) in articles() {
        for field in ["title", "date", "author", "categories"] {
            assert!(text.lines().take(12).any(|line| line.starts_with(field)), "{file}: {field}");
        }
    }
}
