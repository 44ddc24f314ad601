//! Void tags (without content): pictures, links, players, styled words.

use crate::document::dialect::shortcode::arguments::{
    Arguments, Word, assignment, escape, is_address, is_picture, is_style,
};
use crate::document::dialect::shortcode::around::{Around, Rendered, strong};
use crate::document::dialect::shortcode::known::{include_known, known, unknown_lines, void_known};
use crate::document::dialect::shortcode::tag::{anchor, inline, link, picture, post_link};
use crate::document::dialect::shortcode::token::Syntax;

/// The result of the tag with this name.
pub(in crate::document::dialect::shortcode) fn void_tag(
    name: &str,
    syntax: Syntax,
    arguments: &Arguments<'_>,
) -> Rendered {
    if matches!(name, "mmedia" | "owl")
        && let Some((first, rest)) = arguments.words.split_first()
    {
        return void_tag(&first.value.to_ascii_lowercase(), syntax, &inner(arguments, rest));
    }
    if let Some(tag) = known(name, syntax, arguments)
        && let Some(rendered) = void_known(name, tag, arguments)
    {
        return rendered;
    }
    match name {
        "img" | "image" | "asset_img" | "asset_image" | "fancybox" | "fb_img" | "fb" | "imgcap" | "figure"
        | "figurecaption" | "imgproc" | "inlineimage" | "inlineimg" | "lightbox" | "picture" | "full-image" | "fi"
        | "limg" | "responsive_image" | "imgur" | "zoomable" | "postimage" | "vimg" | "pic" | "photo" => {
            picture(arguments).unwrap_or_else(|| unknown(Syntax::Liquid, arguments))
        }
        "mp3" | "peertube" | "youku" | "douyin" | "raw_html" | "twitch" | "tiktok" | "iframely" | "md" => {
            media(arguments)
        }
        "link" | "btn" | "button" | "cell" | "site" | "sitelink" | "linkgrid" | "xlink" | "hashtag" | "linkcard"
        | "card" | "pandown" | "copylink" | "menuitem" | "contact" | "a" | "href" | "anchor" | "url" | "external"
        | "urlcard" | "link-card" | "blogcard" | "asset_link" | "file" | "attachment" => link(name, arguments),
        "post_link" => post_link(arguments),
        "post_url" | "post_path" | "asset_path" | "ref" | "relref" | "asset" | "static" | "absurl" | "relurl" => {
            arguments.free().next().map_or(Rendered::Nothing, |path| Rendered::Address(path.to_owned()))
        }
        "include" | "include_relative" | "include_cached" | "partial" => include(arguments),
        "note" | "notel" | "noteblock" | "blocknote" | "alert" | "notice" | "admonition" | "callout" | "quot"
        | "blockquote" | "quote" | "tip" | "info" | "warning" | "danger" | "box" | "poetry" => boxed(arguments),
        "checkbox" | "radio" | "cb" => task(arguments),
        _ => other(name, syntax, arguments),
    }
}

/// The arguments behind the name of another tag: `{% mmedia "bilibili" "bvid:BV1" %}`.
fn inner<'a>(arguments: &Arguments<'a>, words: &[Word<'a>]) -> Arguments<'a> {
    let word = |word: &Word<'a>| match assignment(word.value) {
        Some((key, value)) if word.key.is_none() => Word { key: Some(key), value, quoted: true },
        _ => *word,
    };
    let raw = arguments.raw.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim());
    Arguments { raw, words: words.iter().map(word).collect(), called: false }
}

/// A box whose text is in the arguments.
fn boxed(arguments: &Arguments<'_>) -> Rendered {
    let text = inline(&field_text(arguments));
    let title = arguments.named(&["title", "header"]).map(|title| strong(&inline(title))).unwrap_or_default();
    if text.is_empty() {
        return Rendered::Nothing;
    }
    let title = if title == strong(&text) { String::new() } else { title };
    Rendered::Boxed(Box::new(Around::quoted(title, String::new())), text)
}

