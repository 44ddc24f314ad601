//! Void tags (without content): pictures, links, players, styled words.

use crate::document::dialect::shortcode::arguments::{Arguments, escape, is_address, is_picture, is_style};
use crate::document::dialect::shortcode::block::visible_text;
use crate::document::dialect::shortcode::token::Syntax;

/// The result of a void tag.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::document::dialect::shortcode) enum Rendered {
    /// Nothing.
    Nothing,
    /// Inline Markdown; a paragraph if the tag is alone on its line.
    Inline(String),
    /// An address, possibly inside a link.
    Address(String),
    /// An item of a task list.
    Task(bool, String),
    /// A quotation with this Markdown in it.
    Quote(String),
}

/// The result of the tag with this name.
pub(in crate::document::dialect::shortcode) fn void_tag(
    name: &str,
    syntax: Syntax,
    arguments: &Arguments<'_>,
) -> Rendered {
    let text = || field_text(arguments);
    match name {
        "img" | "image" | "asset_img" | "fancybox" | "fb_img" | "fb" | "imgcap" | "figure" | "figurecaption"
        | "imgproc" | "inlineimage" | "inlineimg" | "lightbox" | "picture" | "full-image" | "fi" | "limg"
        | "responsive_image" | "imgur" | "zoomable" | "postimage" | "vimg" | "pic" | "photo" => picture(arguments),
        "video" | "audio" | "dplayer" | "aplayer" | "mp3" | "iframe" | "bilibili" | "youtube" | "youtuber"
        | "vimeo" | "gist" | "tweet" | "twitter" | "x" | "instagram" | "jsfiddle" | "codepen" | "peertube"
        | "youku" | "asciinema" | "pdf" | "spotify" | "codesandbox" | "embed" | "douyin" | "niconico" | "github"
        | "ghcard" | "ghbdage" | "soundcloud" | "raw_html" | "frame" | "twitch" | "tiktok" | "iframely"
        | "embedpdf" => player(name, arguments),
        "link" | "btn" | "button" | "cell" | "site" | "sitelink" | "linkgrid" | "xlink" | "hashtag" | "linkcard"
        | "card" | "pandown" | "copylink" | "menuitem" | "navbar" | "contact" | "a" | "href" | "anchor" | "url"
        | "external" | "urlcard" | "link-card" | "blogcard" | "asset_link" | "file" | "attachment" => {
            link(name, arguments)
        }
        "post_link" => post_link(arguments),
        "post_url" | "post_path" | "asset_path" | "ref" | "relref" | "asset" | "static" | "absurl" | "relurl" => {
            arguments.free().next().map_or(Rendered::Nothing, |path| Rendered::Address(path.to_owned()))
        }
        "include" | "include_relative" | "include_cached" | "partial" => include(arguments),
        "note" | "notel" | "noteblock" | "alert" | "notice" | "admonition" | "callout" | "quot" | "blockquote"
        | "quote" | "tip" | "info" | "warning" | "danger" | "box" | "poetry" => {
            let text = text();
            if text.is_empty() { Rendered::Nothing } else { Rendered::Quote(text) }
        }
        "checkbox" | "radio" => {
            let checked =
                arguments.free().any(|word| word == "checked") || arguments.named(&["checked"]) == Some("true");
            Rendered::Task(checked, text())
        }
        _ => inline(name, syntax, arguments),
    }
}

