//! Links and embedded files of wikis: `[[note#heading|text]]`, `![[picture.png|300]]`.

use crate::document::dialect::extensions::opaque::literal;
use crate::text::slug;

/// Maximum bytes between the brackets.
const MAX_LENGTH: usize = 400;

/// Words between double brackets that are no links: attributes of C++, internal slots of ECMAScript, requests for a table
/// of contents.
const WORDS: &str = " nodiscard maybe_unused noreturn fallthrough deprecated likely unlikely no_unique_address \
    carries_dependency assume noinline toc _toc_ prototype proto enumerable writable configurable value get set call \
    construct scope scopes class extensible promisestate promiseresult promisestatus promisevalue homeobject environment \
    defineownproperty getownproperty hasproperty delete put canput defaultvalue realm functionlocation targetfunction \
    boundtargetfunction boundthis boundargs handler target isrevoked entries thismode primitivevalue getprototypeof \
    setprototypeof ownpropertykeys preventextensions isextensible formalparameters code strict constructorkind fields ";

const PICTURES: [&str; 10] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp", "tif", "tiff"];
const SOUNDS: [&str; 6] = ["mp3", "wav", "m4a", "ogg", "flac", "3gp"];
const FILMS: [&str; 5] = ["mp4", "webm", "ogv", "mov", "mkv"];

/// The parts of a link between double brackets.
struct Parts<'a> {
    /// The path of the file; empty for the file itself.
    path: &'a str,
    /// The heading or block after the last number sign.
    place: Option<&'a str>,
    /// What follows the bars.
    fields: Vec<&'a str>,
}

/// The HTML of the link or embedded file at the start of a text, with the length of its source.
pub(in crate::document::dialect::extensions) fn at_start(text: &str) -> Option<(String, usize)> {
    let embedded = text.starts_with('!');
    let inner = text.strip_prefix('!').unwrap_or(text).strip_prefix("[[")?;
    let length = inner.bytes().take(MAX_LENGTH).position(|byte| matches!(byte, b'[' | b']' | b'\n'))?;
    let behind = inner.get(length..)?.strip_prefix("]]")?;
    // `[[1]](address)` is a link whose text is in brackets.
    if behind.starts_with(['(', '[', ']', ':']) {
        return None;
    }
    let parts = parts(inner.get(..length)?)?;
    let html = if embedded { embed(&parts) } else { link(&parts, parts.fields.first().copied()) };
    Some((html, text.len() - behind.len()))
}

fn parts(inner: &str) -> Option<Parts<'_>> {
    let is_text =
        |text: &str| !text.starts_with([' ', '^', '"', '\'', '<', '$', '-', '!', ':']) && !text.ends_with(' ');
    let mut fields = inner.split('|').map(|field| field.strip_suffix('\\').unwrap_or(field));
    let target = fields.next()?;
    let is_number = target.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b' ' | b'.' | b'-'));
    let plain = !target.contains(['<', '>', '"', '`', ';', '{', '}', '*']) && !target.contains("::");
    // `![[a.pdf#page=3]]`.
    let plain = plain && !target.split('#').next().is_some_and(|path| path.contains('='));
    if target.is_empty() || is_number || !plain || !is_text(target) || target.contains("://") {
        return None;
    }
    if !target.contains(' ') && WORDS.contains(&format!(" {} ", target.to_ascii_lowercase())) {
        return None;
    }
    let (path, places) = target.split_once('#').unwrap_or((target, ""));
    let place = places.rsplit('#').next().map(str::trim).filter(|place| !place.is_empty());
    let fields = fields.map(str::trim).filter(|field| !field.is_empty()).collect();
    Some(Parts { path: path.trim(), place, fields })
}

/// The address of a link: the path with the characters escaped that mean something in an address, and the id.
fn address(parts: &Parts<'_>) -> String {
    let mut out = String::new();
    for c in parts.path.chars() {
        match c {
            '%' => out.push_str("%25"),
            '?' => out.push_str("%3F"),
            ':' => out.push_str("%3A"),
            c => out.push(c),
        }
    }
    match parts.place {
        Some(block) if block.starts_with('^') => out.push_str(&format!("#{block}")),
        Some(heading) => out.push_str(&format!("#{}", slug(heading))),
        None => {}
    }
    literal(&out)
}

fn link(parts: &Parts<'_>, text: Option<&str>) -> String {
    let text = match (text, parts.path, parts.place) {
        (Some(text), ..) => text.to_owned(),
        (None, "", Some(place)) => literal(place),
        (None, path, Some(place)) => format!("{} &gt; {}", literal(path), literal(place)),
        (None, path, None) => literal(path),
    };
    format!("<a href=\"{}\">{text}</a>", address(parts))
}

/// A picture, a player, or a link to the embedded note.
fn embed(parts: &Parts<'_>) -> String {
    let extension =
        parts.path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    let is = |names: &[&str]| names.contains(&extension.as_str());
    let size = |field: &str| {
        let (width, height) = field.split_once('x').unwrap_or((field, ""));
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        (!width.is_empty() && is_number(width) && is_number(height)).then(|| width.to_owned())
    };
    let words: Vec<&str> = parts.fields.iter().copied().filter(|field| size(field).is_none()).collect();
    let source = literal(parts.path);
    if is(&PICTURES) {
        let width = parts.fields.iter().find_map(|field| size(field));
        let width = width.map(|width| format!(" width=\"{width}\"")).unwrap_or_default();
        return format!("<img src=\"{source}\" alt=\"{}\"{width}>", literal(&words.join(" ")));
    }
    if is(&SOUNDS) || is(&FILMS) {
        let name = if is(&SOUNDS) { "audio" } else { "video" };
        return format!("<{name} src=\"{source}\" title=\"{source}\"></{name}>");
    }
    link(parts, words.first().copied())
}