/// A recording or embedded page at an address.
fn media(arguments: &Arguments<'_>) -> Rendered {
    let named = arguments.named(&["src", "url", "link", "file", "id"]);
    match named.or_else(|| arguments.free().next()) {
        Some(address) if address.contains(['.', '/']) => {
            let title = arguments.named(&["title", "caption", "name", "label"]).unwrap_or(address);
            Rendered::Inline(anchor(address, title))
        }
        Some(placeholder) => Rendered::Inline(placeholder.to_owned()),
        None => Rendered::Nothing,
    }
}

/// The result of a tag for inline text, and of an unknown tag.
fn other(name: &str, syntax: Syntax, arguments: &Arguments<'_>) -> Rendered {
    let text = || inline(&field_text(arguments));
    match name {
        "u" | "underline" | "wavy" => element("u", &text()),
        "emp" | "em" => element("em", &text()),
        "del" | "s" => element("del", &text()),
        "kbd" | "key" => element("kbd", &inline(arguments.raw.trim_matches(['"', '\'']))),
        "mark" | "hl" | "highlight" if !arguments.raw.is_empty() => element("mark", &text()),
        "sup" => element("sup", &text()),
        "sub" => element("sub", &text()),
        // Code, which needs no more markup.
        "copy" => Rendered::Inline(copied(arguments)),
        "p" | "span" | "psw" | "label" | "text" | "blur" | "color" | "font" | "tag" | "badge" | "bubble" | "menu"
        | "mdtext" | "heimu" | "hideinline" | "hidetext" | "rainbow" | "em_text" | "colorful" | "shake"
        | "reference" | "referto" | "subnote" | "title" => Rendered::Inline(inline(&words(name, arguments))),
        "timenode" | "folder" | "tab" => Rendered::Inline(text()),
        "math" | "katex" | "latex" if !arguments.raw.is_empty() => Rendered::Inline(format!("${}$", arguments.text())),
        "ruby" => Rendered::Inline(ruby(arguments)),
        "abbr" => {
            let (title, text) = (arguments.named(&["title"]).unwrap_or_default(), text());
            Rendered::Inline(format!("<abbr title=\"{}\">{text}</abbr>", escape(title)))
        }
        // The name of a picture of an emotion.
        "emoji" => match arguments.free().last() {
            Some(name) => Rendered::Inline(inline(&format!("\\[{name}\\]"))),
            None => Rendered::Nothing,
        },
        "br" | "newline" => Rendered::Inline("<br>".to_owned()),
        "include_code" | "import" | "snippet" | "include-code" => include_code(arguments),
        "navbar" => Rendered::Inline(inline(&without_names(arguments))),
        _ if SILENT.contains(&name) => Rendered::Nothing,
        _ => unknown(syntax, arguments),
    }
}

/// Tags that never produce text.
const SILENT: [&str; 33] = [
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
    "icon",
];

fn element(name: &str, text: &str) -> Rendered {
    if text.is_empty() { Rendered::Nothing } else { Rendered::Inline(format!("<{name}>{text}</{name}>")) }
}

/// `{% include_code [title] [lang:js] file %}`.
fn include_code(arguments: &Arguments<'_>) -> Rendered {
    let words: Vec<&str> = arguments.free().collect();
    match words.split_last() {
        Some((file, title)) => {
            Rendered::Inline(format!("{} `{file}`", inline(&title.join(" "))).trim_start().to_owned())
        }
        None => Rendered::Nothing,
    }
}

/// The arguments without those that have names, as they are.
fn without_names(arguments: &Arguments<'_>) -> String {
    let words = arguments.raw.split_whitespace().filter(|word| word.starts_with('[') || !word.contains(':'));
    words.collect::<Vec<_>>().join(" ")
}

