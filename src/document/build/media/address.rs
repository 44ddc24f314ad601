//! Addresses of pictures: candidates of `srcset`, placeholders, previews, and addresses inside others.

use crate::text::percent_decoded;

/// A picture narrower than this, in pixels, is only a preview of another.
const PREVIEW: u32 = 100;

/// The largest candidate of a `srcset`, with its width if that is given (HTML §4.8.4.3.10, "parsing a srcset
/// attribute"). Candidates with widths are larger than those with densities; of equal ones the first counts. Unlike in
/// a browser, a candidate with an unknown descriptor counts as one without.
pub(super) fn largest(srcset: &str) -> Option<(&str, Option<u32>)> {
    let mut best: Option<((bool, f64), &str)> = None;
    let mut rest = srcset;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            break;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        let (descriptors, after) =
            if address.ends_with(',') { ("", after) } else { after.split_at(end_of_descriptors(after)) };
        let address = address.trim_end_matches(',');
        let size = size(descriptors);
        if !address.is_empty() && best.is_none_or(|(old, _)| size > old) {
            best = Some((size, address));
        }
        rest = after;
    }
    best.map(|((wide, size), address)| (address, wide.then_some(size as u32)))
}

/// The length of a candidate's descriptors: up to the first comma outside parentheses.
fn end_of_descriptors(text: &str) -> usize {
    let mut inside = false;
    for (at, c) in text.char_indices() {
        match c {
            '(' => inside = true,
            ')' => inside = false,
            ',' if !inside => return at,
            _ => {}
        }
    }
    text.len()
}

/// Whether the descriptors give a width, and the width or else the density.
fn size(descriptors: &str) -> (bool, f64) {
    let number = |unit| {
        let mut words = descriptors.split_ascii_whitespace();
        let number = words.find_map(|word| word.strip_suffix(unit)?.parse::<f64>().ok());
        number.filter(|number| number.is_finite() && *number > 0.0)
    };
    match number('w') {
        Some(width) => (true, width),
        None => (false, number('x').unwrap_or(1.0)),
    }
}

/// Whether the address is a placeholder for a lazily loaded picture.
pub(super) fn is_placeholder(address: &str) -> bool {
    if address.is_empty() || address == "#" || address.starts_with("about:") || address.starts_with("javascript:") {
        return true;
    }
    if is_data(address) {
        // A single pixel or an empty SVG: real pictures are larger.
        return address.len() < 200 || !address.contains("image/");
    }
    let path = path_of(address);
    let name = path.rsplit('/').next().unwrap_or_default();
    let Some((stem, kind)) = name.rsplit_once('.') else { return false };
    let is = |known: &&str, word: &str| known.eq_ignore_ascii_case(word);
    PLACEHOLDERS.iter().any(|known| is(known, stem)) && PLACEHOLDER_KINDS.iter().any(|known| is(known, kind))
}

/// Whether an address is that of a file of the website, without a host.
pub(super) fn is_relative_file(address: &str) -> bool {
    let name = path_of(address).rsplit('/').next().unwrap_or_default();
    !address.starts_with("//") && !path_of(address).contains(':') && name.contains('.')
}

const PLACEHOLDER_KINDS: [&str; 5] = ["gif", "png", "svg", "jpg", "webp"];

/// Names of files that lazy loaders show until the picture is there.
const PLACEHOLDERS: [&str; 30] = [
    "loadimg",
    "loading",
    "loading2",
    "load",
    "loader",
    "placeholder",
    "image-placeholder",
    "img-placeholder",
    "lazy-placeholder",
    "lazy_placeholder",
    "blank",
    "none",
    "spacer",
    "lazy",
    "lazyload",
    "lazy-load",
    "lazy_load",
    "grey",
    "gray",
    "transparent",
    "pixel",
    "1x1",
    "1px",
    "img_loading",
    "img-loading",
    "loading-img",
    "default_loading",
    "pic_loading",
    "loading_img",
    "lazyloading",
];

/// An address up to its query or fragment.
pub(super) fn path_of(address: &str) -> &str {
    memchr::memchr2(b'?', b'#', address.as_bytes()).and_then(|end| address.get(..end)).unwrap_or(address)
}

/// Whether it is a `data:` address.
pub(super) fn is_data(address: &str) -> bool {
    address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// Whether the picture at the address only stands in for a sharper one: a `data:` address, or one that names a small
/// width or a blur.
pub(super) fn is_preview(address: &str) -> bool {
    is_data(address) || width(address).is_some_and(|width| width <= PREVIEW) || names_blur(address.as_bytes())
}

/// Whether one of the words of an address is in [`BLURS`].
fn names_blur(address: &[u8]) -> bool {
    let is_in_word = |at: usize| address.get(at).is_some_and(u8::is_ascii_alphanumeric);
    // Every word in the table has one of these letters at its place, and few other words have.
    let letters =
        memchr::memchr3_iter(b'q', b'u', b'y', address).chain(memchr::memchr3_iter(b'Q', b'U', b'Y', address));
    let start = |at: usize| {
        let before = match address.get(at)?.to_ascii_lowercase() {
            b'q' => 1,
            b'u' => 2,
            _ => 3,
        };
        at.checked_sub(before)
    };
    letters.filter_map(start).filter(|start| *start == 0 || !is_in_word(start - 1)).any(|start| {
        let word = address.get(start..).unwrap_or_default();
        let length = word.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let word = word.get(..length).unwrap_or_default();
        BLURS.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()))
    })
}

