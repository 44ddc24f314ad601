//! Loads the pictures of articles: their sizes when an article is opened, their pixels when they come into view.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::{LoadedPicture, PictureFailure, PictureKey, WantedPicture};
use crate::article::Article;
use crate::document::{BlockKind, Document, Image, is_web};
use crate::files::{NoPicture, Source};
use crate::picture::{self, Graphics, PictureError, Pixels, Raster};
use crate::problem::Problem;
use crate::remote::{Consents, Remote, WebAddress, host_of};
use crate::store::{Kept, PictureCache};
use crate::text::Clean;
use crate::typeset::PictureSpace;
use crate::work::context::guarded;

/// Bytes at the start of a file within which its header tells the size: of most files, and of those of cameras, which begin
/// with a small picture.
const HEADERS: [u64; 2] = [1 << 12, 1 << 18];

/// Most pictures whose files are looked at when an article is opened; the others are boxes of text.
const MOST: usize = 2000;

/// The pictures of the web that have been fetched.
#[derive(Debug, Default)]
pub struct FetchedPictures(Option<PictureCache>);

impl FetchedPictures {
    /// Those of a cache directory, if there is one.
    pub fn new(cache: Option<&Path>) -> Self {
        Self(cache.map(PictureCache::new))
    }

    /// The first bytes of a picture that was fetched from one of these addresses.
    fn beginning(&self, candidates: &[Clean], bytes: u64) -> Option<Vec<u8>> {
        let cache = self.0.as_ref()?;
        let read = |address: &Clean| cache.beginning(&WebAddress::parse(address)?.to_string(), bytes);
        candidates.iter().find_map(read)
    }

    /// The bytes of a picture that was fetched from one of these addresses.
    pub fn bytes(&self, candidates: &[Clean]) -> Option<Vec<u8>> {
        let cache = self.0.as_ref()?;
        candidates.iter().find_map(|address| {
            match cache.get(&WebAddress::parse(address)?.to_string(), picture::MAX_BYTES as u64)? {
                Kept::Picture(bytes) => Some(bytes),
                Kept::Miss(..) => None,
            }
        })
    }
}

/// Fills in the sizes of the pictures that an article shows, if there is space for pictures: of files, `data:` addresses
/// and what was fetched by their header; of a picture of the web that may be loaded none, so that it gets a box.
pub fn measure_pictures(
    source: &Source,
    (path, article, document): (&Path, &Article, &Document),
    fetched: &FetchedPictures,
    (remote, consents): &(Remote, Consents),
    space: &mut PictureSpace,
) {
    space.sizes = Arc::default();
    if space.rows == 0 {
        return;
    }
    let shown = document.blocks.iter().filter_map(|block| match block.kind {
        BlockKind::Image(id) => document.images.get(id.0 as usize).map(|image| image.candidates.as_slice()),
        _ => None,
    });
    let head = article.image.as_ref().map(|address| Image::at(address));
    let mut sizes = HashMap::new();
    for candidates in head.iter().map(|image| image.candidates.as_slice()).chain(shown).take(MOST) {
        let Some(first) = candidates.first().filter(|first| !sizes.contains_key(*first)) else { continue };
        let of_web = || {
            let may_load = || !consents.wanted(*remote, candidates.iter().map(Clean::as_str)).load.is_empty();
            fetched_size(fetched, candidates).map(Some).or_else(|| may_load().then_some(None))
        };
        if let Some(size) = size_of(source, path, candidates).or_else(of_web) {
            sizes.insert(first.clone(), size);
        }
    }
    space.sizes = Arc::new(sizes);
}

/// The pixels of a picture as its header tells them; `None` if it cannot be shown.
fn size_of(source: &Source, article: &Path, candidates: &[Clean]) -> Option<Option<(u32, u32)>> {
    let header = candidates.iter().find_map(|address| {
        let read = |bytes| picture::header(&beginning(source, article, address, bytes)?);
        HEADERS.into_iter().find_map(read).filter(|header| header.kind.is_supported())
    })?;
    Some(Some((header.pixels.width, header.pixels.height)))
}

