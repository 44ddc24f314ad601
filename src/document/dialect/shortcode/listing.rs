//! Tags whose content is not Markdown: code, formulas, lists of sites, songs.

use crate::document::dialect::shortcode::arguments::{Arguments, escape};
use crate::document::dialect::shortcode::tag::{anchor, inline};

/// The content of such a tag.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::document::dialect::shortcode) enum Verbatim {
    /// Text as it is, or inline HTML.
    Raw(String),
    /// A caption, and HTML as a block of its own.
    Block(String, String),
}

/// What is written for the content. `alone` says whether the tags are on lines of their own, `prefix` is the
/// indentation and the markers of their lines.
pub(in crate::document::dialect::shortcode) fn verbatim(
    name: &str,
    arguments: &Arguments<'_>,
    content: &str,
    alone: bool,
    prefix: &str,
) -> Verbatim {
    match name {
        "raw" | "verbatim" => Verbatim::Raw(content.to_owned()),
        "comment" | "style" | "css" | "js" | "javascript" | "script" | "schema" | "stylesheet" => {
            Verbatim::Raw(String::new())
        }
        "katex" | "math" | "latex" | "tex" => formula(arguments, content.trim(), alone),
        "flink" => Verbatim::Block(String::new(), sites(content)),
        "linkgrid" | "lg" => Verbatim::Block(String::new(), grid(arguments, content)),
        "aplayerlist" => Verbatim::Block(String::new(), songs(content)),
        "aplayerlrc" => Verbatim::Block(song(arguments), lyrics(content)),
        "highlight" if is_inline(arguments) => Verbatim::Raw(format!("<code>{}</code>", inline_code(content.trim()))),
        _ => listing(name, arguments, content, prefix),
    }
}

fn formula(arguments: &Arguments<'_>, content: &str, alone: bool) -> Verbatim {
    let pairs = [("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$")];
    let bare = pairs.iter().find_map(|(open, close)| content.strip_prefix(open)?.strip_suffix(close));
    if bare.unwrap_or(content).contains('$') {
        // Text with formulas.
        return Verbatim::Raw(content.to_owned());
    }
    let content = bare.unwrap_or(content).trim();
    let display = arguments.words.iter().any(|word| word.key == Some("display") && word.value != "false");
    let kind = if display || alone || content.contains('\n') { "display" } else { "inline" };
    let html = format!("<span class=\"math math-{kind}\">{}</span>", inline_code(content));
    if kind == "inline" { Verbatim::Raw(html) } else { Verbatim::Block(String::new(), html) }
}

/// Hugo: `{{< highlight go "hl_inline=true" >}}`.
fn is_inline(arguments: &Arguments<'_>) -> bool {
    arguments.raw.to_ascii_lowercase().contains("hl_inline=true")
}

