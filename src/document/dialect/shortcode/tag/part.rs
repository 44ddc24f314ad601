//! Comments by which themes divide the content of a tag: `<!-- tab 标题@icon -->`.

use crate::document::dialect::shortcode::arguments::assignment;
use crate::document::dialect::shortcode::around::strong;
use crate::document::dialect::shortcode::tag::markup::{anchor, inline};

/// Names of comments that may begin a part.
pub(in crate::document::dialect::shortcode) const PARTS: [&str; 13] = [
    "tab",
    "node",
    "folder",
    "item",
    "card",
    "cell",
    "timeline",
    "okr",
    "section",
    "paragraph",
    "line",
    "chattip",
    "chatcell",
];

/// The line that stands for the comment in the content of `holder`; its first argument and the number of the part name
/// a part without a label.
pub(in crate::document::dialect::shortcode) fn part(
    name: &str,
    arguments: &str,
    holder: &str,
    first: &str,
    number: usize,
) -> Option<String> {
    let text = match (name, holder) {
        ("tab" | "node" | "folder" | "item" | "card", _) => return label(name, arguments, first, number),
        ("timeline", "timeline") => strong(&inline(arguments)),
        ("section", "paper") => strong(&inline(arguments)),
        ("okr", "okr") => strong(&objective(arguments)),
        ("chattip", "chat") => inline(arguments),
        ("chatcell", "chat") => message(arguments),
        _ => String::new(),
    };
    (!text.is_empty()).then_some(text)
}

/// `<!-- tab 标题@icon -->`; a tab without label and icon is named by its tabs and its number.
fn label(name: &str, arguments: &str, first: &str, number: usize) -> Option<String> {
    let (text, icon) = arguments.split_once('@').unwrap_or((arguments, ""));
    let text = text.trim();
    let text = text.strip_prefix("active").map_or(text, str::trim);
    if !text.is_empty() {
        return Some(strong(&inline(text)));
    }
    let is_named = name == "tab" && icon.is_empty() && !first.is_empty();
    is_named.then(|| strong(&format!("{} {number}", inline(first.trim_end_matches(',')))))
}

/// `kr1 percent:100 status:finished`: the name and the share.
fn objective(arguments: &str) -> String {
    let mut words = Vec::new();
    for word in arguments.split_whitespace() {
        match assignment(word) {
            None => words.push(inline(&word.to_uppercase())),
            Some(("percent", share)) => words.push(format!("{}%", inline(share))),
            Some(_) => {}
        }
    }
    words.join(" ")
}

/// `user:user1 md:你好 tag:1`: who says what. Parameters extend to the next known name.
fn message(arguments: &str) -> String {
    const KEYS: [&str; 12] =
        ["user", "tag", "md", "quote", "image", "emoji", "source", "voice", "type", "video", "link", "file"];
    let mut values: Vec<(&str, String)> = Vec::new();
    for word in arguments.split_whitespace() {
        match word.split_once(':').filter(|(key, _)| KEYS.contains(key) || *key == "from") {
            Some((key, value)) => values.push((key, value.to_owned())),
            None => {
                if let Some((_, value)) = values.last_mut() {
                    value.push(' ');
                    value.push_str(word);
                }
            }
        }
    }
    let value = |name: &str| values.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str());
    let media = ["voice", "video", "link", "file"].iter().find_map(|key| value(key));
    let said = match (value("md"), value("image"), media) {
        (Some(text), ..) => inline(text),
        (None, Some(picture), _) => format!("<img src=\"{picture}\" alt=\"\">"),
        (None, None, Some(address)) => anchor(address, value("from").unwrap_or(address)),
        _ => value("emoji").map(inline).unwrap_or_default(),
    };
    match value("user") {
        Some(user) => format!("<strong>{}</strong>：{said}", inline(user)),
        None => said,
    }
}
