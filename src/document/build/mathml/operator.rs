//! The text of MathML's token elements.

use crate::formula::symbols::{class_of, shown};
use crate::formula::tree::{Class, Node};

/// An operator, `mo`, with its `form` and `fence` attributes.
pub(in crate::document::build::mathml) fn operator(
    text: &str,
    form: Option<&str>,
    is_fence: bool,
    is_first: bool,
) -> Node {
    let text = shown(text);
    let text = if text == "∥" && (is_fence || form.is_some_and(|form| form != "infix")) { "‖" } else { text };
    let class = match text {
        "" if is_fence => {
            if is_first {
                Class::Open
            } else {
                Class::Close
            }
        }
        "" => Class::Thin,
        "|" | "‖" | "||" | "∣" if form == Some("prefix") => Class::Open,
        "|" | "‖" | "||" | "∣" if form == Some("postfix") => Class::Close,
        "||" => Class::Bar,
        "∣" if is_fence => Class::Bar,
        text => class_of_operator(text),
    };
    Node::symbol(class, text, 0)
}

/// The class of an operator, also of several characters.
fn class_of_operator(text: &str) -> Class {
    let class = class_of(text);
    if class != Class::Letter || text.chars().nth(1).is_none() {
        return class;
    }
    if text.chars().any(|c| c.is_alphanumeric()) {
        // Words: `and`, `if`, `such that`.
        return Class::Relation;
    }
    let is_all = |signs: &str| text.chars().all(|c| signs.contains(c));
    match () {
        () if text.contains(['=', '<', '>', '→', '∼']) => Class::Relation,
        () if is_all("′″‴!") => Class::Postfix,
        () if is_all(".…⋯") => Class::Letter,
        () if is_all("()[]{}") => Class::Letter,
        () => Class::Binary,
    }
}

/// An identifier or number, `mi` or `mn`. A sign is not a part of it.
pub(in crate::document::build::mathml) fn identifier(text: &str, is_number: bool) -> Node {
    let mut chars = text.chars();
    let sign = chars.next().filter(|c| matches!(c, '-' | '−' | '+' | '±')).filter(|_| !chars.as_str().is_empty());
    if let Some(sign) = sign {
        let rest = identifier(chars.as_str().trim_start(), is_number);
        return Node::Row(vec![Node::symbol(Class::Binary, shown(sign.encode_utf8(&mut [0; 4])), 0), rest]);
    }
    let class = match class_of(shown(text)) {
        _ if text.is_empty() => Class::Thin,
        _ if is_number => Class::Number,
        Class::Letter | Class::Number if text.chars().nth(1).is_some() => Class::Name,
        class => class,
    };
    Node::symbol(class, shown(text), 0)
}

/// Words, with the spaces around them.
pub(in crate::document::build::mathml) fn words(text: &str) -> Node {
    let is_blank = |c: char| c.is_whitespace();
    let words = text.split(is_blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let space = |is_there: bool| is_there.then(|| Node::symbol(Class::Space, " ", 0));
    // Only the spaces that MathML does not trim are left.
    let trimmed = text.trim_matches(['\u{20}', '\t', '\n', '\r', '\u{c}']);
    let word = (!words.is_empty()).then(|| Node::symbol(Class::Text, &words, 0));
    let before = space(trimmed.starts_with(is_blank));
    let after = space(!words.is_empty() && trimmed.ends_with(is_blank));
    Node::Row([before, word, after].into_iter().flatten().collect())
}

/// A space of this width, a length or a named space.
pub(in crate::document::build::mathml) fn space(width: &str) -> Class {
    let width = width.trim();
    let number = width.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let unit = width.get(number.len()..).unwrap_or_default();
    let number = number.parse::<f64>().unwrap_or_default();
    let ems = match unit {
        "verythickmathspace" | "veryverythickmathspace" => 1.0,
        "em" | "rem" => number,
        "ex" => number / 2.0,
        "px" | "" => number / 16.0,
        "pt" => number / 12.0,
        "cm" | "in" | "pc" => number,
        "mm" => number / 4.0,
        _ => 0.0,
    };
    if ems >= 0.3 { Class::Space } else { Class::Thin }
}
