//! Tags with content: what they put before and after it.

use crate::document::dialect::shortcode::arguments::{Arguments, is_style};
use crate::document::dialect::shortcode::around::{Around, strong};
use crate::document::dialect::shortcode::known::{around_known, known, unknown_lines};
use crate::document::dialect::shortcode::tag::{anchor, inline};
use crate::document::dialect::shortcode::token::Syntax;

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
pub(in crate::document::dialect::shortcode) fn around(
    name: &str,
    syntax: Syntax,
    arguments: &Arguments<'_>,
    content: &str,
) -> Around {
    // Stellar: `{% tip text:注解 %}词句{% endtip %}`.
    if let Some(text) = arguments.named(&["text"]).filter(|_| name == "tip" && syntax == Syntax::Liquid) {
        return Around::inline(String::new(), format!("（{}）", inline(text)));
    }
    if let Some(tag) = known(name, syntax, arguments) {
        return around_known(name, tag, arguments, content);
    }
    let has = |list: &[&str]| list.contains(&name);
    if has(&["blockquote", "quote", "epigraph"]) {
        return quotation(arguments);
    }
    if has(&BOXES) {
        return set_off(arguments);
    }
    if has(&FOLDS) {
        return fold(name, arguments);
    }
    if has(&HOLDERS) {
        let title = arguments.named(&["title"]).map(|title| strong(&inline(title)));
        return Around { labels: labels(arguments), title: title.unwrap_or_default(), ..Around::default() };
    }
    if has(&PARTS) {
        return Around { title: strong(&inline(&title(arguments))), ..Around::default() };
    }
    styled(name, arguments).unwrap_or_else(|| match name {
        "menu" | "submenu" => {
            let fields = arguments.fields();
            let fields = fields.get(..if name == "menu" { fields.len() } else { 1 }).unwrap_or_default();
            Around { title: strong(&inline(&fields.join(" "))), ..Around::default() }
        }
        "center" => Around::tags("<div align=\"center\">", "</div>"),
        "figure" => Around { source: caption(arguments), ..Around::default() },
        _ if has(&SILENT) => Around { title: group_title(arguments), ..Around::default() },
        _ => Around { title: unknown_lines(arguments, true).join("<br>"), ..Around::default() },
    })
}

/// Tags for inline text.
fn styled(name: &str, arguments: &Arguments<'_>) -> Option<Around> {
    let (open, close) = match name {
        "u" | "underline" | "ins" => ("<u>", "</u>"),
        "del" | "s" => ("<del>", "</del>"),
        "kbd" | "key" => ("<kbd>", "</kbd>"),
        "mark" | "hl" => ("<mark>", "</mark>"),
        "sup" => ("<sup>", "</sup>"),
        "sub" => ("<sub>", "</sub>"),
        "emp" | "em" => ("<em>", "</em>"),
        "strong" | "bold" => ("<strong>", "</strong>"),
        "textcolor" | "color" | "font" | "span" | "blur" | "heimu" => ("", ""),
        _ => return None,
    };
    let text = arguments.named(&["text", "title", "content"]).map(|text| inline(text) + " ").unwrap_or_default();
    Some(Around::inline(format!("{text}{open}"), close))
}

/// The caption of a figure around its pictures: by name, or the first word in quotation marks.
fn caption(arguments: &Arguments<'_>) -> String {
    let quoted = arguments.words.iter().find(|word| word.key.is_none() && word.quoted).map(|word| word.value);
    arguments.named(&["caption", "title"]).or(quoted).map(inline).unwrap_or_default()
}

/// The title of a group of pictures or buttons, given by name.
fn group_title(arguments: &Arguments<'_>) -> String {
    strong(&arguments.named(&["title", "caption"]).map(inline).unwrap_or_default())
}

/// A box set off from the text. Arguments that are all lower-case words select a style.
fn set_off(arguments: &Arguments<'_>) -> Around {
    let is_style =
        arguments.words.iter().all(|word| !word.quoted && word.value.bytes().all(|byte| byte.is_ascii_lowercase()));
    let title = if is_style { String::new() } else { strong(&inline(&title(arguments))) };
    let author = arguments.named(&["author", "by", "source", "cite", "from"]).map(|text| format!("— {}", inline(text)));
    Around::quoted(title, author.unwrap_or_default())
}

/// A box that folds.
fn fold(name: &str, arguments: &Arguments<'_>) -> Around {
    let open = arguments.words.iter().any(|word| match word.key {
        Some(key) => matches!(key, "open" | "opened") && word.value == "true",
        None => word.value == "open" || word.value == "open,",
    });
    // Fluid: `{% fold info @标题 %}`.
    let title = match arguments.raw.split_once('@') {
        Some((look, text)) if look.split_whitespace().all(is_style) => text.trim().to_owned(),
        _ => title(arguments),
    };
    Around::folding(&inline(&title), open || name == "detailsopen")
}

/// `{% blockquote AUTHOR[, WORK] [LINK] [TITLE] %}`.
fn quotation(arguments: &Arguments<'_>) -> Around {
    let mut author: Vec<&str> = Vec::new();
    let mut title: Vec<&str> = Vec::new();
    let mut link = None;
    for word in arguments.raw.split_whitespace().map(|word| word.trim_matches(['"', '\''])) {
        if link.is_none() && word.contains("://") {
            link = Some(word);
        } else if link.is_some() {
            title.push(word);
        } else if !word.starts_with("indent:") {
            author.push(word);
        }
    }
    let mut parts = vec![inline(&author.join(" "))];
    if let Some(link) = link {
        parts.push(anchor(link, &if title.is_empty() { link.to_owned() } else { title.join(" ") }));
    }
    let names = ["author", "by", "source", "cite", "from"].map(|key| arguments.named(&[key]));
    let named: Vec<&str> = names.into_iter().flatten().filter(|_| arguments.raw.contains('=')).collect();
    let source = if named.is_empty() { parts.join(" ") } else { inline(&named.join(", ")) };
    let source = source.trim();
    let source = if source.is_empty() { String::new() } else { format!("— {source}") };
    Around::quoted(String::new(), source)
}

/// The title in the arguments: by name, otherwise after the first comma, otherwise the words that select no style.
fn title(arguments: &Arguments<'_>) -> String {
    let keys = ["title", "name", "header", "heading", "label", "summary", "caption", "tabname"];
    let mut named: Vec<&str> = keys.iter().filter_map(|key| arguments.named(&[key])).collect();
    named.dedup();
    if !named.is_empty() {
        return named.join(" ");
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

/// The labels of tabs given by the tag around them.
fn labels(arguments: &Arguments<'_>) -> Vec<String> {
    if let Some(items) = arguments.named(&["items", "labels", "names", "tabs", "titles"]) {
        return items.split(',').map(|item| item.trim().to_owned()).collect();
    }
    arguments.free().map(str::to_owned).collect()
}
