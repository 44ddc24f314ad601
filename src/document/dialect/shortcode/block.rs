//! Tags with content: what they put before and after it.

use crate::document::dialect::shortcode::arguments::{Arguments, escape, is_style};
use crate::document::dialect::shortcode::token::Syntax;

/// What a pair of tags puts around its content.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::document::dialect::shortcode) struct Around {
    /// HTML before the content; empty if the content needs none.
    pub(in crate::document::dialect::shortcode) open: String,
    /// A line before the content, as Markdown.
    pub(in crate::document::dialect::shortcode) title: String,
    /// A line after the content, as Markdown.
    pub(in crate::document::dialect::shortcode) source: String,
    /// HTML after the content.
    pub(in crate::document::dialect::shortcode) close: &'static str,
    /// Labels for the parts inside.
    pub(in crate::document::dialect::shortcode) labels: Vec<String>,
    /// Whether the content is inline text.
    pub(in crate::document::dialect::shortcode) inline: bool,
}

/// The summary of a box without a title.
pub(in crate::document::dialect::shortcode) const UNTITLED: &str = "…";

/// Boxes set off from the text.
const BOXES: [&str; 43] = [
    "note",
    "noteblock",
    "notel",
    "notebox",
    "subnote",
    "alert",
    "alerts",
    "notice",
    "admonition",
    "admon",
    "callout",
    "hint",
    "tip",
    "tips",
    "warning",
    "warn",
    "info",
    "danger",
    "caution",
    "important",
    "success",
    "error",
    "question",
    "attention",
    "box",
    "boxmd",
    "bubble",
    "blockquote",
    "quote",
    "cq",
    "centerquote",
    "pullquote",
    "quot",
    "epigraph",
    "message",
    "aside",
    "sidenote",
    "infobox",
    "expl",
    "bq",
    "grace",
    "poetry",
    "reference",
];

/// Boxes that fold.
const FOLDS: [&str; 20] = [
    "folding",
    "fold",
    "folder",
    "details",
    "detail",
    "detailsopen",
    "expand",
    "collapse",
    "collapsible",
    "spoiler",
    "hidetoggle",
    "hideblock",
    "toggle",
    "accordion",
    "accordionitem",
    "accordion-item",
    "foldable",
    "cloak",
    "hide",
    "expandable",
];

/// Parts of tabs, timelines and galleries, each with a label.
const PARTS: [&str; 18] = [
    "tab", "timenode", "node", "item", "step", "card", "panel", "pane", "column", "col", "section", "timeline",
    "chapter", "event", "faq", "slide", "project", "about",
];

/// Containers of parts.
const HOLDERS: [&str; 10] =
    ["tabs", "tabpane", "codes", "code-tabs", "code-group", "tabgroup", "steps", "cards", "codetabs", "tab-content"];

/// Tags whose arguments are instructions for the generator, and never text.
const SILENT: [&str; 21] = [
    "if",
    "unless",
    "for",
    "case",
    "tablerow",
    "set",
    "block",
    "macro",
    "filter",
    "with",
    "cache",
    "ifblock",
    "trim",
    "autoescape",
    "gallery",
    "grid",
    "swiper",
    "videos",
    "btns",
    "mathjax",
    "gallerygroup",
];

/// What a pair of tags puts around its content.
pub(in crate::document::dialect::shortcode) fn around(name: &str, syntax: Syntax, arguments: &Arguments<'_>) -> Around {
    let has = |list: &[&str]| list.contains(&name);
    if has(&["blockquote", "quote", "epigraph"]) {
        return quotation(syntax, arguments);
    }
    if has(&BOXES) {
        return set_off(arguments);
    }
    if has(&FOLDS) {
        return fold(name, arguments);
    }
    if has(&HOLDERS) {
        return Around { labels: labels(arguments), ..Around::default() };
    }
    if has(&PARTS) {
        return Around { title: strong(&title(arguments)), ..Around::default() };
    }
    let (open, close) = match name {
        "u" | "underline" | "ins" => ("<u>", "</u>"),
        "del" | "s" => ("<del>", "</del>"),
        "kbd" | "key" => ("<kbd>", "</kbd>"),
        "mark" | "hl" => ("<mark>", "</mark>"),
        "sup" => ("<sup>", "</sup>"),
        "sub" => ("<sub>", "</sub>"),
        "emp" | "em" => ("<em>", "</em>"),
        "strong" | "bold" => ("<strong>", "</strong>"),
        "center" => {
            return Around { open: "<div align=\"center\">".into(), close: "</div>", ..Around::default() };
        }
        "figure" => {
            let caption = arguments.named(&["caption", "title"]).unwrap_or_default().to_owned();
            return Around { source: caption, ..Around::default() };
        }
        _ if has(&SILENT) => return Around::default(),
        _ => return Around { title: strong(&visible_text(arguments)), ..Around::default() },
    };
    Around { open: open.into(), close, inline: true, ..Around::default() }
}