/// Words in the addresses of pictures that are shown until another has been loaded.
const BLURS: [&str; 4] = ["blur", "blurred", "lqip", "tinysrc"];

/// The width in pixels that an address of an image service names: `?w=640`, `/max/640/`, `w_640`, `resize:fit:640`,
/// `imageView2/2/w/640`, `-640x480.jpg`.
pub(super) fn width(address: &str) -> Option<u32> {
    if is_data(address) {
        return None;
    }
    let bytes = address.as_bytes();
    let ends_word = |byte: &u8| matches!(byte, b'/' | b'?' | b'&' | b',' | b';' | b':' | b'=');
    let words_from = |at: usize| bytes.get(at..).unwrap_or_default().split(ends_word);
    let number = |word: &[u8]| std::str::from_utf8(word).ok()?.parse().ok();
    // Few words begin with one of these letters.
    let starts = memchr::memchr3_iter(b'w', b'm', b'f', bytes);
    for at in starts.filter(|at| at.checked_sub(1).is_none_or(|before| bytes.get(before).is_some_and(ends_word))) {
        let mut words = words_from(at);
        let named = match words.next().unwrap_or_default() {
            b"w" | b"width" | b"max" | b"fit" | b"fill" => words.next().and_then(number),
            [b'w', b'_', rest @ ..] => number(rest),
            _ => None,
        };
        if named.is_some() {
            return named;
        }
    }
    let (stem, _) = path_of(address).rsplit_once('.')?;
    let digits = stem.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (rest, height) = stem.split_at(stem.len() - digits);
    let width = rest.strip_suffix('x').filter(|_| !height.is_empty())?.rsplit_once('-')?.1;
    width.parse().ok()
}

/// What is the same in the addresses of one picture in several sizes: the last part of its path without sizes.
pub(super) fn key(address: &str) -> &str {
    let path = path_of(address);
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match stem.rsplit_once('-') {
        Some((front, size)) if size.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x') => front,
        _ => stem,
    }
}

/// Whether an attribute's value can be the address of a picture: `data-lazy="true"` is none.
pub(super) fn is_address(value: &str) -> bool {
    let bytes = value.as_bytes();
    let other = matches!(bytes, [b'{' | b'[' | b'<' | b'(', ..]) || memchr::memchr3(b'<', b'>', b'\n', bytes).is_some();
    let has = |byte| memchr::memchr(byte, bytes).is_some();
    !other && (has(b'/') || has(b'.') && !has(b' '))
}

/// Whether an address ends like a file with a picture.
pub(super) fn is_picture(address: &str) -> bool {
    let path = path_of(address);
    let kind = path.rsplit_once('.').map_or("", |(_, kind)| kind);
    let kinds = ["jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "bmp", "apng", "jfif", "tif", "tiff"];
    kinds.iter().any(|known| known.eq_ignore_ascii_case(kind))
}

/// The address wrapped by a proxy's: `https://cors.example/?http://…`, `?url=http%3A%2F%2F…` or that of an image
/// optimiser, `/_next/image?url=%2Fa.png&w=640`.
pub(super) fn unwrap_proxy(address: &str) -> Option<String> {
    let (path, query) = address.split_once('?')?;
    let is_address = |text: &str| text.starts_with("http://") || text.starts_with("https://");
    if is_address(query) {
        return Some(query.to_owned());
    }
    let optimises = path.ends_with("/_next/image") || path.ends_with("/_image") || path.ends_with("/_vercel/image");
    query.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        let wraps = matches!(key, "url" | "src" | "u" | "image" | "img" | "imgurl" | "image_url" | "href");
        let decoded = wraps.then(|| percent_decode(value))?;
        (is_address(&decoded) || optimises && decoded.starts_with('/')).then_some(decoded)
    })
}

/// An address without the mark by which Pelican's writers link to a file of the site: `{filename}/a.md`,
/// `{static}/a.png`, `{attach}a.pdf`, `|filename|a.md`. The braces may be percent-encoded by Markdown.
pub(in crate::document) fn without_mark(address: &str) -> &str {
    let brackets = [("{", "}"), ("%7B", "%7D"), ("|", "|"), ("%7C", "%7C")];
    let after = |(open, close): (&str, &str)| {
        let (kind, rest) = address.strip_prefix(open)?.split_once(close)?;
        matches!(kind, "filename" | "static" | "attach").then_some(rest)
    };
    brackets.into_iter().find_map(after).unwrap_or(address)
}

