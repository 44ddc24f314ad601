//! Whether an element starts and ends a block: by its name, unless `display` or `float` say otherwise.

use html5ever::{LocalName, local_name};

use crate::document::build::boxes::styles::Styles;
use crate::document::build::context::{Context, Items, Leaf};
use crate::document::build::style::CommonAttributes;
use crate::document::css::{Declarations, Display};
use crate::document::html::tree::{NONE, Tree};

/// What happens at the start and at the end of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) enum Edges {
    /// What its name says.
    Own,
    /// A block that is inline: only its style counts.
    Inline,
    /// As `Inline`, but a space separates it from its neighbours.
    InlineGap,
    /// An inline element that a space separates from its neighbours.
    Gap,
    /// An inline element that starts and ends a block.
    Block,
    /// A block with the marker of a list item.
    Item,
}

/// The edges of an element in a context.
pub(in crate::document) fn edges<'t>(
    tree: &'t Tree,
    id: u32,
    common: &CommonAttributes<'t>,
    context: &Context,
    styles: &mut Styles<'t>,
) -> Edges {
    let items = if context.leaf == Leaf::Code { Items::Flow } else { context.items };
    if common.css.is_none() && items == Items::Flow || context.leaf == Leaf::Math {
        return Edges::Own;
    }
    let Some(name) = tree.name(id) else { return Edges::Own };
    let none = Declarations::default();
    let css = common.css.as_deref().unwrap_or(&none);
    if is_inline(name) {
        return inline_edges(tree, id, css, items);
    }
    if items == Items::Blocks || css.floats {
        return Edges::Own;
    }
    match css.display {
        Some(Display::ListItem) if is_flow(name) => Edges::Item,
        Some(Display::Inline | Display::Contents) if is_flow(name) => Edges::Inline,
        Some(Display::Inline | Display::Contents) if is_heading(name) && shares_line(tree, id, styles) => Edges::Inline,
        Some(Display::InlineBlock | Display::InlineFlex)
            if is_flow(name) && !css.full_width && !tree.children(id).any(|child| is_block(tree, child, styles)) =>
        {
            if css.apart {
                Edges::InlineGap
            } else {
                Edges::Inline
            }
        }
        _ => Edges::Own,
    }
}

fn inline_edges(tree: &Tree, id: u32, css: &Declarations, items: Items) -> Edges {
    match css.display {
        Some(Display::ListItem) => Edges::Item,
        Some(Display::Block | Display::Flex | Display::Table(_)) => Edges::Block,
        Some(Display::InlineBlock | Display::InlineFlex) if css.full_width => Edges::Block,
        Some(Display::Contents) => Edges::Own,
        _ if items == Items::Blocks || css.floats && !is_drop_cap(tree, id) => Edges::Block,
        _ if items == Items::Boxes => Edges::Gap,
        _ => Edges::Own,
    }
}

/// Whether a child begins a block, or a line of its own.
fn is_block<'t>(tree: &'t Tree, id: u32, styles: &mut Styles<'t>) -> bool {
    let Some(name) = tree.name(id) else { return false };
    let display = tree.attribute(id, "style").and_then(|style| styles.get(style).display);
    match display {
        Some(Display::Block | Display::Flex | Display::ListItem | Display::Table(_)) => true,
        Some(_) => false,
        None => !is_inline(name) && !matches!(&**name, "br" | "wbr" | "ruby" | "script" | "style" | "svg" | "math"),
    }
}

/// Whether text or an inline element is next to an element on the same line.
fn shares_line<'t>(tree: &'t Tree, id: u32, styles: &mut Styles<'t>) -> bool {
    let blank = |id: u32| tree.text_of(id).is_some_and(|text| text.trim().is_empty());
    let mut siblings = [tree.previous(id), tree.node(id).next];
    for (at, sibling) in siblings.iter_mut().enumerate() {
        if *sibling != NONE && blank(*sibling) {
            *sibling = if at == 0 { tree.previous(*sibling) } else { tree.node(*sibling).next };
        }
    }
    siblings.into_iter().filter(|sibling| *sibling != NONE).any(|sibling| {
        tree.text_of(sibling).is_some()
            || tree.name(sibling).is_some_and(|name| {
                let display = tree.attribute(sibling, "style").and_then(|style| styles.get(style).display);
                match display {
                    Some(Display::Inline | Display::InlineBlock) => true,
                    None => is_inline(name),
                    _ => false,
                }
            })
    })
}

/// Whether a float is only the large first letter of the text after it.
fn is_drop_cap(tree: &Tree, id: u32) -> bool {
    let text = tree.descendants(id).take(8).filter_map(|id| tree.text_of(id));
    let letters = text.flat_map(str::chars).filter(|c| !c.is_whitespace()).take(3).count();
    let next = tree.node(id).next;
    let continues = tree.text_of(next).is_some_and(|text| !text.starts_with(|c: char| c.is_whitespace()))
        || tree.name(next).is_some_and(is_inline);
    next != NONE && (1..=2).contains(&letters) && continues
}

fn is_heading(name: &LocalName) -> bool {
    matches!(&**name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Elements whose content stays in the line.
fn is_inline(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("a")
            | local_name!("abbr")
            | local_name!("acronym")
            | local_name!("b")
            | local_name!("bdi")
            | local_name!("bdo")
            | local_name!("big")
            | local_name!("button")
            | local_name!("cite")
            | local_name!("code")
            | local_name!("data")
            | local_name!("del")
            | local_name!("dfn")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("img")
            | local_name!("input")
            | local_name!("ins")
            | local_name!("kbd")
            | local_name!("label")
            | local_name!("mark")
            | local_name!("nobr")
            | local_name!("output")
            | local_name!("picture")
            | local_name!("q")
            | local_name!("s")
            | local_name!("samp")
            | local_name!("small")
            | local_name!("span")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("sub")
            | local_name!("sup")
            | local_name!("svg")
            | local_name!("time")
            | local_name!("tt")
            | local_name!("u")
            | local_name!("var")
    ) || name.contains('-')
}

/// Blocks that can become inline.
fn is_flow(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("address")
            | local_name!("article")
            | local_name!("aside")
            | local_name!("blockquote")
            | local_name!("center")
            | local_name!("dd")
            | local_name!("div")
            | local_name!("dl")
            | local_name!("dt")
            | local_name!("fieldset")
            | local_name!("figcaption")
            | local_name!("footer")
            | local_name!("form")
            | local_name!("header")
            | local_name!("legend")
            | local_name!("li")
            | local_name!("main")
            | local_name!("nav")
            | local_name!("ol")
            | local_name!("p")
            | local_name!("section")
            | local_name!("ul")
    )
}
