//! Pictures of the collection as part of a page.

use std::path::Path;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::document::Image;
use crate::files::Source;
use crate::picture::{Kind, kind};
use crate::text::Clean;

/// The largest file that becomes part of the page, in bytes.
const LARGEST: usize = 1 << 20;

/// Most bytes of pictures in a page.
const ALL: usize = 32 << 20;

/// Most different addresses that are looked for: each is tried in many folders.
const MOST: usize = 2048;

/// The pictures that were looked for.
#[derive(Default)]
pub(super) struct Pictures {
    /// Their `data:` URLs by address, of the article that was last asked for.
    known: FxHashMap<Clean, Option<Rc<str>>>,
    article: Option<std::path::PathBuf>,
    looked_for: usize,
    written: usize,
}

impl Pictures {
    /// The picture as a `data:` URL (RFC 2397); `None` if it is not to be had without the network, or too large for the
    /// page.
    pub(super) fn embedded(&mut self, place: Option<(&Source, &Path)>, image: &Image) -> Option<Rc<str>> {
        let path = place.map(|(_, path)| path);
        if self.article.as_deref() != path {
            self.known.clear();
            self.article = path.map(Path::to_owned);
        }
        let first = image.candidates.first()?;
        let url = match self.known.get(first) {
            Some(known) => known.clone(),
            None if self.looked_for >= MOST || self.written >= ALL => None,
            None => {
                self.looked_for += 1;
                let read = read(place, image);
                self.known.insert(first.clone(), read.clone());
                read
            }
        }?;
        let written = self.written + url.len();
        (written <= ALL).then(|| {
            self.written = written;
            url
        })
    }
}

fn read(place: Option<(&Source, &Path)>, image: &Image) -> Option<Rc<str>> {
    let nowhere = Source::named(Vec::new());
    let (source, path) = place.unwrap_or((&nowhere, Path::new("")));
    // Without a place only what is part of the article: a relative address would start at the working directory.
    let addresses = image.candidates.iter().map(Clean::as_str);
    let addresses = addresses.filter(|address| place.is_some() || address.get(..5).is_some_and(is_data));
    let bytes = source.own_picture(path, addresses).ok()?.bytes;
    let media = match kind(&bytes)? {
        Kind::Jpeg => "image/jpeg",
        Kind::Png => "image/png",
        Kind::Gif => "image/gif",
        Kind::Webp => "image/webp",
        Kind::Bmp => "image/bmp",
        Kind::Svg | Kind::Heif | Kind::Tiff | Kind::Ico | Kind::Jxl => return None,
    };
    (bytes.len() <= LARGEST).then(|| format!("data:{media};base64,{}", base64(&bytes)).into())
}

fn is_data(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("data:")
}

/// Base64 (RFC 4648 §4).
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let index = (group >> (18 - 6 * digit)) & 63;
            let shown = DIGITS.get(index as usize).filter(|_| digit as usize <= chunk.len());
            out.push(shown.map_or('=', |digit| char::from(*digit)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        for (bytes, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), expected);
        }
        assert_eq!(base64(&[0xff, 0xfe, 0xfb]), "//77");
    }
}
