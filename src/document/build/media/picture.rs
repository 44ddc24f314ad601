//! Pictures in running text, each shown once: lazy loaders and `noscript` repeat them.

use html5ever::local_name;

use crate::document::build::builder::{Builder, LastPicture};
use crate::document::build::flush::is_blank;
use crate::document::build::inline::{SpanFormat, WhiteSpace};
use crate::document::build::media::address;
use crate::document::build::media::img::{self, Found, Origin};
use crate::document::build::style::CommonAttributes;
use crate::document::html::guard;
use crate::document::html::tree::{NONE, ROOT, Tree};
use crate::document::model::{BlockKind, Image, ImageId, Style};
use crate::text::Clean;

/// How deep an `img` may be in a `noscript`.
const DEPTH: usize = 6;

/// A `noscript` with more nodes is not the double of a picture.
const MAX_NODES: usize = 32;

impl Builder<'_> {
    /// `img`: inline text, which becomes a block if it is alone on its line.
    pub(in crate::document) fn image(&mut self, id: u32, common: &CommonAttributes<'_>) {
        let Some(found) = img::read(self.tree, id, common) else { return };
        if self.doubles(&found) {
            let first = self.last.as_ref().is_some_and(|last| self.is_preview(last));
            return self.merge(found, first);
        }
        let noscript = self.is_in_noscript(id);
        self.put(found, noscript);
    }

    /// A picture of another element than `img`.
    pub(in crate::document) fn picture_at(&mut self, alt: &str, address: Option<&str>) {
        let mut image = Image { alt: Clean::line(alt.trim()), ..Image::default() };
        img::candidate(&mut image, address);
        if !image.alt.is_empty() || !image.candidates.is_empty() {
            self.put(Found { image, origin: Origin::OWN }, false);
        }
    }

    fn put(&mut self, found: Found, noscript: bool) {
        let Found { image, origin } = found;
        let id = ImageId(self.document.images.len() as u32);
        let text = shown(&image);
        self.document.images.push(image);
        let format = SpanFormat {
            style: self.context.format.style.difference(Style::RUBY_BASE | Style::RUBY_READING | Style::RUBY_OUTER)
                | Style::IMAGE,
            link: self.context.format.link,
            image: Some(id),
        };
        if self.text.last_image().is_some() {
            // Two pictures are two boxes.
            self.text.blank(SpanFormat::default());
        }
        // A single letter may be the first of a word, in a picture.
        let is_word = text.chars().nth(1).is_some() && text.starts_with(char::is_alphanumeric);
        self.text.push_apart(is_word, |run| run.push(&text, WhiteSpace::Collapse, format));
        self.last = Some(LastPicture { id, format, origin, noscript });
    }

    /// The picture read last, if nothing follows it.
    fn picture_before(&self) -> Option<&LastPicture> {
        let before = self.last_picture()?;
        self.last.as_ref().filter(|last| last.id == before)
    }

    fn is_preview(&self, last: &LastPicture) -> bool {
        self.document.images.get(last.id.0 as usize).is_some_and(|image| last.origin.is_preview(image))
    }

    /// Whether a picture is the one directly before it once more: one of the two is a preview or from a `noscript`.
    fn doubles(&self, found: &Found) -> bool {
        let Some(before) = self.picture_before() else { return false };
        let Some(image) = self.document.images.get(before.id.0 as usize) else { return false };
        let named = |image: &Image| image.candidates.first().filter(|address| !address::is_data(address)).cloned();
        let key = |image: &Image| named(image).map(|address| address::key(&address).to_owned());
        let shares = found.image.candidates.iter().any(|address| image.candidates.contains(address));
        let same = shares || key(image).is_some_and(|name| Some(name) == key(&found.image));
        let bare = found.image.candidates.is_empty() && found.image.alt == image.alt;
        let preview = |found: &Found| found.origin.is_preview(&found.image);
        if before.noscript {
            return same || bare || !found.origin.lazy && preview(found);
        }
        let decoration =
            image.alt.trim().is_empty() && image.candidates.iter().all(|address| address::is_data(address));
        let replaces = || decoration && found.origin.lazy && before.origin.width(image).is_none();
        bare || same && preview(found) || (same || replaces()) && before.origin.is_preview(image)
    }

    /// Adds the addresses of a double to the picture before it, in front or behind, and what that does not say.
    fn merge(&mut self, found: Found, first: bool) {
        let Some(last) = &mut self.last else { return };
        let (id, format) = (last.id, last.format);
        last.noscript = false;
        if first {
            last.origin = found.origin;
        }
        let Some(image) = self.document.images.get_mut(id.0 as usize) else { return };
        let own = image.candidates.first().cloned();
        let mut addresses = found.image.candidates;
        if first {
            let old = std::mem::take(&mut image.candidates);
            addresses.extend(old);
        }
        addresses.iter().for_each(|address| img::candidate(image, Some(address)));
        if image.alt.trim().is_empty() {
            image.alt = found.image.alt;
        }
        image.title = image.title.take().or(found.image.title);
        let text = shown(image);
        let (alt, best, link) = (image.alt.clone(), image.candidates.first().cloned(), image.link);
        if self.text.last_image() == Some(id) {
            return self.text.replace_image(&text, format);
        }
        if let Some(link) = link.and_then(|link| self.document.links.get_mut(link.0 as usize))
            && Some(&link.target) == own.as_ref()
            && let Some(best) = best
        {
            link.target = best;
        }
        if let Some(block) = self.document.blocks.last_mut().filter(|block| block.kind == BlockKind::Image(id)) {
            block.inline.spans.iter_mut().for_each(|span| span.range = 0..alt.len() as u32);
            block.inline.spans.retain(|span| !span.range.is_empty());
            block.inline.text = alt;
        }
    }

    /// `noscript`: if it only repeats the picture before it, its addresses become candidates of that picture. Returns
    /// whether to read its children.
    pub(in crate::document) fn noscript(&mut self, id: u32) -> bool {
        let tree = self.tree;
        if tree.descendants(id).nth(MAX_NODES).is_some() {
            return true;
        }
        let content = tree.content(id);
        if is_markup(&content) {
            // Written by a program for which the content of `noscript` is text.
            let tree = guard::parse(&content, &mut Vec::new());
            let Some(found) = only_picture(&tree, ROOT) else { return true };
            match self.picture_before() {
                Some(_) => self.merge_noscript(found),
                None => self.put(found, true),
            }
            return false;
        }
        let Some(found) = only_picture(tree, id) else { return true };
        if self.picture_before().is_none() {
            return true;
        }
        self.merge_noscript(found);
        false
    }

    /// The larger of a picture and its double in `noscript` comes first; if that is unknown, the double does, unless
    /// the picture's address is already from a lazy loader.
    fn merge_noscript(&mut self, found: Found) {
        let Some(last) = &self.last else { return };
        let Some(image) = self.document.images.get(last.id.0 as usize) else { return };
        let first = match (last.origin.width(image), found.origin.width(&found.image)) {
            _ if found.origin.is_preview(&found.image) => false,
            _ if last.origin.is_preview(image) => true,
            (Some(old), Some(new)) => new > old,
            (old, _) => !last.origin.lazy && old.is_none(),
        };
        self.merge(found, first);
    }

    fn is_in_noscript(&self, id: u32) -> bool {
        let mut at = id;
        for _ in 0..DEPTH {
            at = self.tree.node(at).parent;
            if at == NONE {
                return false;
            }
            if self.tree.html(at).is_some_and(|name| *name == local_name!("noscript")) {
                return true;
            }
        }
        false
    }
}

/// What is shown in running text: the alternative text, otherwise the name.
fn shown(image: &Image) -> String {
    if image.alt.trim().is_empty() { image.name().to_string() } else { image.alt.trim().to_owned() }
}

/// Whether text is the markup of a picture.
fn is_markup(text: &str) -> bool {
    let text = text.trim();
    text.ends_with('>') && ["<img", "<picture", "<a ", "<figure"].iter().any(|start| text.starts_with(start))
}

/// The picture of an element that contains one and no text.
fn only_picture(tree: &Tree, id: u32) -> Option<Found> {
    let is_picture = |id: &u32| tree.html(*id).is_some_and(|name| *name == local_name!("img"));
    let mut pictures = tree.descendants(id).filter(is_picture);
    let picture = pictures.next().filter(|_| is_blank(&tree.content(id)))?;
    if pictures.next().is_some() {
        return None;
    }
    img::read(tree, picture, &CommonAttributes::read(tree.attributes(picture)))
}
