//! Attributes common to all elements: direction, language, alignment, white space, visibility.

use html5ever::{Attribute, local_name};

use crate::document::build::inline::WhiteSpace;
use crate::document::model::Align;

/// The common attributes of one element.
#[derive(Default)]
pub(in crate::document) struct CommonAttributes<'t> {
    pub(in crate::document) id: Option<&'t str>,
    pub(in crate::document) name: Option<&'t str>,
    pub(in crate::document) class: &'t str,
    pub(in crate::document) lang: Option<&'t str>,
    pub(in crate::document) title: Option<&'t str>,
    pub(in crate::document) direction: Option<Direction>,
    pub(in crate::document) align: Option<Align>,
    pub(in crate::document) white: Option<WhiteSpace>,
    pub(in crate::document) hidden: bool,
}

/// The text direction of an element's blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::document) enum Direction {
    /// From left to right.
    #[default]
    Ltr,
    /// From right to left.
    Rtl,
    /// Each block by its first strong character.
    Auto,
}

impl Direction {
    /// Whether a block with this text runs from right to left.
    pub(in crate::document) fn is_rtl(self, text: &str) -> bool {
        match self {
            Self::Ltr => false,
            Self::Rtl => true,
            Self::Auto => crate::text::is_rtl(text),
        }
    }
}

impl<'t> CommonAttributes<'t> {
    /// Reads the attributes of an element.
    pub(in crate::document) fn read(attributes: &'t [Attribute]) -> Self {
        let mut common = Self::default();
        for Attribute { name, value } in attributes {
            match name.local {
                local_name!("id") => common.id = Some(value),
                local_name!("name") => common.name = Some(value),
                local_name!("class") => common.class = value,
                local_name!("lang") | local_name!("xml:lang") => common.lang = Some(value.trim()),
                local_name!("title") => common.title = Some(value.trim()),
                local_name!("dir") => common.direction = direction(value),
                local_name!("align") => common.align = common.align.or(alignment(value)),
                local_name!("hidden") => common.hidden = true,
                local_name!("style") => common.style(value),
                _ => {}
            }
        }
        common
    }

    /// Whether the element has this class.
    pub(in crate::document) fn has_class(&self, class: &str) -> bool {
        !self.class.is_empty() && self.class.split_ascii_whitespace().any(|word| word == class)
    }

    fn style(&mut self, style: &str) {
        for declaration in style.split(';') {
            let Some((property, value)) = declaration.split_once(':') else { continue };
            let value = value.trim().trim_end_matches("!important").trim_end();
            let property = property.trim();
            if property.eq_ignore_ascii_case("display") {
                self.hidden |= value.eq_ignore_ascii_case("none");
            } else if property.eq_ignore_ascii_case("text-align") {
                self.align = alignment(value).or(self.align);
            } else if property.eq_ignore_ascii_case("white-space") {
                self.white = white_space(value);
            } else if property.eq_ignore_ascii_case("direction") {
                self.direction = direction(value);
            }
        }
    }
}

fn direction(value: &str) -> Option<Direction> {
    match value.trim().to_ascii_lowercase().as_str() {
        "ltr" => Some(Direction::Ltr),
        "rtl" => Some(Direction::Rtl),
        "auto" => Some(Direction::Auto),
        _ => None,
    }
}

fn alignment(value: &str) -> Option<Align> {
    match value.trim().to_ascii_lowercase().as_str() {
        "center" | "middle" | "-webkit-center" => Some(Align::Center),
        "right" | "end" | "-webkit-right" => Some(Align::End),
        "left" | "start" | "justify" => Some(Align::Start),
        _ => None,
    }
}

fn white_space(value: &str) -> Option<WhiteSpace> {
    match value.to_ascii_lowercase().as_str() {
        "pre" | "pre-wrap" | "break-spaces" => Some(WhiteSpace::Keep),
        "pre-line" => Some(WhiteSpace::Lines),
        "normal" | "nowrap" => Some(WhiteSpace::Collapse),
        _ => None,
    }
}

/// The language of code named by a class: `language-x`, `lang-x`, `brush: x`, `highlight x`, `sourceCode x`.
pub(in crate::document) fn code_language(class: &str) -> Option<&str> {
    let mut words = class.split(|c: char| c.is_ascii_whitespace() || c == ';').filter(|word| !word.is_empty());
    let mut expected = false;
    let mut found = None;
    for word in &mut words {
        if let Some(language) = word.strip_prefix("language-").or_else(|| word.strip_prefix("lang-")) {
            return Some(language).filter(|language| !language.is_empty());
        }
        if expected && found.is_none() {
            found = Some(word);
        }
        expected = matches!(word, "highlight" | "brush:" | "sourceCode");
    }
    found.filter(|word| {
        !matches!(*word, "hljs" | "chroma" | "table" | "wrap" | "plain" | "plaintext" | "numberSource" | "line-numbers")
    })
}
