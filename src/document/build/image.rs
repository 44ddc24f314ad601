//! Pictures: candidate addresses, best first, and sizes from attributes.

use crate::document::build::style::CommonAttributes;
use crate::document::html::tree::{NONE, Tree};
use crate::document::model::Image;
use crate::text::Clean;

/// Attributes that hold the real address of a lazily loaded picture, best first.
const SOURCES: [&str; 8] = [
    "data-original",
    "data-src",
    "data-lazy-src",
    "data-actualsrc",
    "data-original-src",
    "data-url",
    "data-lazyload",
    "data-echo",
];

impl Image {
    /// A name for a picture without alternative text: the last part of its address, at most 40 characters, or the media
    /// type of a `data:` address. Empty without an address.
    pub fn name(&self) -> Clean {
        let Some(address) = self.candidates.first() else { return Clean::default() };
        if let Some(data) = address.strip_prefix("data:") {
            let kind = data.split([';', ',']).next().unwrap_or_default();
            return Clean::line(if kind.starts_with("image/") { kind } else { "image" });
        }
        let path = address.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        let name = percent_decode(path.rsplit(['/', '\\']).next().unwrap_or_default());
        let name = if name.trim().is_empty() { address.to_string() } else { name };
        Clean::line(&name.chars().take(40).collect::<String>())
    }
}

/// The picture of an `img` element; `None` for tracking pixels and elements that show nothing.
pub(in crate::document) fn read(tree: &Tree, id: u32, common: &CommonAttributes<'_>) -> Option<Image> {
    let attribute = |name| tree.attribute(id, name).map(str::trim).filter(|value| !value.is_empty());
    let width = size(attribute("width")).or_else(|| size(attribute("data-width")));
    let height = size(attribute("height")).or_else(|| size(attribute("data-height")));
    if width.is_some_and(|width| width <= 1) && height.is_some_and(|height| height <= 1) {
        return None;
    }
    let mut image = Image {
        alt: Clean::line(attribute("alt").unwrap_or_default()),
        title: common.title.filter(|title| !title.is_empty()).map(Clean::line),
        candidates: Vec::new(),
        width: width.filter(|width| *width > 0),
        height: height.filter(|height| *height > 0),
        link: None,
    };
    for name in SOURCES {
        candidate(&mut image, attribute(name));
    }
    for name in ["data-srcset", "srcset"] {
        candidate(&mut image, attribute(name).and_then(largest));
    }
    let parent = tree.node(id).parent;
    if parent != NONE && tree.html(parent).is_some_and(|name| &**name == "picture") {
        // Limited, since every picture in the element looks at all of them.
        let children = tree.children(parent).take(32);
        for source in children.filter(|child| tree.html(*child).is_some_and(|name| &**name == "source")) {
            candidate(&mut image, tree.attribute(source, "data-srcset").and_then(largest));
            candidate(&mut image, tree.attribute(source, "srcset").and_then(largest));
        }
    }
    candidate(&mut image, attribute("src"));
    (!image.candidates.is_empty() || !image.alt.trim().is_empty()).then_some(image)
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

/// Adds an address and the one it wraps.
pub(in crate::document) fn candidate(image: &mut Image, address: Option<&str>) {
    let Some(address) = address.map(str::trim).filter(|address| !is_placeholder(address)) else { return };
    if let Some(inner) = unwrap_proxy(address) {
        add(image, &inner);
    }
    add(image, address);
}

fn add(image: &mut Image, address: &str) {
    let address = Clean::line(address);
    if !address.is_empty() && !image.candidates.contains(&address) {
        image.candidates.push(address);
    }
}

/// Whether the address is a placeholder for a lazily loaded picture.
fn is_placeholder(address: &str) -> bool {
    if address.is_empty() || address == "#" || address.starts_with("about:") || address.starts_with("javascript:") {
        return true;
    }
    if address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:")) {
        // A single pixel or an empty SVG: real pictures are larger.
        return address.len() < 200 || !address.contains("image/");
    }
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    matches!(
        stem,
        "loadimg"
            | "loading"
            | "load"
            | "loader"
            | "placeholder"
            | "blank"
            | "spacer"
            | "lazy"
            | "lazyload"
            | "lazy-load"
            | "grey"
            | "gray"
            | "transparent"
            | "pixel"
            | "1x1"
            | "img_loading"
            | "loading-img"
            | "default_loading"
    ) && (name.ends_with(".gif") || name.ends_with(".png") || name.ends_with(".svg") || name.ends_with(".jpg"))
}

/// The largest picture of a `srcset`.
fn largest(srcset: &str) -> Option<&str> {
    let mut best: Option<(f64, &str)> = None;
    let mut rest = srcset.trim();
    while !rest.is_empty() {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        let (descriptor, after) = match address.strip_suffix(',') {
            Some(_) => ("", after),
            None => after.split_once(',').unwrap_or((after, "")),
        };
        let address = address.trim_end_matches(',');
        let descriptor = descriptor.trim();
        let size = descriptor.strip_suffix(['w', 'x']).and_then(|number| number.trim().parse().ok()).unwrap_or(1.0);
        if !address.is_empty() && best.is_none_or(|(old, _)| size > old) {
            best = Some((size, address));
        }
        rest = after;
    }
    best.map(|(_, address)| address)
}

/// The address wrapped by a proxy's: `https://cors.example/?http://…` or `?url=http%3A%2F%2F…`.
fn unwrap_proxy(address: &str) -> Option<String> {
    let (_, query) = address.split_once('?')?;
    let is_address = |text: &str| text.starts_with("http://") || text.starts_with("https://");
    if is_address(query) {
        return Some(query.to_owned());
    }
    query.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        let wraps = matches!(key, "url" | "src" | "u" | "image" | "img" | "imgurl" | "image_url");
        let decoded = percent_decode(value);
        (wraps && is_address(&decoded)).then_some(decoded)
    })
}

fn percent_decode(text: &str) -> String {
    let hex = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while let Some(byte) = bytes.get(i) {
        if *byte == b'%'
            && let (Some(high), Some(low)) = (hex(bytes.get(i + 1)), hex(bytes.get(i + 2)))
        {
            out.push((high * 16 + low) as u8);
            i += 3;
        } else {
            out.push(*byte);
            i += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
