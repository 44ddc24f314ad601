//! Attributes common to all elements: direction, language, alignment, visibility, style.

use std::rc::Rc;

use html5ever::{Attribute, LocalName, local_name};

use crate::document::css::{Declarations, Display, TextAlign};
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
    pub(in crate::document) align: Option<TextAlign>,
    /// `hidden` or `popover`.
    pub(in crate::document) hidden: bool,
    /// The `style` attribute.
    pub(in crate::document) style: Option<&'t str>,
    /// What it declares, once parsed.
    pub(in crate::document) css: Option<Rc<Declarations>>,
}

/// The text direction of an element's blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::document) enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
    /// Each block by its first strong character.
    #[default]
    Auto,
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
                local_name!("align") => common.align = alignment(value),
                local_name!("hidden") => common.hidden |= !value.eq_ignore_ascii_case("until-found"),
                local_name!("style") => common.style = Some(value),
                _ => common.hidden |= &*name.local == "popover",
            }
        }
        common
    }

    /// Whether the element has this class.
    pub(in crate::document) fn has_class(&self, class: &str) -> bool {
        self.class.len() >= class.len() && self.class.split_ascii_whitespace().any(|word| word == class)
    }

    /// `display`, if the `style` attribute declares it.
    pub(in crate::document) fn display(&self) -> Option<Display> {
        self.css.as_deref()?.display
    }

    /// Whether the element is hidden unless `display` says otherwise: by `hidden`, as a popover, or for screen readers
    /// only. What can be found in the page (`hidden=until-found`) is shown, because nothing could reveal it later.
    pub(in crate::document) fn is_hidden(&self) -> bool {
        let names_one = || self.class.split_ascii_whitespace().any(|class| READER_CLASSES.contains(&class));
        self.hidden || self.class.len() >= SHORTEST && names_one()
    }
}

/// Classes by which common style sheets show text to screen readers only: of Bootstrap and Tailwind, of WordPress, of
/// Foundation, of HTML5 Boilerplate.
const READER_CLASSES: [&str; 5] = ["sr-only", "visually-hidden", "screen-reader-text", "show-for-sr", "visuallyhidden"];

/// The length of the shortest of [`READER_CLASSES`]: most classes are looked at once for many elements.
const SHORTEST: usize = "sr-only".len();

/// Whether `align` aligns the text of an element (HTML §15.3). On a table, a picture or a rule it only moves the box.
pub(in crate::document) fn aligns_text(name: &LocalName) -> bool {
    matches!(
        &**name,
        "p" | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "caption"
            | "center"
    )
}

/// The alignment of a block that runs from right to left, or from left to right.
pub(in crate::document) fn resolve(align: TextAlign, rtl: bool) -> Align {
    match align {
        TextAlign::Center => Align::Center,
        TextAlign::End => Align::End,
        TextAlign::Left if rtl => Align::End,
        TextAlign::Right if !rtl => Align::End,
        TextAlign::Start | TextAlign::Left | TextAlign::Right => Align::Start,
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

/// The values of `align`.
fn alignment(value: &str) -> Option<TextAlign> {
    match value.to_ascii_lowercase().as_str() {
        "center" | "middle" => Some(TextAlign::Center),
        "right" => Some(TextAlign::Right),
        "left" => Some(TextAlign::Left),
        "justify" => Some(TextAlign::Start),
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
