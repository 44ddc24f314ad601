//! Pictures: candidate addresses, best first, alternative text, and sizes from attributes.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::document::build::media::address;
use crate::document::build::style::CommonAttributes;
use crate::document::html::tree::{NONE, Tree};
use crate::document::model::Image;
use crate::text::Clean;

/// Attributes that name a picture, with their kinds and places in the tables.
static NAMES: LazyLock<FxHashMap<&str, (Kind, usize)>> = LazyLock::new(|| {
    let tables: [(Kind, &[&str]); 3] =
        [(Kind::Source, &SOURCES), (Kind::Ambiguous, &AMBIGUOUS), (Kind::Candidates, &CANDIDATES)];
    let places =
        tables.iter().flat_map(|(kind, names)| names.iter().enumerate().map(|(at, name)| (*name, (*kind, at))));
    places.collect()
});

/// Attributes in which lazy loaders and editors keep the address of the picture, best first.
const SOURCES: [&str; 39] = [
    // The original before an editor cut it: WeChat.
    "data-croporisrc",
    // jQuery lazyload and most Chinese sites; Zhihu, Jianshu; Jetpack.
    "data-original",
    "data-original-src",
    "data-orig-file",
    "data-actualsrc",
    "data-full-src",
    "data-hi-res-src",
    "data-highres",
    "data-zoom-src",
    // lazysizes, lozad, vanilla-lazyload, WeChat and many others.
    "data-src",
    "data-lazy-src",
    "data-lazysrc",
    "data-lazy-original",
    "data-lazyload-src",
    "data-lazyload",
    "data-lazy",
    "data-backsrc",
    "data-real-src",
    "data-realsrc",
    "data-raw-src",
    "data-ll-src",
    "data-ks-lazyload",
    "data-cfsrc",
    "data-pagespeed-lazy-src",
    "data-flickity-lazyload",
    "data-echo",
    "data-aload",
    "data-img-src",
    "data-img-url",
    "data-imgurl",
    "data-image-src",
    "data-large-file",
    "lazy-src",
    "lazysrc",
    // Discuz and Sina.
    "zoomfile",
    "file",
    "real_src",
    "org_src",
    "_src",
];

/// Attributes that may have the address of the picture or another meaning.
const AMBIGUOUS: [&str; 5] = ["data-url", "data-image", "data-medium-file", "lazyload", "original"];

/// Attributes with candidates.
const CANDIDATES: [&str; 5] = ["data-srcset", "data-lazy-srcset", "data-src-set", "data-original-set", "srcset"];

/// The most characters of a picture's name.
const LONGEST_NAME: usize = 40;

/// A picture as found in the source.
pub(super) struct Found {
    pub(super) image: Image,
    pub(super) origin: Origin,
}

/// What tells a picture from its doubles, beside what is shown of it.
#[derive(Clone, Copy)]
pub(in crate::document) struct Origin {
    /// The width in pixels that a `srcset` names, if the first candidate is from it.
    width: Option<u32>,
    /// Whether the first candidate is from an attribute of a lazy loader.
    pub(super) lazy: bool,
    /// Whether it stands in for another picture; `None` if only its address tells.
    preview: Option<bool>,
}

impl Origin {
    /// Of a picture that stands for itself.
    pub(super) const OWN: Self = Self { width: None, lazy: false, preview: Some(false) };

    /// The picture's width in pixels as far as the source of its first candidate names it.
    pub(super) fn width(self, image: &Image) -> Option<u32> {
        self.width.or_else(|| address::width(image.candidates.first()?))
    }

    /// Whether the picture only stands in for another: no candidate is more than a preview, or it is marked so.
    pub(super) fn is_preview(self, image: &Image) -> bool {
        // The best candidate is the first.
        let by_address = || image.candidates.first().is_none_or(|first| address::is_preview(first));
        self.preview.unwrap_or_else(by_address)
    }
}

impl Image {
    /// A name for a picture without alternative text: the last part of its address, cut with … after 40 characters, or the media
    /// type of a `data:` address. Empty without an address.
    pub fn name(&self) -> Clean {
        let Some(address) = self.candidates.first() else { return Clean::default() };
        if let Some(data) = address.strip_prefix("data:") {
            let kind = data.split([';', ',']).next().unwrap_or_default();
            return Clean::line(if kind.starts_with("image/") { kind } else { "image" });
        }
        let path = address::path_of(address).trim_end_matches('/');
        let name = address::percent_decode(path.rsplit(['/', '\\']).next().unwrap_or_default());
        let name = if name.trim().is_empty() { address.to_string() } else { name };
        let name = Clean::line(&name);
        match name.char_indices().nth(LONGEST_NAME - 1).and_then(|(end, _)| name.get(..end)) {
            Some(start) if name.chars().nth(LONGEST_NAME).is_some() => Clean::line(&format!("{start}…")),
            _ => name,
        }
    }
}