/// The result of a tag for inline text, and of an unknown tag.
fn inline(name: &str, syntax: Syntax, arguments: &Arguments<'_>) -> Rendered {
    let text = || field_text(arguments);
    match name {
        "u" | "underline" | "wavy" => element("u", &text()),
        "emp" | "em" => element("em", &text()),
        "del" | "s" => element("del", &text()),
        "kbd" | "key" => element("kbd", arguments.raw.trim_matches(['"', '\''])),
        "mark" | "hl" | "highlight" if !arguments.raw.is_empty() => element("mark", &text()),
        "sup" => element("sup", &text()),
        "sub" => element("sub", &text()),
        "p" | "span" | "psw" | "label" | "text" | "blur" | "color" | "font" | "tag" | "badge" | "bubble" | "menu"
        | "copy" | "md" | "mdtext" | "heimu" | "hideinline" | "hidetext" | "rainbow" | "em_text" | "abbr"
        | "colorful" | "shake" | "reference" | "referto" | "subnote" | "title" => {
            Rendered::Inline(words(name, arguments))
        }
        "timenode" | "folder" | "tab" => Rendered::Inline(text()),
        "math" | "katex" | "latex" if !arguments.raw.is_empty() => Rendered::Inline(format!("${}$", arguments.text())),
        "ruby" => Rendered::Inline(ruby(arguments)),
        "br" | "newline" => Rendered::Inline("<br>".to_owned()),
        "include_code" | "import" | "snippet" | "include-code" => {
            let file = arguments.free().find(|word| word.contains('.')).unwrap_or_default();
            Rendered::Inline(format!("`{file}`")).unless(file.is_empty())
        }
        _ if SILENT.contains(&name) => Rendered::Nothing,
        _ => unknown(syntax, arguments),
    }
}

/// Tags that never produce text.
const SILENT: [&str; 34] = [
    "if",
    "elsif",
    "elif",
    "else",
    "for",
    "unless",
    "case",
    "when",
    "assign",
    "set",
    "break",
    "continue",
    "increment",
    "decrement",
    "cycle",
    "layout",
    "render",
    "extends",
    "import",
    "from",
    "more",
    "toc",
    "param",
    "partial-block",
    "capture",
    "comment",
    "friends",
    "sites",
    "contributors",
    "albums",
    "posters",
    "issues",
    "emoji",
    "icon",
];

impl Rendered {
    fn unless(self, nothing: bool) -> Self {
        if nothing { Self::Nothing } else { self }
    }
}

fn element(name: &str, text: &str) -> Rendered {
    Rendered::Inline(format!("<{name}>{text}</{name}>")).unless(text.is_empty())
}

/// The text of `{% span red, 文字 %}`, `{% checkbox green checked, 文字 %}` and `{% mark 文字 color:red %}`.
fn field_text(arguments: &Arguments<'_>) -> String {
    if let Some(named) = arguments.named(&["text", "content", "title"]) {
        return named.to_owned();
    }
    if let Some(text) = arguments.after_first() {
        return text.trim_matches(['"', '\'']).to_owned();
    }
    if arguments.words.iter().any(|word| word.key.is_some()) {
        return arguments.text();
    }
    arguments.raw.trim_start_matches(':').trim_matches(['"', '\'']).to_owned()
}

/// Styled words. The style comes after the text, or before it, in the tags of Butterfly and Fluid.
fn words(name: &str, arguments: &Arguments<'_>) -> String {
    match name {
        // NexT: `{% label primary@文字 %}`.
        "label" | "badge" | "tag" => match arguments.raw.split_once('@') {
            Some((look, text)) if is_style(look.trim()) => text.trim().to_owned(),
            _ if arguments.named(&["text", "content"]).is_none() => {
                let mut rest: Vec<&str> = arguments.free().collect();
                if rest.len() > 1 && rest.last().is_some_and(|word| is_style(word)) {
                    rest.pop();
                }
                if rest.len() > 1 && rest.first().is_some_and(|word| is_style(word)) {
                    rest.remove(0);
                }
                rest.join(" ")
            }
            _ => field_text(arguments),
        },
        "menu" => arguments.fields().concat(),
        "hideinline" => arguments.fields().first().copied().unwrap_or_default().to_owned(),
        "bubble" | "reference" | "subnote" => arguments
            .fields()
            .into_iter()
            .filter(|field| !field.starts_with('#'))
            .take(2)
            .collect::<Vec<_>>()
            .join("："),
        "copy" => format!("`{}`", arguments.text()),
        _ => field_text(arguments),
    }
}

fn ruby(arguments: &Arguments<'_>) -> String {
    let mut parts = arguments.raw.split(['|', ' ']).map(str::trim).filter(|part| !part.is_empty());
    match (parts.next(), parts.next()) {
        (Some(base), Some(reading)) => format!("<ruby>{base}<rt>{reading}</rt></ruby>"),
        (Some(base), None) => base.to_owned(),
        _ => String::new(),
    }
}