/// Decodes `%XX`; bytes that are not UTF-8 are replaced.
pub(in crate::document) fn percent_decode(text: &str) -> String {
    String::from_utf8_lossy(&percent_decoded(text)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_of_a_srcset() {
        for (srcset, expected) in [
            ("a.jpg", Some(("a.jpg", None))),
            ("a.jpg 1x, b.jpg 2x", Some(("b.jpg", None))),
            ("a.jpg, b.jpg 1.5x", Some(("b.jpg", None))),
            ("a.jpg 320w, b.jpg 1280w, c.jpg 640w", Some(("b.jpg", Some(1280)))),
            ("a.jpg 320w 200h, b.jpg 1280w 800h", Some(("b.jpg", Some(1280)))),
            ("a.jpg 3x, b.jpg 200w", Some(("b.jpg", Some(200)))),
            ("a,b.jpg 1x, c,d.jpg 2x", Some(("c,d.jpg", None))),
            ("a.jpg 1x,b.jpg 2x", Some(("b.jpg", None))),
            ("a.jpg,b.jpg 2x", Some(("a.jpg,b.jpg", None))),
            ("a.jpg,, b.jpg 2x", Some(("b.jpg", None))),
            (",, a.jpg 2x ,", Some(("a.jpg", None))),
            ("data:image/png;base64,AAAA 1x, b.jpg 2x", Some(("b.jpg", None))),
            ("data:image/png;base64,AAAA 2x, b.jpg 1x", Some(("data:image/png;base64,AAAA", None))),
            ("w_200,h_100/a.jpg 200w,\n w_400,h_200/a.jpg 400w", Some(("w_400,h_200/a.jpg", Some(400)))),
            ("a.jpg 1x (x, y), b.jpg 2x", Some(("b.jpg", None))),
            ("a.jpg 2x, b.jpg foo", Some(("a.jpg", None))),
            ("a.jpg -2x, b.jpg NaNx, c.jpg infw", Some(("a.jpg", None))),
            ("\u{3000}", Some(("\u{3000}", None))),
            (" , ", None),
            ("", None),
        ] {
            assert_eq!(largest(srcset), expected, "{srcset}");
        }
    }

    #[test]
    fn widths_that_addresses_name() {
        for (address, expected) in [
            ("https://miro.medium.com/max/60/1*a.jpeg?q=20", Some(60)),
            ("https://miro.medium.com/v2/resize:fit:1400/format:webp/1*a.png", Some(1400)),
            ("https://a.cn/a.jpg?w=20&q=1", Some(20)),
            ("https://a.cn/upload/w_30,e_blur/a.jpg", Some(30)),
            ("https://a.cn/a.jpg?imageMogr2/auto-orient/strip|imageView2/2/w/1240", Some(1240)),
            ("https://a.cn/a-300x200.jpg", Some(300)),
            ("https://a.cn/w/a.jpg", None),
            ("https://a.cn/2021-03.jpg", None),
            ("data:image/png;w=3", None),
        ] {
            assert_eq!(width(address), expected, "{address}");
        }
        assert!(is_preview("https://a.cn/a-20x13.jpg") && is_preview("https://a.cn/e_blur:100/a.jpg"));
        for known in BLURS {
            assert!(is_preview(known) && is_preview(&format!("/a_{}.png", known.to_uppercase())), "{known}");
            assert!(!is_preview(&format!("/a{known}")) && !is_preview(&format!("{known}s.jpg")), "{known}");
        }
        assert!(!is_preview("https://a.cn/a-200x130.jpg") && !is_preview("https://a.cn/blurry-days.jpg"));
    }

    #[test]
    fn marks_of_pelican_are_no_part_of_addresses() {
        for (address, expected) in [
            ("{filename}/b/c.md", "/b/c.md"),
            ("%7Bfilename%7Dd.md#x", "d.md#x"),
            ("{static}/images/e.png", "/images/e.png"),
            ("|filename|f.md", "f.md"),
            ("%7Cattach%7Cg.pdf", "g.pdf"),
            ("{category}甲", "{category}甲"),
            ("{filename", "{filename"),
            ("a.md", "a.md"),
        ] {
            assert_eq!(without_mark(address), expected);
        }
    }

    #[test]
    fn sizes_are_of_one_picture() {
        assert_eq!(key("https://a.cn/max/60/1*a.jpeg?q=20"), key("https://a.cn/max/1400/1*a.jpeg"));
        assert_eq!(key("/i/a-20x13.jpg"), key("/i/a-1200x780.webp"));
        assert_ne!(key("/i/a-b.jpg"), key("/i/a-c.jpg"));
    }
}
