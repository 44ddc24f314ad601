//! Puts the parts of tables into the order in which they are displayed, and makes tables of elements that are displayed
//! as one.

use html5ever::{LocalName, local_name};

use crate::document::css::{Declarations, Display, TablePart, declarations};
use crate::document::html::tree::{NONE, Tree};

/// Cells with more nodes are not looked through: they are layout.
const MOST_NODES: usize = 64;

/// Makes a tree ready for the reading of its tables.
pub(in crate::document) fn arrange_tables(tree: &mut Tree) {
    for id in 0..tree.nodes.len() as u32 {
        if is(tree, id, &local_name!("table")) {
            order_parts(tree, id);
        } else if part(tree, id) == Some(TablePart::Table) && is_neutral(tree, id) {
            convert(tree, id);
        }
    }
}

/// A head comes before the rows and a foot behind them, wherever the source has them. Only the first of each does (CSS 2
/// §17.2). A caption below the table is moved behind it.
fn order_parts(tree: &mut Tree, table: u32) {
    let children: Vec<u32> = tree.children(table).collect();
    let named = |tree: &Tree, name: &LocalName| children.iter().copied().find(|child| is(tree, *child, name));
    let below = style(tree, table).and_then(|css| css.caption_below).unwrap_or(false);
    let after = tree.node(table).next;
    let around = tree.node(table).parent;
    let mut rows = None;
    for caption in children.iter().copied() {
        if !is(tree, caption, &local_name!("caption")) {
            rows = rows.or(Some(caption).filter(|child| is_rows(tree, *child)));
            continue;
        }
        let bottom = tree.attribute(caption, "align").is_some_and(|align| align.eq_ignore_ascii_case("bottom"));
        let own = style(tree, caption).and_then(|css| css.caption_below);
        if own.unwrap_or(bottom || below) && around != NONE {
            tree.relocate(caption, around, after);
        } else if let Some(rows) = rows {
            tree.relocate(caption, table, rows);
        }
    }
    if let Some(head) = named(tree, &local_name!("thead")) {
        let first = tree.children(table).find(|child| is_rows(tree, *child));
        if let Some(rows) = first.filter(|rows| *rows != head) {
            tree.relocate(head, table, rows);
        }
    }
    if let Some(foot) = named(tree, &local_name!("tfoot"))
        && tree.node(foot).next != NONE
    {
        tree.relocate(foot, table, NONE);
    }
}

fn is_rows(tree: &Tree, id: u32) -> bool {
    let names = [local_name!("tbody"), local_name!("thead"), local_name!("tfoot"), local_name!("tr")];
    tree.html(id).is_some_and(|name| names.contains(name))
}

/// Makes a table of an element with `display: table` if all its cells contain only text.
fn convert(tree: &mut Tree, table: u32) {
    let Some(parts) = parts(tree, table) else { return };
    let mut row = NONE;
    for (id, part) in &parts {
        let outside = *part == TablePart::Cell && part_of_parent(tree, *id) != Some(TablePart::Row);
        if outside && row == NONE {
            row = tree.add(local_name!("tr"), tree.node(*id).parent, *id);
        }
        if outside {
            tree.relocate(*id, row, NONE);
        } else {
            row = NONE;
        }
    }
    for (id, part) in parts {
        tree.rename(
            id,
            match part {
                TablePart::Table => local_name!("table"),
                TablePart::Row => local_name!("tr"),
                TablePart::Head => local_name!("thead"),
                TablePart::Body => local_name!("tbody"),
                TablePart::Foot => local_name!("tfoot"),
                TablePart::Cell => local_name!("td"),
                TablePart::Caption => local_name!("caption"),
            },
        );
    }
    tree.rename(table, local_name!("table"));
    order_parts(tree, table);
}

/// The parts of a table in order; `None` if it is not a proper table of text in several columns.
fn parts(tree: &Tree, table: u32) -> Option<Vec<(u32, TablePart)>> {
    let mut parts = Vec::new();
    let mut columns = 0;
    let mut open: Vec<(u32, TablePart)> = vec![(table, TablePart::Table)];
    while let Some((parent, kind)) = open.pop() {
        let (mut cells, mut others) = (0, 0);
        let start = open.len();
        for child in tree.children(parent) {
            let Some(part) = part(tree, child) else {
                if is_nothing(tree, child) {
                    continue;
                }
                return None;
            };
            let fits = match part {
                TablePart::Table => false,
                TablePart::Row => kind != TablePart::Row,
                TablePart::Cell => true,
                _ => kind == TablePart::Table,
            };
            let is_leaf = matches!(part, TablePart::Cell | TablePart::Caption);
            if !fits || !is_neutral(tree, child) || is_leaf && !has_only_text(tree, child) {
                return None;
            }
            cells += usize::from(part == TablePart::Cell);
            others += usize::from(!is_leaf);
            if cells > 0 && others > 0 {
                return None;
            }
            if is_leaf {
                parts.push((child, part));
            } else {
                open.push((child, part));
            }
        }
        columns = columns.max(cells);
        open[start..].reverse();
        if parent != table {
            parts.push((parent, kind));
        }
    }
    (columns > 1).then_some(parts)
}

fn is_nothing(tree: &Tree, id: u32) -> bool {
    match tree.text_of(id) {
        Some(text) => text.trim().is_empty(),
        None => tree.name(id).is_none_or(|name| *name == local_name!("br")),
    }
}

/// Whether a cell contains no blocks and no pictures.
fn has_only_text(tree: &Tree, cell: u32) -> bool {
    let mut nodes = tree.descendants(cell);
    let inline = |id: u32| {
        tree.name(id).is_none_or(|name| {
            matches!(
                &**name,
                "span" | "a" | "b" | "strong" | "i" | "em" | "u" | "s" | "code" | "br" | "font" | "sup" | "sub"
            ) || matches!(&**name, "small" | "mark" | "del" | "ins" | "time" | "kbd" | "label" | "abbr")
        })
    };
    nodes.by_ref().take(MOST_NODES).all(inline) && nodes.next().is_none()
}

/// Elements without a meaning of their own.
fn is_neutral(tree: &Tree, id: u32) -> bool {
    tree.html(id)
        .is_some_and(|name| matches!(&**name, "div" | "section" | "span" | "p" | "article" | "a" | "ul" | "li"))
}

fn part_of_parent(tree: &Tree, id: u32) -> Option<TablePart> {
    part(tree, tree.node(id).parent)
}

/// The part of a table that an element is displayed as, by its `style`.
fn part(tree: &Tree, id: u32) -> Option<TablePart> {
    match style(tree, id)?.display {
        Some(Display::Table(part)) => Some(part),
        _ => None,
    }
}

/// What an element declares, if that may be about tables.
fn style(tree: &Tree, id: u32) -> Option<Declarations> {
    let text = tree.attribute(id, "style")?;
    let about = |word: &[u8]| text.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    (text.contains('\\') || about(b"table") || about(b"caption")).then(|| declarations(text))
}

fn is(tree: &Tree, id: u32, name: &LocalName) -> bool {
    tree.html(id) == Some(name)
}
