//! Pictures and links whose parameters are told apart by what they look like, since themes disagree on their order.

use crate::document::dialect::shortcode::arguments::{Arguments, is_address, is_picture, is_style};
use crate::document::dialect::shortcode::around::Rendered;
use crate::document::dialect::shortcode::tag::markup::{anchor, inline};
use crate::document::dialect::shortcode::tag::picture::Picture;

/// A picture; `None` if there is no address.
pub(in crate::document::dialect::shortcode) fn picture(arguments: &Arguments<'_>) -> Option<Rendered> {
    let raw = arguments.raw;
    let fields = if raw.contains("::") || raw.contains(',') { arguments.fields() } else { Vec::new() };
    let named = arguments.named(&["src", "url", "href", "link", "image", "path", "img", "file", "image_path"]);
    let in_words = || arguments.free().find(|word| is_picture(word) || word.contains("://"));
    let loose = || arguments.free().find(|word| word.contains(['.', '/']));
    let first = || fields.first().copied().filter(|first| !first.contains(char::is_whitespace));
    let source = named.or_else(in_words).or_else(loose).or_else(first)?;
    let source = source.trim_matches(['"', '\'', ',']);
    // In `{% image a.png, alt=… %}` the address includes the comma.
    let source = source.split("::").next().unwrap_or(source);
    let caption = arguments.named(&["caption", "title"]).filter(|_| fields.is_empty());
    let names: &[&str] = if caption.is_some() { &["alt"] } else { &["alt", "caption", "title", "description", "desc"] };
    let named = names.iter().find_map(|key| in_fields(&fields, key).or(arguments.named(&[key])));
    let (title, alt) = match named {
        Some(named) => (String::new(), named.to_owned()),
        None if caption.is_some() => Default::default(),
        None => trailing(arguments, source, &fields),
    };
    let (title, alt) = (title.trim_matches(['"', '\'']), alt.trim_matches(['"', '\'']));
    let link = arguments.named(&["link", "href"]).filter(|link| *link != source).unwrap_or_default();
    let text = |keys: &[&str]| arguments.named(keys).unwrap_or_default();
    let picture = Picture {
        source,
        alt,
        title: if title.is_empty() { text(&["title"]) } else { title },
        caption: caption.unwrap_or_default(),
        credit: text(&["attr", "credit"]),
        credit_link: text(&["attrlink"]),
        link,
    };
    let repeated = picture.title == picture.alt || caption == Some(picture.title);
    Some(Rendered::Inline(Picture { title: if repeated { "" } else { picture.title }, ..picture }.html()))
}

/// The value of a field `alt=…`, which may contain blanks.
fn in_fields<'a>(fields: &[&'a str], key: &str) -> Option<&'a str> {
    fields.iter().find_map(|field| {
        let rest = field.strip_prefix(key)?.trim_start();
        Some(rest.strip_prefix(['=', ':'])?.trim().trim_matches(['"', '\'']))
    })
}

/// The title and the alternative text after the address and the sizes: `{% img left /a.png 320 240 "标题" "替代" %}`.
/// A single text is the alternative text.
fn trailing(arguments: &Arguments<'_>, source: &str, fields: &[&str]) -> (String, String) {
    if !fields.is_empty() {
        let mut rest =
            fields.iter().skip(1).filter(|field| !field.contains('=') && !is_style(field) && !is_size(field));
        let (alt, title) = (rest.next().copied().unwrap_or_default(), rest.next().copied().unwrap_or_default());
        return (title.to_owned(), alt.to_owned());
    }
    let words = arguments.words.iter().filter(|word| word.key.is_none() && !word.value.starts_with("--"));
    let behind = words.skip_while(|word| word.value.trim_matches(',') != source).skip(1);
    let words: Vec<_> = behind.skip_while(|word| is_size(word.value) || is_style(word.value)).collect();
    if let [title, alt] = words.as_slice()
        && title.quoted
        && alt.quoted
    {
        return (title.value.to_owned(), alt.value.to_owned());
    }
    let words = words.iter().map(|word| word.value).collect::<Vec<_>>().join(" ");
    // Two quoted texts in one argument, which is itself in single quotes: `"title text" "alt text"`.
    match words.split_once("\" \"") {
        Some((title, alt)) => (title.trim_matches('"').to_owned(), alt.trim_matches('"').to_owned()),
        None => (String::new(), words.trim_matches(['"', '\'']).to_owned()),
    }
}

