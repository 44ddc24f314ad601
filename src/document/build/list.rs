//! Lists and the markers of their items.

use html5ever::local_name;

use crate::document::build::builder::{Builder, OpenList};
use crate::document::build::context::Context;
use crate::document::build::inline::WhiteSpace;
use crate::document::build::style::CommonAttributes;
use crate::document::css::{CounterStyle, Display, ListStyle};
use crate::document::html::number;
use crate::document::html::tree::{NONE, Tree};
use crate::document::model::{FrameKind, Marker};
use crate::text::{Clean, Profile};

impl Builder<'_> {
    /// `ul`, `ol`, `menu` and `dir`.
    pub(in crate::document) fn start_list(
        &mut self,
        id: u32,
        ordered: bool,
        common: &CommonAttributes<'_>,
        next: &mut Context,
    ) {
        self.boundary();
        let tree = self.tree;
        let reversed = ordered && tree.attribute(id, "reversed").is_some();
        let start = tree.attribute(id, "start").and_then(number::integer);
        let start = start.unwrap_or_else(|| if reversed { self.count_items(id) } else { 1 });
        let tasks = !ordered && common.has_class("contains-task-list");
        let style = common.css.as_deref().and_then(|css| css.list.clone());
        let style = style.or_else(|| tree.attribute(id, "type").and_then(list_type)).unwrap_or_else(|| {
            match (ordered, tasks) {
                (true, _) => ListStyle::Counter(CounterStyle::named("decimal")),
                (false, true) => ListStyle::None,
                (false, false) => ListStyle::Disc,
            }
        });
        let bullets = self.context.bullets;
        next.list = Some(self.lists.len() as u32);
        next.nested = next.nested.saturating_add(u8::from(self.context.cell));
        if !ordered {
            next.bullets = next.bullets.saturating_add(1);
        }
        self.open_frame(FrameKind::List { loose: is_loose(tree, id), numbers: 0 }, next);
        self.lists.push(OpenList {
            style,
            next: start,
            step: if reversed { -1 } else { 1 },
            bullets,
            frame: next.frame,
        });
    }

    /// `li`, and elements displayed as list items.
    pub(in crate::document) fn start_item(&mut self, id: u32, common: &CommonAttributes<'_>, next: &mut Context) {
        self.boundary();
        let tree = self.tree;
        let value = tree.attribute(id, "value").filter(|_| is_item(tree, id)).and_then(number::integer);
        let css = common.css.as_deref();
        let own = css.and_then(|css| css.list.clone());
        let own = own.or_else(|| tree.attribute(id, "type").filter(|_| is_item(tree, id)).and_then(list_type));
        let is_marked = matches!(common.display(), None | Some(Display::ListItem));
        let marker = self.marker(value, own.as_ref(), tree.node(id).parent);
        let marker = if is_marked { marker } else { Marker::None };
        if self.context.cell {
            // A cell has no frames, so the marker becomes part of its text.
            let indent = "  ".repeat(usize::from(self.context.nested.saturating_sub(1).min(8)));
            self.text.push(&indent, WhiteSpace::Keep, self.context.format);
            self.push_generated(&mark(&marker));
        }
        self.open_frame(FrameKind::Item(marker), next);
    }

    /// The marker of an item, whose number is counted. `own` is its own style, if it has one.
    fn marker(&mut self, value: Option<i64>, own: Option<&ListStyle>, parent: u32) -> Marker {
        let mut stray = OpenList {
            style: ListStyle::Disc,
            next: if self.stray.0 == parent { self.stray.1 } else { 1 },
            step: 1,
            bullets: 0,
            frame: None,
        };
        let list = self.context.list.and_then(|list| self.lists.get_mut(list as usize));
        let is_stray = list.is_none();
        let list = list.unwrap_or(&mut stray);
        let number = value.unwrap_or(list.next);
        list.next = number.saturating_add(list.step);
        let text = match own.unwrap_or(&list.style) {
            ListStyle::None => return Marker::None,
            // Without a style of its own, a bullet depends on the depth.
            ListStyle::Disc if own.is_none() => return Marker::Bullet(list.bullets),
            ListStyle::Disc => return Marker::Bullet(0),
            ListStyle::Circle => return Marker::Bullet(1),
            ListStyle::Square => return Marker::Bullet(2),
            ListStyle::Counter(style) => style.marker(number),
            ListStyle::Text(text) => text.trim().to_owned(),
        };
        let marker = Clean::line(&text);
        let frame = list.frame.and_then(|frame| self.document.frames.get_mut(frame.0 as usize));
        if let Some(FrameKind::List { numbers, .. }) = frame.map(|frame| &mut frame.kind) {
            let cells = Profile::default().width(&marker);
            *numbers = (*numbers).max(cells.min(usize::from(u8::MAX)) as u8);
        }
        if is_stray {
            self.stray = (parent, stray.next);
        }
        if marker.is_empty() { Marker::None } else { Marker::Number(marker) }
    }

    /// How many items a list has: those it owns, except hidden ones (HTML §4.4.5).
    fn count_items(&mut self, list: u32) -> i64 {
        let tree = self.tree;
        let mut count = 0;
        let mut at = tree.node(list).first;
        while at != NONE {
            let nested = tree
                .html(at)
                .is_some_and(|name| matches!(*name, local_name!("ol") | local_name!("ul") | local_name!("menu")));
            let style = tree.attribute(at, "style").map(|style| self.styles.get(style));
            let display = style.and_then(|css| css.display);
            let hidden = display == Some(Display::None) || display.is_none() && tree.attribute(at, "hidden").is_some();
            count += i64::from(is_item(tree, at) && !hidden);
            at = if nested || hidden { tree.after_subtree(at, list) } else { tree.after(at, list) };
        }
        count
    }

    /// A check box: the marker of its item if it comes first in it.
    pub(in crate::document) fn task(&mut self, done: bool) {
        if self.context.cell {
            return self.push_generated(&mark(&Marker::Task(done)));
        }
        let Some(frame) = self.context.frame else { return };
        let fresh = self.text.at_start() && self.document.blocks.last().is_none_or(|block| block.frame != Some(frame));
        if let Some(frame) = self.document.frames.get_mut(frame.0 as usize)
            && let FrameKind::Item(marker) = &mut frame.kind
            && fresh
        {
            *marker = Marker::Task(done);
        }
    }
}

