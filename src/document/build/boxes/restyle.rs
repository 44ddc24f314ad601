//! The style of text by CSS, after that by elements.

use html5ever::{LocalName, local_name};

use crate::document::build::context::{Context, Leaf};
use crate::document::build::inline;
use crate::document::build::style::CommonAttributes;
use crate::document::css::{Script, Toggle, WhiteSpace};
use crate::document::model::Style;

/// Changes the style that an element passes on, by its `style` attribute.
pub(in crate::document) fn restyle(
    name: &LocalName,
    common: &CommonAttributes<'_>,
    outer: &Context,
    next: &mut Context,
) {
    let Some(css) = common.css.as_deref() else { return };
    // Code is highlighted by its language.
    if matches!(next.leaf, Leaf::Code | Leaf::Math) {
        return;
    }
    let style = &mut next.format.style;
    // Headings have a weight of their own.
    if !matches!(&**name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "th") {
        toggle(css.bold, Style::STRONG, outer, style);
    }
    toggle(css.italic, Style::EMPHASIS, outer, style);
    // Lines continue through all descendants, so an element can only take back its own. Links have their own.
    let linked = next.format.link.is_some();
    let own_line = matches!(*name, local_name!("u") | local_name!("ins"));
    line(css.underline.filter(|on| !(linked && *on)), own_line, Style::UNDERLINE, outer, style);
    let own_line = matches!(*name, local_name!("s") | local_name!("strike") | local_name!("del"));
    line(css.line_through, own_line, Style::DELETED, outer, style);
    match css.script {
        Some(Script::Super) => *style = style.difference(Style::SUBSCRIPT) | Style::SUPERSCRIPT,
        Some(Script::Sub) => *style = style.difference(Style::SUPERSCRIPT) | Style::SUBSCRIPT,
        Some(Script::Neither) | None => {}
    }
}

fn toggle(value: Option<Toggle>, flag: Style, outer: &Context, style: &mut Style) {
    match value {
        Some(Toggle::On) => style.insert(flag),
        Some(Toggle::Off) => style.remove(flag),
        Some(Toggle::Inherit) => style.set(flag, outer.format.style.contains(flag)),
        None => {}
    }
}

fn line(value: Option<bool>, own: bool, flag: Style, outer: &Context, style: &mut Style) {
    match value {
        Some(true) => style.insert(flag),
        Some(false) if own => style.set(flag, outer.format.style.contains(flag)),
        Some(false) | None => {}
    }
}

/// How white space is treated, in the terms of the text being read.
pub(in crate::document) fn white_space(value: WhiteSpace) -> inline::WhiteSpace {
    match value {
        WhiteSpace::Collapse => inline::WhiteSpace::Collapse,
        WhiteSpace::Lines => inline::WhiteSpace::Lines,
        WhiteSpace::Keep => inline::WhiteSpace::Keep,
    }
}