/// `{% checkbox green checked, 文字 %}`, `{% checkbox checked:true 文字 %}` and `{% cb 文字, true %}`.
fn task(arguments: &Arguments<'_>) -> Rendered {
    let fields = arguments.fields();
    let switches = fields.get(1..).unwrap_or_default();
    if let Some(text) = fields.first()
        && !switches.is_empty()
        && switches.iter().all(|field| matches!(*field, "true" | "false" | ""))
    {
        return Rendered::Task(switches.first() == Some(&"true"), inline(text));
    }
    if let word @ ("checked" | "true" | "false") = arguments.raw.trim_matches(',').trim() {
        return Rendered::Task(word != "false", String::new());
    }
    let checked = arguments.free().any(|word| word.trim_matches(',') == "checked");
    let checked = checked || matches!(arguments.named(&["checked"]), Some("true" | "checked"));
    Rendered::Task(checked, inline(&field_text(arguments)))
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
        "hideinline" => match arguments.fields().as_slice() {
            [text, label, ..] if !label.is_empty() => format!("{label}：{text}"),
            fields => fields.first().copied().unwrap_or_default().to_owned(),
        },
        "bubble" | "reference" | "subnote" => arguments
            .fields()
            .into_iter()
            .filter(|field| !field.starts_with('#'))
            .take(2)
            .collect::<Vec<_>>()
            .join("："),
        _ => field_text(arguments),
    }
}

/// Stellar: `{% copy git:https owner/name %}`.
fn copied(arguments: &Arguments<'_>) -> String {
    let text = arguments.text();
    match arguments.named(&["git"]) {
        Some("ssh") => format!("`git@github.com:{text}.git`"),
        Some("gh") => format!("`gh repo clone {text}`"),
        Some(_) => format!("`https://github.com/{}.git`", text.trim_start_matches('/')),
        None => format!("{} `{text}`", arguments.named(&["prefix"]).unwrap_or_default()).trim_start().to_owned(),
    }
}

fn ruby(arguments: &Arguments<'_>) -> String {
    let quoted = arguments.words.iter().any(|word| word.quoted);
    let parts = arguments.raw.split(['|', ' ']).map(str::trim).filter(|part| !part.is_empty());
    let parts: Vec<&str> = if quoted { arguments.free().collect() } else { parts.collect() };
    let mut parts = parts.into_iter();
    match (parts.next(), parts.next()) {
        (Some(base), Some(reading)) => format!("<ruby>{base}<rt>{reading}</rt></ruby>"),
        (Some(base), None) => base.to_owned(),
        _ => String::new(),
    }
}

/// Jekyll's include, judged by its arguments because the included file is not available.
fn include(arguments: &Arguments<'_>) -> Rendered {
    let file = arguments.free().next().unwrap_or_default();
    let name = file.rsplit('/').next().unwrap_or(file).split('.').next().unwrap_or_default().to_ascii_lowercase();
    let words = arguments.words.get(1..).unwrap_or_default().to_vec();
    let arguments = &Arguments { words, ..arguments.clone() };
    if let Some(rendered) = include_known(&name, arguments) {
        return rendered;
    }
    let pictures = ["src", "url", "image", "image_path", "path", "file", "img", "image_url", "filename"];
    let picture_named = arguments.named(&pictures).filter(|address| is_picture(address));
    if picture_named.is_some() || ["figure", "image", "img", "picture"].iter().any(|kind| name.starts_with(kind)) {
        return include_known("image", arguments).unwrap_or(Rendered::Nothing);
    }
    for kind in ["youtube", "vimeo", "bilibili", "gist", "tweet", "codepen", "video", "audio", "iframe"] {
        if name.contains(kind) {
            return include_known(kind, arguments).unwrap_or(Rendered::Nothing);
        }
    }
    let texts = unknown_lines(arguments, false);
    if texts.is_empty() {
        return Rendered::Nothing;
    }
    match arguments.named(&["content", "text", "message", "body", "note"]) {
        Some(text) => {
            let title = arguments.named(&["title"]).map(|title| strong(&inline(title))).unwrap_or_default();
            Rendered::Boxed(Box::new(Around::quoted(title, String::new())), inline(text))
        }
        None => Rendered::lines(texts),
    }
}

/// An unknown tag: its text for readers is kept.
fn unknown(syntax: Syntax, arguments: &Arguments<'_>) -> Rendered {
    let address = arguments.named(&["src", "url", "href", "link"]).filter(|address| is_address(address));
    if syntax != Syntax::Output && address.is_some_and(is_picture) {
        return picture(arguments).unwrap_or(Rendered::Nothing);
    }
    Rendered::lines(unknown_lines(arguments, false))
}