fn is_size(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == '%');
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// A link, given by fields or words in any order.
pub(in crate::document::dialect::shortcode) fn link(name: &str, arguments: &Arguments<'_>) -> Rendered {
    let raw = arguments.raw;
    if name == "menuitem" && matches!(raw.trim(), "hr" | "") {
        return Rendered::Nothing;
    }
    let single = raw.trim();
    // Jekyll's `{% link _posts/a.md %}` gives the address only.
    if name == "link"
        && !single.contains([',', ' '])
        && !single.contains("::")
        && !single.contains("://")
        && single.contains(['.', '/'])
    {
        return Rendered::Address(single.to_owned());
    }
    if name == "asset_link" {
        return post_link(arguments);
    }
    let has_separator = raw.contains("::") || raw.contains(',');
    let fields: Vec<&str> = if has_separator { arguments.fields() } else { arguments.free().collect() };
    let href = arguments.named(&["href", "url", "link", "src", "to"]);
    let address = href.or_else(|| fields.iter().copied().find(|field| is_address(field) && !is_picture(field)));
    let address = address.or_else(|| fields.iter().copied().find(|field| is_address(field)));
    let named = arguments.named(&["title", "text", "name", "content", "label"]);
    let text = named.map_or_else(|| link_texts(name, &fields, has_separator, address).join(" "), str::to_owned);
    match (address, text.is_empty()) {
        (Some(address), false) => Rendered::Inline(anchor(address, &text)),
        (Some(address), true) => Rendered::Inline(anchor(address, address)),
        (None, _) => Rendered::Inline(inline(&text)),
    }
}

/// The fields of a link that are its text; `has_separator` says that they are fields rather than words.
fn link_texts<'a>(name: &str, fields: &[&'a str], has_separator: bool, address: Option<&str>) -> Vec<&'a str> {
    let is_text = |field: &&str| {
        !field.is_empty() && Some(*field) != address && !is_address(field) && !field.split_whitespace().all(is_style)
    };
    // Butterfly, NexT and Fluid: address, text, icon, title.
    if has_separator && matches!(name, "btn" | "button") && fields.first().copied() == address {
        return fields.get(1).copied().filter(is_text).into_iter().collect();
    }
    // Hexo: text, address, whether it is external, title. The last two are not text.
    let behind = fields.iter().position(|field| Some(*field) == address).unwrap_or(0);
    let is_hexo = !has_separator && behind > 0 && matches!(name, "link" | "a" | "anchor");
    let fields = if is_hexo { fields.get(..behind).unwrap_or_default() } else { fields };
    let texts = fields.iter().copied().filter(is_text);
    if name == "pandown" {
        texts.rev().filter(|field| !field.is_ascii()).take(1).collect()
    } else if has_separator {
        texts.take(if name == "link" || name == "cell" { 2 } else { 1 }).collect()
    } else {
        texts.filter(|word| *word != "external").collect()
    }
}

/// `{% post_link slug [title] [escape] %}`.
pub(in crate::document::dialect::shortcode) fn post_link(arguments: &Arguments<'_>) -> Rendered {
    let mut free = arguments.free();
    let Some(slug) = free.next() else { return Rendered::Nothing };
    let title = free.filter(|word| !matches!(*word, "true" | "false")).collect::<Vec<_>>().join(" ");
    let title = title.trim_matches(['"', '\'']);
    Rendered::Inline(anchor(slug, if title.is_empty() { slug } else { title }))
}