/// The marker as text, with a trailing blank.
fn mark(marker: &Marker) -> String {
    match marker {
        Marker::Bullet(0) => "• ".to_owned(),
        Marker::Bullet(1) => "◦ ".to_owned(),
        Marker::Bullet(_) => "▪ ".to_owned(),
        Marker::Number(number) if number.ends_with('、') => number.to_string(),
        Marker::Number(number) => format!("{number} "),
        Marker::Task(done) => if *done { "[x] " } else { "[ ] " }.to_owned(),
        Marker::None => String::new(),
    }
}

fn is_item(tree: &Tree, id: u32) -> bool {
    tree.html(id).is_some_and(|name| *name == local_name!("li"))
}

/// A list is loose if an item directly contains a paragraph: blank lines separate its items.
fn is_loose(tree: &Tree, id: u32) -> bool {
    tree.children(id)
        .filter(|child| is_item(tree, *child))
        .any(|item| tree.children(item).any(|child| tree.html(child).is_some_and(|name| *name == local_name!("p"))))
}

/// The `type` of a list or item (HTML §15.3.8).
fn list_type(kind: &str) -> Option<ListStyle> {
    let counter = |name| Some(ListStyle::Counter(CounterStyle::named(name)));
    match kind {
        "1" => counter("decimal"),
        "a" => counter("lower-alpha"),
        "A" => counter("upper-alpha"),
        "i" => counter("lower-roman"),
        "I" => counter("upper-roman"),
        _ if kind.eq_ignore_ascii_case("none") => Some(ListStyle::None),
        _ if kind.eq_ignore_ascii_case("disc") => Some(ListStyle::Disc),
        _ if kind.eq_ignore_ascii_case("circle") => Some(ListStyle::Circle),
        _ if kind.eq_ignore_ascii_case("square") => Some(ListStyle::Square),
        _ => None,
    }
}