/// Code within a line, in which Markdown means nothing.
fn inline_code(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c.is_ascii_punctuation() => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

fn listing(name: &str, arguments: &Arguments<'_>, content: &str, prefix: &str) -> Verbatim {
    let is_language = |word: &&str| {
        !word.is_empty() && !word.contains([':', '/', '"', '<', '=', '.']) && word.is_ascii() && *word != "linenos"
    };
    let named = arguments.named(&["lang", "language", "type"]).filter(|word| is_language(word));
    let language = match name {
        "codeblock" | "code" | "highlight" | "prism" => named.or_else(|| arguments.free().find(is_language)),
        "typeit" => arguments.named(&["code"]),
        "tab" => named,
        "score" => Some("abc"),
        name => Some(name),
    };
    let caption = caption(name, arguments, language, named.is_some());
    let mut code = String::with_capacity(content.len() + 64);
    let class = language.map(|language| format!(" class=\"language-{}\"", escape(language))).unwrap_or_default();
    code.push_str(&format!("<pre><code{class}>"));
    let content = content.strip_prefix('\r').unwrap_or(content);
    let content = content.strip_prefix('\n').unwrap_or(content);
    for (number, line) in content.split_inclusive('\n').enumerate() {
        if number > 0 {
            code.push_str(prefix);
        }
        let shared = line.bytes().zip(prefix.bytes()).take_while(|(a, b)| a == b).count();
        code.push_str(&escape(line.get(shared..).unwrap_or(line)));
    }
    code.push_str("</code></pre>");
    Verbatim::Block(caption, code)
}

/// `{% codeblock [title] [lang:js] [url] [text of the link] %}`, or by name.
fn caption(name: &str, arguments: &Arguments<'_>, language: Option<&str>, is_named: bool) -> String {
    if name == "tab" {
        let title = arguments.named(&["header", "title", "name", "label"]).or_else(|| arguments.free().next());
        return title.map(|title| format!("<strong>{}</strong>", inline(title))).unwrap_or_default();
    }
    if let Some(caption) = arguments.named(&["title", "caption", "filename", "header", "file"]) {
        return inline(caption);
    }
    let count = arguments.free().count();
    if !matches!(name, "codeblock" | "code") || !(is_named || count > 1 || language.is_none()) {
        return String::new();
    }
    let words: Vec<&str> =
        arguments.free().filter(|word| (Some(*word) != language || is_named) && *word != "linenos").collect();
    let Some(at) = words.iter().position(|word| word.contains("://")).filter(|at| *at > 0) else {
        return inline(&words.join(" "));
    };
    let (title, rest) = words.split_at_checked(at).unwrap_or_default();
    let link = rest.first().copied().unwrap_or_default();
    let text = rest.get(1..).unwrap_or_default().join(" ");
    format!("{} {}", inline(&title.join(" ")), anchor(link, if text.is_empty() { link } else { &text }))
}

/// Butterfly's list of sites in YAML: names of groups, then links with descriptions.
fn sites(content: &str) -> String {
    let mut out = String::new();
    let (mut name, mut link, mut about) = ("", "", "");
    let is_item = |line: &str| line.trim_start().starts_with("- ");
    let mut lines = content.lines().peekable();
    while let Some(line) = lines.next() {
        let pair = line.trim().trim_start_matches("- ").trim();
        let (key, value) = pair.split_once(':').unwrap_or((pair, ""));
        let value = value.trim().trim_matches(['"', '\'']);
        match key.trim() {
            "class_name" if !value.is_empty() => out.push_str(&format!("<p><strong>{}</strong></p>", inline(value))),
            "class_desc" if !value.is_empty() => out.push_str(&format!("<p>{}</p>", inline(value))),
            "name" => name = value,
            "link" => link = value,
            "descr" | "desc" | "description" => about = value,
            _ => {}
        }
        let ends = lines.peek().is_none_or(|next| is_item(next));
        if ends && !(name.is_empty() && link.is_empty()) {
            out.push_str(&site(name, link, about));
            (name, link, about) = ("", "", "");
        }
    }
    out
}

/// NexT's list of sites: a line `name | address | description | picture` for each.
fn grid(arguments: &Arguments<'_>, content: &str) -> String {
    let mut words = arguments.free().skip(1);
    let (separator, comment) = (words.next().unwrap_or("|"), words.next().unwrap_or("%"));
    let mut out = String::new();
    for line in content.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(comment)) {
        let mut fields = line.split(separator).map(str::trim);
        let (name, link) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
        out.push_str(&site(name, link, fields.next().unwrap_or_default()));
    }
    out
}

fn site(name: &str, link: &str, about: &str) -> String {
    let name = if name.is_empty() { link } else { name };
    let name = if link.is_empty() { inline(name) } else { anchor(link, name) };
    let about = if about.is_empty() { String::new() } else { format!("<br>{}", inline(about)) };
    format!("<p>{name}{about}</p>")
}

/// The songs of a list in JSON: for each title, the author and the address that follow it.
fn songs(content: &str) -> String {
    let mut out = String::new();
    for part in content.split("\"title\"").skip(1) {
        let value = |key: &str| {
            let rest = if key.is_empty() { part } else { part.split_once(key)?.1 };
            rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?.split('"').next()
        };
        let title = value("").unwrap_or_default();
        let author = value("\"author\"").map(|author| format!(" - {author}")).unwrap_or_default();
        let text = format!("{title}{author}");
        let link = value("\"url\"").map_or_else(|| inline(&text), |url| anchor(url, &text));
        out.push_str(&format!("<p>{link}</p>"));
    }
    out
}

/// `{% aplayerlrc title author url … %}`.
fn song(arguments: &Arguments<'_>) -> String {
    let words: Vec<&str> = arguments.free().collect();
    match words.as_slice() {
        [title, author, url, ..] => anchor(url, &format!("{title} - {author}")),
        words => inline(&words.join(" - ")),
    }
}

/// Lines of a song without their times: `[00:12.00]`.
fn lyrics(content: &str) -> String {
    let time = |line: &str| -> Option<usize> {
        let end = line.strip_prefix('[')?.find(']')?;
        line.get(1..=end)?.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.')).then_some(end + 2)
    };
    let mut lines = Vec::new();
    for line in content.lines() {
        let mut line = line.trim();
        while let Some(rest) = time(line).and_then(|end| line.get(end..)) {
            line = rest.trim_start();
        }
        if !line.is_empty() {
            lines.push(inline(line));
        }
    }
    format!("<p>{}</p>", lines.join("<br>"))
}