fn picture(arguments: &Arguments<'_>) -> Rendered {
    let raw = arguments.raw;
    let fields = if raw.contains("::") || raw.contains(',') { arguments.fields() } else { Vec::new() };
    let named = arguments.named(&["src", "url", "href", "link", "image", "path", "img", "file", "image_path"]);
    let in_words = || arguments.free().find(|word| is_picture(word) || word.contains("://"));
    let loose = || arguments.free().find(|word| word.contains(['.', '/']));
    let first = || fields.first().copied().filter(|first| !first.contains(char::is_whitespace));
    let Some(source) = named.or_else(in_words).or_else(loose).or_else(first) else {
        return unknown(Syntax::Liquid, arguments);
    };
    let source = source.trim_matches(['"', '\'', ',']);
    // In `{% image a.png, alt=… %}` the address includes the comma.
    let source = source.split("::").next().unwrap_or(source);
    let caption = arguments.named(&["caption", "title"]).filter(|_| fields.is_empty());
    let names: &[&str] = if caption.is_some() { &["alt"] } else { &["alt", "caption", "title", "description", "desc"] };
    let named = names.iter().find_map(|key| in_fields(&fields, key).or(arguments.named(&[key])));
    let alt = match named {
        Some(named) => named.to_owned(),
        None if caption.is_some() => String::new(),
        None => trailing(arguments, source, &fields),
    };
    let alt = alt.trim_matches(['"', '\'']);
    let image = format!("<img src=\"{}\" alt=\"{}\">", escape(source), escape(alt));
    Rendered::Inline(match caption {
        Some(caption) => format!("<figure>{image}<figcaption>{caption}</figcaption></figure>"),
        None => image,
    })
}

/// The value of a field `alt=…`, which may contain blanks.
fn in_fields<'a>(fields: &[&'a str], key: &str) -> Option<&'a str> {
    fields.iter().find_map(|field| {
        let rest = field.strip_prefix(key)?.trim_start();
        Some(rest.strip_prefix(['=', ':'])?.trim().trim_matches(['"', '\'']))
    })
}

/// The words after the address and the sizes: `{% img left /a.png 320 240 "标题 替代" %}`.
fn trailing(arguments: &Arguments<'_>, source: &str, fields: &[&str]) -> String {
    if !fields.is_empty() {
        let mut rest =
            fields.iter().skip(1).filter(|field| !field.contains('=') && !is_style(field) && !is_size(field));
        return rest.next().copied().unwrap_or_default().to_owned();
    }
    let behind = arguments.free().skip_while(|word| word.trim_matches(',') != source).skip(1);
    let words: Vec<&str> = behind.skip_while(|word| is_size(word) || is_style(word)).collect();
    let words = words.join(" ");
    // Two quoted texts in one argument, which is itself in single quotes: `"title text" "alt text"`.
    match words.split_once("\" \"") {
        Some((_, alt)) => alt.trim_matches('"').to_owned(),
        None => words.trim_matches(['"', '\'']).to_owned(),
    }
}

