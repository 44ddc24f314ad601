//! Values made of keywords and simple numbers.

use std::rc::Rc;

use crate::document::css::counter::CounterStyle;
use crate::document::css::declarations::{Display, ListStyle, Script, TablePart, Toggle, WhiteSpace};
use crate::document::css::value::Component;

/// Indents from this many pixels on are first-line indents.
const LEAST_INDENT: f32 = 12.0;

/// The meaning of a value that is one of these keywords.
pub(super) fn keyword<T: Copy>(value: &[Component], known: &[(&str, T)]) -> Option<T> {
    let [Component::Word(word)] = value else { return None };
    known.iter().find(|(name, _)| name == word).map(|(_, meaning)| *meaning)
}

/// `display` (CSS Display 3 §2), with the names that browsers still accept.
pub(super) fn display(value: &[Component]) -> Option<Display> {
    let words = value.iter().map(Component::word).collect::<Option<Vec<_>>>()?;
    match words[..] {
        [word] => single_display(word),
        [_, _] | [_, _, _] => several_displays(&words),
        _ => None,
    }
}

fn single_display(word: &str) -> Option<Display> {
    Some(match word {
        "none" | "table-column" | "table-column-group" => Display::None,
        "contents" => Display::Contents,
        "inline" | "initial" | "unset" | "ruby" | "ruby-base" | "math" => Display::Inline,
        "inline-block" | "inline-table" => Display::InlineBlock,
        "inline-flex" | "inline-grid" | "-webkit-inline-box" | "-webkit-inline-flex" => Display::InlineFlex,
        "block" | "flow" | "flow-root" => Display::Block,
        "flex" | "grid" | "-webkit-box" | "-webkit-flex" => Display::Flex,
        "list-item" => Display::ListItem,
        "table" => Display::Table(TablePart::Table),
        "table-row" => Display::Table(TablePart::Row),
        "table-header-group" => Display::Table(TablePart::Head),
        "table-row-group" => Display::Table(TablePart::Body),
        "table-footer-group" => Display::Table(TablePart::Foot),
        "table-cell" => Display::Table(TablePart::Cell),
        "table-caption" => Display::Table(TablePart::Caption),
        _ => return None,
    })
}

/// An outer and an inner display type, in any order, and perhaps `list-item`.
fn several_displays(words: &[&str]) -> Option<Display> {
    let count = |kinds: &[&str]| words.iter().filter(|word| kinds.contains(word)).count();
    let (outer, inner) = (count(&["block", "inline"]), count(&["flow", "flow-root", "table", "flex", "grid", "ruby"]));
    let (item, has) = (count(&["list-item"]), |word| words.contains(&word));
    let flows = inner == 0 || has("flow") || has("flow-root");
    if outer > 1 || inner > 1 || item > 1 || outer + inner + item != words.len() || item == 1 && !flows {
        return None;
    }
    let inline = has("inline") || has("ruby") && !has("block");
    Some(match inline {
        true if has("flow-root") || has("table") => Display::InlineBlock,
        true if has("flex") || has("grid") => Display::InlineFlex,
        true => Display::Inline,
        false if item == 1 => Display::ListItem,
        false if has("table") => Display::Table(TablePart::Table),
        false if has("flex") || has("grid") => Display::Flex,
        false => Display::Block,
    })
}

/// `opacity`.
pub(super) fn opacity(value: &[Component]) -> Option<f32> {
    match value {
        [Component::Number(part) | Component::Percentage(part)] => Some(*part),
        _ => keyword(value, &[("initial", 1.0), ("unset", 1.0), ("inherit", 1.0)]),
    }
}

/// `white-space` and `white-space-collapse` (CSS Text 4 §3).
pub(super) fn white_space(value: &[Component]) -> Option<WhiteSpace> {
    let mut found = None;
    for part in value {
        let kind = match part.word()? {
            "pre" | "pre-wrap" | "break-spaces" | "preserve" | "preserve-spaces" => WhiteSpace::Keep,
            "pre-line" | "preserve-breaks" => WhiteSpace::Lines,
            "normal" | "collapse" | "initial" => WhiteSpace::Collapse,
            // These say nothing about collapsing.
            "nowrap" | "wrap" | "balance" | "pretty" | "stable" | "none" | "discard-before" | "discard-after" => {
                continue;
            }
            _ => return None,
        };
        found = Some(kind);
    }
    found.or((!value.is_empty()).then_some(WhiteSpace::Collapse))
}