/// The pixels of a picture that was fetched, if it can be shown.
fn fetched_size(fetched: &FetchedPictures, candidates: &[Clean]) -> Option<(u32, u32)> {
    let read = |bytes| picture::header(&fetched.beginning(candidates, bytes)?);
    let header = HEADERS.into_iter().find_map(read).filter(|header| header.kind.is_supported())?;
    Some((header.pixels.width, header.pixels.height))
}

/// The first bytes of a picture that can be had without the network.
fn beginning(source: &Source, article: &Path, address: &str, bytes: u64) -> Option<Vec<u8>> {
    if source.absolute(article).is_none() || picture::data_url(address).is_some() {
        return source.own_picture(article, [address]).ok().map(|picture| picture.bytes);
    }
    let file = source.own_picture_file(article, address).ok()?;
    source.read_bytes(&file, bytes).ok().map(|read| read.bytes)
}

/// The bytes of the first address that leads to a picture.
fn bytes_of(source: &Source, article: &Path, candidates: &[Clean]) -> Result<Vec<u8>, PictureFailure> {
    source.own_picture(article, candidates.iter().map(Clean::as_str)).map(|picture| picture.bytes).map_err(|reason| {
        let web = candidates.iter().find(|address| is_web(address));
        match (reason, web) {
            (NoPicture::Unusable(error), _) => PictureFailure::Broken(error),
            (_, Some(address)) => PictureFailure::Remote(host_of(address).unwrap_or_default()),
            (_, None) => PictureFailure::Missing,
        }
    })
}

/// Loads pictures one after another.
#[derive(Default)]
pub struct PictureLoader {
    /// The pictures of the web that can be shown.
    fetched: FetchedPictures,
    /// The pixels of the picture of which parts were shown last, by article and address: other parts follow.
    last: Option<(PathBuf, Clean, Raster)>,
}

impl PictureLoader {
    /// A loader that has loaded nothing yet.
    pub fn new(fetched: FetchedPictures) -> Self {
        Self { fetched, last: None }
    }

    /// Drops what it keeps for the next picture.
    pub fn rest(&mut self) {
        self.last = None;
    }

    /// Loads one picture. A panic of a decoder is a picture that cannot be shown.
    pub fn load(
        &mut self,
        source: &Source,
        article: &Path,
        wanted: &WantedPicture,
        graphics: Graphics,
    ) -> LoadedPicture {
        let damaged = |_: Problem| PictureFailure::Broken(PictureError::Damaged);
        guarded(|| self.encoded(source, article, wanted, graphics)).map_err(damaged).and_then(|loaded| loaded)
    }

    fn encoded(
        &mut self,
        source: &Source,
        article: &Path,
        wanted: &WantedPicture,
        graphics: Graphics,
    ) -> LoadedPicture {
        let PictureKey { address, cells, region } = &wanted.key;
        let is_last = |(of, known, _): &(PathBuf, Clean, Raster)| of == article && known == address;
        let raster = match self.last.take().filter(|last| region.is_some() && is_last(last)) {
            Some((_, _, raster)) => raster,
            None => {
                let own = || bytes_of(source, article, &wanted.candidates);
                let of_web = |failure| match failure {
                    PictureFailure::Remote(_) => self.fetched.bytes(&wanted.candidates).ok_or(failure),
                    _ => Err(failure),
                };
                let bytes = match &wanted.bytes {
                    Some(bytes) => bytes.to_vec(),
                    None => own().or_else(of_web)?,
                };
                // A part may be shown at the natural size or larger.
                let all = Pixels { width: u32::MAX, height: u32::MAX };
                let fit = if region.is_some() { all } else { cells.pixels(graphics.cell) };
                picture::decode(&bytes, fit).map_err(PictureFailure::Broken)?
            }
        };
        let encoded = picture::encode(&raster, *cells, *region, &graphics).map_err(PictureFailure::Broken);
        self.last = region.is_some().then(|| (article.to_owned(), address.clone(), raster));
        encoded
    }
}