fn is_size(word: &str) -> bool {
    let digits = word.trim_end_matches("px").trim_end_matches('%').trim_end_matches("em");
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// A player or embedded page: a link to it.
fn player(name: &str, arguments: &Arguments<'_>) -> Rendered {
    let named =
        arguments.named(&["src", "url", "id", "link", "video", "video_id", "bvid", "file", "repo", "mp4", "tweet"]);
    let free = || arguments.free().find(|word| !word.is_empty() && !matches!(*word, "left" | "right" | "center"));
    let fields = arguments.fields();
    let in_frame = in_fields(&fields, "video").or_else(|| in_fields(&fields, "img"));
    let Some(id) = in_frame.or(named).or_else(free) else { return Rendered::Nothing };
    let id = id.split("::").next().unwrap_or(id).trim_matches(['"', '\'', ',']);
    let user = arguments.named(&["user"]).or_else(|| arguments.free().next()).unwrap_or_default();
    let second = arguments.free().nth(1);
    let address = match name {
        _ if is_address(id) => id.to_owned(),
        "youtube" | "youtuber" => format!("https://www.youtube.com/watch?v={id}"),
        "vimeo" => format!("https://vimeo.com/{id}"),
        "bilibili" if id.bytes().all(|byte| byte.is_ascii_digit()) => format!("https://www.bilibili.com/video/av{id}"),
        "bilibili" => format!("https://www.bilibili.com/video/{id}"),
        "gist" => match second.filter(|second| !second.contains('.')) {
            Some(second) => format!("https://gist.github.com/{user}/{second}"),
            None => format!("https://gist.github.com/{id}"),
        },
        "tweet" | "twitter" | "x" if arguments.named(&["user"]).is_some() => {
            format!("https://twitter.com/{user}/status/{id}")
        }
        "tweet" | "twitter" | "x" => format!("https://twitter.com/i/status/{}", second.unwrap_or(id)),
        "instagram" => format!("https://www.instagram.com/p/{id}/"),
        "jsfiddle" => format!("https://jsfiddle.net/{id}/"),
        "codepen" => second.map_or_else(|| id.to_owned(), |pen| format!("https://codepen.io/{id}/pen/{pen}")),
        "github" | "ghcard" | "ghbdage" => format!("https://github.com/{id}"),
        "asciinema" => format!("https://asciinema.org/a/{id}"),
        _ => id.to_owned(),
    };
    // A placeholder in a post about the tag itself: text, since it is no address.
    if !address.contains(['.', '/']) {
        return Rendered::Inline(address);
    }
    let title = arguments.named(&["title", "caption", "name", "label"]);
    Rendered::Inline(anchor(&address, title.unwrap_or(&address)))
}

fn anchor(address: &str, text: &str) -> String {
    format!("<a href=\"{}\">{text}</a>", escape(address))
}

/// A link, given by fields or words in any order.
fn link(name: &str, arguments: &Arguments<'_>) -> Rendered {
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
        (Some(address), true) => Rendered::Inline(anchor(address, &escape(address))),
        (None, _) => Rendered::Inline(text),
    }
}

/// The fields of a link that are its text; `has_separator` says that they are fields rather than words.
fn link_texts<'a>(name: &str, fields: &[&'a str], has_separator: bool, address: Option<&str>) -> Vec<&'a str> {
    let is_text = |field: &&str| {
        !field.is_empty() && Some(*field) != address && !is_address(field) && !field.split_whitespace().all(is_style)
    };
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
fn post_link(arguments: &Arguments<'_>) -> Rendered {
    let mut free = arguments.free();
    let Some(slug) = free.next() else { return Rendered::Nothing };
    let title = free.filter(|word| !matches!(*word, "true" | "false")).collect::<Vec<_>>().join(" ");
    let title = title.trim_matches(['"', '\'']);
    Rendered::Inline(anchor(slug, if title.is_empty() { slug } else { title }))
}

/// Jekyll's include, judged by its arguments because the included file is not available.
fn include(arguments: &Arguments<'_>) -> Rendered {
    let file = arguments.free().next().unwrap_or_default();
    let pictures = ["src", "url", "image", "image_path", "path", "file", "img", "image_url", "filename"];
    let picture_named = arguments.named(&pictures).filter(|address| is_picture(address));
    if picture_named.is_some() || ["figure", "image", "img", "picture"].iter().any(|kind| file.starts_with(kind)) {
        return picture(arguments);
    }
    for site in ["youtube", "vimeo", "bilibili", "gist", "tweet", "codepen"] {
        let provider = arguments.named(&["provider", "type"]).is_some_and(|provider| provider == site);
        if file.to_ascii_lowercase().contains(site) || provider {
            return player(site, arguments);
        }
    }
    if ["video", "audio", "iframe"].iter().any(|kind| file.starts_with(kind)) {
        return player("video", arguments);
    }
    match arguments.named(&["content", "text", "message", "body", "note"]) {
        Some(text) => Rendered::Quote(text.to_owned()),
        None => Rendered::Nothing,
    }
}

/// An unknown tag: its text for readers is kept.
fn unknown(syntax: Syntax, arguments: &Arguments<'_>) -> Rendered {
    let address = arguments.named(&["src", "url", "href", "link"]).filter(|address| is_address(address));
    if let Some(address) = address.filter(|_| syntax != Syntax::Output) {
        if is_picture(address) {
            return picture(arguments);
        }
        let text = visible_text(arguments);
        return Rendered::Inline(anchor(address, if text.is_empty() { address } else { &text }));
    }
    let text = visible_text(arguments);
    Rendered::Inline(text.clone()).unless(text.is_empty())
}