/// The picture of an `img` element; `None` for tracking pixels, decoration and elements that show nothing.
pub(super) fn read(tree: &Tree, id: u32, common: &CommonAttributes<'_>) -> Option<Found> {
    let attribute = |name| tree.attribute(id, name).map(str::trim).filter(|value| !value.is_empty());
    let width = size(attribute("width")).or_else(|| size(attribute("data-width")));
    let height = size(attribute("height")).or_else(|| size(attribute("data-height")));
    let within = |limit| width.is_some_and(|width| width <= limit) && height.is_some_and(|height| height <= limit);
    if within(1) {
        return None;
    }
    let title = common.title.filter(|title| !title.is_empty());
    let alt = attribute("alt").or_else(|| attribute("aria-label"));
    let mut image = Image {
        alt: Clean::line(alt.unwrap_or_default()),
        title: title.filter(|title| alt.is_some_and(|alt| alt != *title)).map(Clean::line),
        candidates: Vec::new(),
        width: width.filter(|width| *width > 0),
        height: height.filter(|height| *height > 0),
        link: None,
    };
    let (named, lazy) = candidates(tree, id, &mut image);
    if !lazy && common.css.as_deref().is_some_and(|css| css.no_area) {
        return None;
    }
    if image.candidates.len() > 1 {
        // Previews come last, whatever attribute they are from.
        image.candidates.sort_by_cached_key(|address| address::is_preview(address));
    }
    let first = image.candidates.first();
    // A title that only repeats the name of the file says less than that.
    let says = |title: &&str| first.is_none_or(|first| address::key(first) != *title && *image.name() != **title);
    if let Some(title) = title.filter(says).filter(|_| alt.is_none()) {
        image.alt = Clean::line(title);
    }
    let decorative = image.alt.trim().is_empty() && tree.attribute(id, "alt").is_some();
    let marked = attribute("aria-hidden") == Some("true") || matches!(attribute("role"), Some("presentation" | "none"));
    let origin = Origin { width: named, lazy, preview: stands_in(common).then_some(true) };
    if decorative && (within(ICON) || marked && origin.is_preview(&image))
        || image.candidates.is_empty() && image.alt.trim().is_empty()
    {
        return None;
    }
    Some(Found { image, origin })
}

/// The most addresses of one picture: each is compared with all others.
const MAX_CANDIDATES: usize = 64;

/// Decoration up to this size in pixels is an icon.
const ICON: u32 = 32;

/// Whether a class says that the picture is shown until another has been loaded.
fn stands_in(common: &CommonAttributes<'_>) -> bool {
    let marks =
        ["progressivemedia-thumbnail", "gatsby-image-placeholder", "blur-up-preview", "lqip", "img-placeholder"];
    !common.class.is_empty()
        && common.class.split_ascii_whitespace().any(|class| marks.iter().any(|mark| class.eq_ignore_ascii_case(mark)))
}

/// Collects the candidates of an `img`, best first. Returns the width that the first `srcset` names, if it comes first,
/// and whether an attribute of a lazy loader does.
fn candidates(tree: &Tree, id: u32, image: &mut Image) -> (Option<u32>, bool) {
    let attribute = |name| tree.attribute(id, name).map(str::trim).filter(|value| !value.is_empty());
    let named = named_attributes(tree, id);
    let of = |kind| named.iter().filter(move |(of, ..)| *of == kind).map(|(.., value)| *value);
    let addresses = |kind| of(kind).filter(|value| address::is_address(value));
    addresses(Kind::Source).for_each(|value| candidate(image, Some(value)));
    let pictures = addresses(Kind::Ambiguous).filter(|value| address::is_picture(value));
    pictures.for_each(|value| candidate(image, Some(value)));
    let lazy = !image.candidates.is_empty();
    let mut width = None;
    for (address, named) in of(Kind::Candidates).filter_map(address::largest) {
        if image.candidates.is_empty() {
            width = named;
        }
        candidate(image, Some(address));
    }
    let later = sources(tree, id, image);
    candidate(image, attribute("src"));
    later.into_iter().chain(addresses(Kind::Ambiguous)).for_each(|address| candidate(image, Some(address)));
    if image.candidates.is_empty() {
        // An attribute of a loader that is not in the table.
        let data = tree.attributes(id).iter().filter(|attribute| attribute.name.local.starts_with("data-"));
        let data = data.map(|attribute| attribute.value.trim());
        let found = data.into_iter().find(|value| address::is_address(value) && address::is_picture(value));
        candidate(image, found);
        // A picture may have the name of a placeholder and be one of the article nevertheless.
        let own = attribute("src").filter(|address| !image.alt.trim().is_empty() && address::is_relative_file(address));
        if let Some(address) = own.filter(|_| image.candidates.is_empty()) {
            add(image, address);
        }
    }
    (width, lazy)
}