/// `text-indent`: whether it is a first-line indent.
pub(super) fn text_indent(value: &[Component]) -> Option<bool> {
    let has = |word| value.iter().any(|part| part.word() == Some(word));
    if has("initial") {
        return Some(false);
    }
    let amount = value.iter().find_map(|part| match part {
        Component::Percentage(part) => Some(*part >= 0.02),
        _ => part.length().map(|length| length >= LEAST_INDENT),
    })?;
    Some(amount && !has("hanging"))
}

/// `font-weight` (CSS Fonts 4 §2.2).
pub(super) fn weight(value: &Component) -> Option<Toggle> {
    match value {
        Component::Number(weight) if (1.0..=1000.0).contains(weight) => {
            Some(if *weight >= 600.0 { Toggle::On } else { Toggle::Off })
        }
        _ => match value.word()? {
            "bold" | "bolder" => Some(Toggle::On),
            "normal" | "lighter" | "initial" => Some(Toggle::Off),
            "inherit" | "unset" => Some(Toggle::Inherit),
            _ => None,
        },
    }
}

/// `font-style`.
pub(super) fn slant(value: &Component) -> Option<Toggle> {
    match value.word()? {
        "italic" | "oblique" => Some(Toggle::On),
        "normal" | "initial" => Some(Toggle::Off),
        "inherit" | "unset" => Some(Toggle::Inherit),
        _ => None,
    }
}

/// `font-size`: whether it is 0. Relative sizes above 0 leave 0 what it is.
pub(super) fn is_size_zero(value: &Component) -> Option<bool> {
    match value {
        _ if value.is_zero() => Some(true),
        Component::Length(length) => (*length > 0.0).then_some(false),
        Component::Word(word) if matches!(word.as_str(), "inherit" | "unset" | "smaller" | "larger") => None,
        Component::Word(word) => {
            (word.ends_with("small") || word.ends_with("large") || word == "medium").then_some(false)
        }
        _ => None,
    }
}

/// `vertical-align`.
pub(super) fn script(value: &Component) -> Script {
    match value.word() {
        Some("super") => Script::Super,
        Some("sub") => Script::Sub,
        _ => Script::Neither,
    }
}

/// `overflow`: whether what is outside the box is hidden.
pub(super) fn clips(value: &Component) -> bool {
    matches!(value.word(), Some("hidden" | "clip"))
}

/// `list-style`: what it leaves out becomes initial.
pub(super) fn list_style(value: &[Component]) -> Option<ListStyle> {
    let is_other = |part: &&Component| {
        !matches!(part, Component::Url) && !matches!(part.word(), Some("inside" | "outside" | "none"))
    };
    let mut types = value.iter().filter(is_other);
    let none = value.iter().any(|part| part.word() == Some("none"));
    let image = value.contains(&Component::Url);
    match (types.next(), types.next()) {
        (None, _) if value.is_empty() => None,
        // The `none` next to a picture is the type behind it.
        (None, _) => Some(if none && !image { ListStyle::None } else { ListStyle::Disc }),
        (Some(kind), None) => list_style_type(kind),
        _ => None,
    }
}

/// `list-style-type` (CSS Lists 3 §3.4).
pub(super) fn list_style_type(value: &Component) -> Option<ListStyle> {
    if let Component::Text(text) = value {
        return Some(ListStyle::Text(Rc::from(text.as_str())));
    }
    Some(match value.word()? {
        "none" => ListStyle::None,
        "disc" | "initial" => ListStyle::Disc,
        "circle" => ListStyle::Circle,
        "square" => ListStyle::Square,
        "disclosure-open" => ListStyle::Text(Rc::from("▾")),
        "disclosure-closed" => ListStyle::Text(Rc::from("▸")),
        "inherit" | "unset" | "revert" | "revert-layer" => return None,
        // An unknown counter style counts in decimal.
        name => ListStyle::Counter(CounterStyle::named(name)),
    })
}
