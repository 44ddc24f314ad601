//! Finding the pictures of real articles.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use inkstone::article::Reading;
use inkstone::document::is_web;
use inkstone::files::{NoPicture, Source};

const GIF: &[u8] = b"GIF89a\x01\0\x01\0\0\0\0";

/// How many of each kind of miss are printed.
const SHOWN: usize = 5;

/// What became of the addresses.
#[derive(Default)]
struct Counts {
    found: usize,
    data: usize,
    web: usize,
    /// By reason.
    explained: BTreeMap<&'static str, Vec<String>>,
    failed: Vec<String>,
}

pub fn check(folder: &Path, scratch: &Path) -> bool {
    let mut counts = Counts::default();
    let mut articles = Vec::new();
    if let Err(error) = copy(folder, scratch, &mut articles) {
        eprintln!("{}: {error}", folder.display());
        return false;
    }
    for article in &articles {
        let Some(posts) = posts(article) else { continue };
        let source = Source::folder(&posts);
        let path = article.strip_prefix(&posts).unwrap_or(article);
        for address in addresses(&source, path) {
            one(&source, article, path, &address, &mut counts);
        }
    }
    for (reason, addresses) in &counts.explained {
        println!("{} {reason}, such as:", addresses.len());
        addresses.iter().take(SHOWN).for_each(|address| println!("    {address}"));
    }
    counts.failed.iter().for_each(|address| println!("not found: {address}"));
    let explained: usize = counts.explained.values().map(Vec::len).sum();
    println!(
        "{}: {} articles; pictures: {} found where their file is, {} data URLs, {} on the web, {explained} explained",
        folder.display(),
        articles.len(),
        counts.found,
        counts.data,
        counts.web
    );
    println!("{} passed, {} failed", counts.found, counts.failed.len());
    counts.failed.is_empty() && counts.found > 0
}

/// One address: the file is made, found, and removed again.
fn one(source: &Source, article: &Path, path: &Path, address: &str, counts: &mut Counts) {
    let shown = format!("{address} in {}", article.display());
    if address.starts_with("data:") {
        match source.own_picture(path, [address]) {
            Ok(_) => counts.data += 1,
            Err(_) => counts.explained.entry("data URLs of no picture that can be decoded").or_default().push(shown),
        }
        return;
    }
    if is_web(address) || source.own_picture_file(path, address) == Err(NoPicture::NotLocal) {
        counts.web += 1;
        return;
    }
    let place = match place(article, address) {
        Ok(place) => place,
        Err(reason) => {
            // What has no place must not lead to a file either.
            match source.own_picture_file(path, address) {
                Ok(file) => counts.failed.push(format!("{shown}: {} instead of {reason}", file.display())),
                Err(_) => counts.explained.entry(reason).or_default().push(shown),
            }
            return;
        }
    };
    let was_there = place.exists();
    let made = place.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&place, GIF));
    if made.is_err() || was_there {
        counts.explained.entry("names that no file can have").or_default().push(shown);
        return;
    }
    match source.own_picture_file(path, address) {
        Ok(file) if fs::canonicalize(&file).ok() == fs::canonicalize(&place).ok() => counts.found += 1,
        other => counts.failed.push(format!("{shown}: {other:?}, but it is {}", place.display())),
    }
    let _ = fs::remove_file(&place);
}

/// Where the site of an article has the file of an address, by the rules of Hexo alone: the address is decoded once,
/// and starts at `source` if it begins with a slash, else at the article.
fn place(article: &Path, address: &str) -> Result<PathBuf, &'static str> {
    let bare = address.trim().split(['?', '#']).next().unwrap_or_default().replace('\\', "/");
    if bare.to_ascii_lowercase().starts_with("file:") || bare.as_bytes().get(1) == Some(&b':') {
        return Err("on the author's machine");
    }
    let name = decoded(&bare);
    // Without a folder `source`, which is Hexo's, only what is beside an article is certain.
    let folder = article.parent().ok_or("of no site")?;
    let root = article.ancestors().find(|folder| folder.ends_with("source"));
    let from = if name.starts_with('/') { root } else { Some(folder) };
    let site = root.and_then(Path::parent).unwrap_or(folder);
    let from = from.ok_or("of a site that is not made by Hexo")?;
    let mut place = from.to_owned();
    for part in Path::new(name.trim_start_matches('/')).components() {
        match part {
            Component::Normal(part) => place.push(part),
            Component::ParentDir => drop(place.pop()),
            _ => {}
        }
    }
    if place.extension().is_none() {
        Err("without the ending of a picture")
    } else if place.starts_with(site) {
        Ok(place)
    } else {
        Err("outside of the site")
    }
}

fn decoded(name: &str) -> String {
    let mut out = Vec::new();
    let mut rest = name.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                out.push(byte);
                rest = &after[2..];
            }
            None => {
                out.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| name.to_owned())
}

/// The addresses of the pictures of an article, its head picture first.
fn addresses(source: &Source, path: &Path) -> Vec<String> {
    let Ok(whole) = source.whole(path, &source.reading(Reading::default())) else { return Vec::new() };
    let head = whole.loaded.article.image.iter().map(|image| image.to_string());
    let body =
        whole.document.images.iter().flat_map(|image| image.candidates.iter().map(|address| address.to_string()));
    head.chain(body).collect()
}

/// The folder of posts that an article is in.
fn posts(article: &Path) -> Option<PathBuf> {
    article.ancestors().find(|folder| folder.ends_with("_posts")).or_else(|| article.parent()).map(Path::to_owned)
}

/// Copies the articles of a folder.
fn copy(from: &Path, to: &Path, articles: &mut Vec<PathBuf>) -> io::Result<()> {
    fs::create_dir_all(to)?;
    let mut entries = fs::read_dir(from)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, copied) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &copied, articles)?;
        } else {
            fs::write(&copied, fs::read(&path)?)?;
            articles.push(copied);
        }
    }
    Ok(())
}