/// A box set off from the text. Arguments that are all lower-case words select a style.
fn set_off(arguments: &Arguments<'_>) -> Around {
    let is_style =
        arguments.words.iter().all(|word| !word.quoted && word.value.bytes().all(|byte| byte.is_ascii_lowercase()));
    let title = if is_style { String::new() } else { strong(&title(arguments)) };
    Around { open: "<blockquote>".into(), title, close: "</blockquote>", ..Around::default() }
}

/// A box that folds.
fn fold(name: &str, arguments: &Arguments<'_>) -> Around {
    let open = arguments.words.iter().any(|word| match word.key {
        Some(key) => matches!(key, "open" | "opened") && word.value == "true",
        None => word.value == "open" || word.value == "open,",
    });
    let open = if open || name == "detailsopen" { " open" } else { "" };
    let title = title(arguments);
    let title = if title.is_empty() { UNTITLED.to_owned() } else { title };
    let open = format!("<details{open}><summary>{title}</summary>");
    Around { open, close: "</details>", ..Around::default() }
}

fn strong(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!("<strong>{title}</strong>") }
}

/// `{% blockquote AUTHOR[, SOURCE] [LINK] [TITLE] %}` and `{{< quote author="…" >}}`.
fn quotation(syntax: Syntax, arguments: &Arguments<'_>) -> Around {
    let mut source = match syntax {
        Syntax::Hugo => String::new(),
        _ => {
            let mut parts: Vec<String> = Vec::new();
            let mut link = None;
            let free: Vec<&str> = arguments.raw.split_whitespace().collect();
            for word in free {
                if word.contains("://") {
                    link = Some(word);
                } else {
                    parts.push(word.to_owned());
                }
            }
            let text = parts.join(" ");
            match link {
                Some(link) => format!("{text} <{link}>"),
                None => text,
            }
        }
    };
    let names = ["author", "by", "source", "cite", "from"].map(|key| arguments.named(&[key]));
    let named: Vec<&str> = names.into_iter().flatten().collect();
    if !named.is_empty() {
        source = named.join(", ");
    }
    let source = source.trim().to_owned();
    let source = if source.is_empty() { source } else { format!("— {source}") };
    Around { open: "<blockquote>".into(), source, close: "</blockquote>", ..Around::default() }
}

/// The title in the arguments: by name, otherwise after the first comma, otherwise the words that select no style.
fn title(arguments: &Arguments<'_>) -> String {
    let named =
        arguments.named(&["title", "name", "header", "heading", "label", "summary", "caption", "tabname", "tabName"]);
    if let Some(named) = named {
        return named.to_owned();
    }
    if let Some(text) = arguments.after_first() {
        return text.trim_matches(['"', '\'']).to_owned();
    }
    let raw = arguments.raw.trim_start_matches(':');
    let choices = arguments.words.iter().all(|word| word.key.is_some() || is_style(word.value));
    if choices {
        return String::new();
    }
    if arguments.words.iter().any(|word| word.key.is_some() || word.quoted || is_style(word.value)) {
        let is_icon = |word: &str| word.split_whitespace().all(is_style);
        return arguments.free().filter(|word| !is_icon(word)).collect::<Vec<_>>().join(" ");
    }
    raw.to_owned()
}

/// Text for readers in an unknown tag: a named title, or words that are not in Latin letters.
pub(in crate::document::dialect::shortcode) fn visible_text(arguments: &Arguments<'_>) -> String {
    if let Some(named) = arguments.named(&["title", "caption", "label", "text", "content", "header", "summary"]) {
        return named.to_owned();
    }
    let is_visible = |text: &str| text.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    let texts: Vec<&str> = arguments.free().filter(|word| is_visible(word)).collect();
    texts.join(" ")
}

/// The labels of tabs given by the tag around them.
fn labels(arguments: &Arguments<'_>) -> Vec<String> {
    if let Some(items) = arguments.named(&["items", "labels", "names", "tabs", "titles"]) {
        return items.split(',').map(|item| item.trim().to_owned()).collect();
    }
    arguments.free().map(str::to_owned).collect()
}

/// The label of a part given by `<!-- tab 标题@icon -->`.
pub(in crate::document::dialect::shortcode) fn part_label(arguments: &str) -> String {
    let text = arguments.split('@').next().unwrap_or_default().trim();
    let text = text.strip_prefix("active").map_or(text, str::trim);
    strong(&escape(text))
}