/// What an attribute in [`NAMES`] holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Source,
    Ambiguous,
    Candidates,
}

/// The values of the attributes in [`NAMES`], with their kinds and places there, in this order.
fn named_attributes(tree: &Tree, id: u32) -> Vec<(Kind, usize, &str)> {
    let named = tree.attributes(id).iter().filter_map(|attribute| {
        let (kind, place) = *NAMES.get(&*attribute.name.local)?;
        Some((kind, place, attribute.value.trim())).filter(|(.., value)| !value.is_empty())
    });
    let mut named: Vec<_> = named.collect();
    named.sort_unstable_by_key(|(kind, place, _)| (*kind, *place));
    named
}

/// Adds the candidates of the `source` elements beside an `img` in a `picture`, and returns those that a wide screen
/// does not show.
fn sources<'t>(tree: &'t Tree, id: u32, image: &mut Image) -> Vec<&'t str> {
    let mut later = Vec::new();
    let parent = tree.node(id).parent;
    if parent == NONE || tree.html(parent).is_none_or(|name| &**name != "picture") {
        return later;
    }
    // Limited, since every picture in the element looks at all of them.
    let children = tree.children(parent).take(32);
    for source in children.filter(|child| tree.html(*child).is_some_and(|name| &**name == "source")) {
        let shown = tree.attribute(source, "media").is_none_or(is_shown)
            && tree.attribute(source, "type").is_none_or(|kind| kind.trim().starts_with("image/"));
        for (address, _) in CANDIDATES.iter().filter_map(|name| address::largest(tree.attribute(source, name)?)) {
            if shown {
                candidate(image, Some(address));
            } else {
                later.push(address);
            }
        }
    }
    later
}

/// The width of a wide screen, in pixels.
const SCREEN: f64 = 1920.0;

/// Whether a media query applies on a wide, light screen, as far as it names widths, orientation, colours or print.
fn is_shown(media: &str) -> bool {
    let media = media.to_ascii_lowercase();
    let excluded = ["print", "speech", "prefers-color-scheme:dark", "orientation:portrait"];
    let dense: String = media.chars().filter(|c| !c.is_whitespace()).collect();
    if excluded.iter().any(|word| dense.contains(word)) && !dense.starts_with("not") {
        return false;
    }
    let length = |name: &str| {
        let (_, value) = dense.split_once(name)?;
        let digits = value.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let unit =
            if value.get(digits..)?.starts_with("em") || value.get(digits..)?.starts_with("rem") { 16.0 } else { 1.0 };
        Some(value.get(..digits)?.parse::<f64>().ok()? * unit)
    };
    length("max-width:").is_none_or(|width| width >= SCREEN) && length("min-width:").is_none_or(|width| width <= SCREEN)
}

/// The leading number of an attribute such as `640`, `640px` or `640.5`; `None` for percentages.
fn size(value: Option<&str>) -> Option<u32> {
    let value = value?;
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let rest = value.get(digits..)?;
    if rest.contains('%') {
        return None;
    }
    value.get(..digits)?.parse().ok().filter(|size| *size < 1 << 20)
}

impl Image {
    /// A picture of which only the address is known; with the address that this wraps, if it is that of a proxy.
    pub fn at(address: &str) -> Self {
        let mut image = Self::default();
        candidate(&mut image, Some(address));
        image
    }
}

/// Adds an address and the one it wraps.
pub(super) fn candidate(image: &mut Image, address: Option<&str>) {
    let Some(address) = address
        .map(|address| address::without_mark(address.trim()))
        .filter(|address| !address::is_placeholder(address))
    else {
        return;
    };
    if let Some(inner) = address::unwrap_proxy(address) {
        add(image, &inner);
    }
    add(image, address);
}

fn add(image: &mut Image, address: &str) {
    let address = Clean::line(address);
    if !address.is_empty() && image.candidates.len() < MAX_CANDIDATES && !image.candidates.contains(&address) {
        image.candidates.push(address);
    }
}
