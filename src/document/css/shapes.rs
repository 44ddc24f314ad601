//! Values that decide whether a box can be seen.

use crate::document::css::value::Component;

/// Margins and padding from this many pixels on separate boxes.
const LEAST_GAP: f32 = 4.0;

/// A width or height.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Size {
    /// At most a pixel: boxes for screen readers often have one.
    Nothing,
    /// All there is.
    Full,
    Some,
    /// As the content needs.
    Auto,
}

impl Size {
    /// The size of a value.
    pub(super) fn of(value: &Component) -> Self {
        match value {
            Component::Percentage(part) if *part >= 0.99 => Self::Full,
            Component::Word(word)
                if matches!(word.as_str(), "stretch" | "-webkit-fill-available" | "-moz-available") =>
            {
                Self::Full
            }
            Component::Percentage(part) if *part > 0.0 => Self::Some,
            _ if value.is_zero() || value.length().is_some_and(|length| length <= 1.0) => Self::Nothing,
            Component::Length(_) => Self::Some,
            _ => Self::Auto,
        }
    }
}

/// The pixels by which a box is moved, as far as known.
pub(super) fn offset(value: &Component) -> f32 {
    value.length().unwrap_or(0.0)
}

/// Whether a margin or padding separates a box from its neighbour.
pub(super) fn is_apart(value: &Component) -> bool {
    value.length().is_some_and(|length| length >= LEAST_GAP)
        || matches!(value, Component::Percentage(part) if *part > 0.0)
}

/// `clip`: whether nothing is left of the box.
pub(super) fn clip(value: &Component) -> bool {
    let Component::Function(name, sides) = value else { return false };
    let lengths: Vec<_> = sides.iter().filter_map(Component::length).collect();
    match lengths[..] {
        [top, right, bottom, left] => name == "rect" && (bottom - top < 1.5 || right - left < 1.5),
        _ => false,
    }
}

/// `clip-path`: whether nothing is left of the box.
pub(super) fn clip_path(value: &Component) -> bool {
    let Component::Function(name, arguments) = value else { return false };
    let first = arguments.first();
    match name.as_str() {
        // An inset by half from both sides leaves nothing; with only one value it applies to all four.
        "inset" => {
            let sides: Vec<_> = arguments.iter().take_while(|side| side.word().is_none()).collect();
            let half = |side: &Component| matches!(side, Component::Percentage(part) if *part >= 0.5);
            match sides[..] {
                [all] => half(all),
                [block, inline] | [block, inline, _] => half(block) || half(inline),
                _ => false,
            }
        }
        "circle" | "ellipse" => first.is_some_and(Component::is_zero),
        "polygon" | "rect" => !arguments.is_empty() && arguments.iter().all(Component::is_zero),
        _ => false,
    }
}
