//! The pictures of articles that are on the web.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use crate::article::Reading;
use crate::document::Image;
use crate::files::Source;
use crate::remote::WebAddress;
use crate::work;

/// How many articles are read between two reports.
const BATCH: usize = 256;

/// A picture on the web.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The path of the first article that shows it.
    pub path: PathBuf,
    /// Where that article comes from.
    pub origin: Option<String>,
    /// The addresses to try, in order.
    pub candidates: Vec<String>,
}

/// The pictures of these articles, each once, in the order of the articles. Pictures that are files are left out.
/// `report` gets how many articles have been read.
pub fn pictures_of(
    source: &Source,
    reading: &Reading,
    paths: &[PathBuf],
    report: &mut dyn FnMut(usize),
) -> Vec<Picture> {
    let (mut known, mut pictures) = (FxHashSet::default(), Vec::new());
    let mut read = 0;
    for paths in paths.chunks(BATCH) {
        let all = work::in_order(paths.len(), &|at| {
            paths.get(at).map(|path| of_article(source, reading, path)).unwrap_or_default()
        });
        let mut is_new =
            |picture: &Picture| picture.candidates.first().is_some_and(|first| known.insert(first.clone()));
        pictures.extend(all.into_iter().flatten().flatten().filter(|picture| is_new(picture)));
        read += paths.len();
        report(read);
    }
    pictures
}

/// The pictures of an article: that of its title, and those of its text.
fn of_article(source: &Source, reading: &Reading, path: &Path) -> Vec<Picture> {
    // What cannot be read is reported by the collection.
    let Ok(whole) = source.whole(path, reading) else { return Vec::new() };
    let article = &whole.loaded.article;
    let origin = article.link.as_ref().map(ToString::to_string);
    let head = article.image.as_ref().map(|address| Image::at(address));
    let body = whole.document.images.iter().map(|image| image.candidates.as_slice());
    let mut pictures = Vec::new();
    for candidates in head.iter().map(|image| image.candidates.as_slice()).chain(body) {
        let is_file = |address: &str| WebAddress::parse(address).is_none() && source.picture(path, address).is_some();
        if candidates.iter().any(|address| is_file(address)) {
            continue;
        }
        let on_web = candidates.iter().map(ToString::to_string).filter(|address| WebAddress::parse(address).is_some());
        let candidates: Vec<String> = on_web.collect();
        if !candidates.is_empty() {
            pictures.push(Picture { path: path.to_path_buf(), origin: origin.clone(), candidates });
        }
    }
    pictures
}
