//! Lists and the markers of their items.

use html5ever::local_name;

use crate::document::build::builder::{Builder, Numbering, OpenList};
use crate::document::build::context::Context;
use crate::document::build::inline::WhiteSpace;
use crate::document::build::style::CommonAttributes;
use crate::document::html::tree::Tree;
use crate::document::model::{FrameKind, Marker};
use crate::text::Clean;

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
        let integer = |name| tree.attribute(id, name).and_then(|value| value.trim().parse::<i64>().ok());
        let reversed = ordered && tree.attribute(id, "reversed").is_some();
        let start = integer("start").unwrap_or_else(|| {
            if reversed { tree.children(id).filter(|child| is_item(tree, *child)).count() as i64 } else { 1 }
        });
        let bare = common.has_class("contains-task-list");
        let numbering = ordered.then(|| numbering(tree.attribute(id, "type")));
        let bullets = self.context.bullets;
        next.list = Some(self.lists.len() as u32);
        next.nested = next.nested.saturating_add(u8::from(self.context.cell));
        if !ordered {
            next.bullets = next.bullets.saturating_add(1);
        }
        self.open_frame(FrameKind::List { loose: is_loose(tree, id), numbers: 0 }, next);
        self.lists.push(OpenList {
            numbering,
            next: start,
            step: if reversed { -1 } else { 1 },
            bullets,
            bare,
            frame: next.frame,
        });
    }

    /// `li`.
    pub(in crate::document) fn start_item(&mut self, id: u32, next: &mut Context) {
        self.boundary();
        let value = self.tree.attribute(id, "value").and_then(|value| value.trim().parse::<i64>().ok());
        let list = self.context.list.and_then(|list| self.lists.get_mut(list as usize));
        let marker = match list {
            None => Marker::Bullet(0),
            Some(OpenList { numbering: None, bare: true, .. }) => Marker::None,
            Some(OpenList { numbering: None, bullets, .. }) => Marker::Bullet(*bullets),
            Some(OpenList { numbering: Some(numbering), next, step, frame, .. }) => {
                let number = value.unwrap_or(*next);
                *next = number.saturating_add(*step);
                let mark = format!("{}.", format_number(number, *numbering));
                let frame = frame.and_then(|frame| self.document.frames.get_mut(frame.0 as usize));
                if let Some(FrameKind::List { numbers, .. }) = frame.map(|frame| &mut frame.kind) {
                    *numbers = (*numbers).max(mark.len().min(usize::from(u8::MAX)) as u8);
                }
                Marker::Number(Clean::line(&mark))
            }
        };
        if self.context.cell {
            // A cell has no frames, so the marker becomes part of its text.
            let indent = "  ".repeat(usize::from(self.context.nested.saturating_sub(1).min(8)));
            self.text.push(&indent, WhiteSpace::Keep, self.context.format);
            self.push_generated(&mark(&marker));
        }
        self.open_frame(FrameKind::Item(marker), next);
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

fn numbering(kind: Option<&str>) -> Numbering {
    match kind.map(str::trim) {
        Some("a") => Numbering::Letters { upper: false },
        Some("A") => Numbering::Letters { upper: true },
        Some("i") => Numbering::Roman { upper: false },
        Some("I") => Numbering::Roman { upper: true },
        _ => Numbering::Decimal,
    }
}

/// A number in its numbering style; decimal if the style cannot write it.
fn format_number(number: i64, numbering: Numbering) -> String {
    match numbering {
        Numbering::Letters { upper } if number > 0 => {
            let mut letters = Vec::new();
            let mut rest = number;
            while rest > 0 {
                rest -= 1;
                let base = if upper { b'A' } else { b'a' };
                letters.push(char::from(base + (rest % 26) as u8));
                rest /= 26;
            }
            letters.iter().rev().collect()
        }
        Numbering::Roman { upper } if (1..4000).contains(&number) => {
            let mut out = String::new();
            let mut rest = number;
            for (value, letters) in ROMAN {
                while rest >= value {
                    out.push_str(letters);
                    rest -= value;
                }
            }
            if upper { out.to_ascii_uppercase() } else { out }
        }
        _ => number.to_string(),
    }
}

const ROMAN: [(i64, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        assert_eq!(format_number(28, Numbering::Letters { upper: false }), "ab");
        assert_eq!(format_number(1994, Numbering::Roman { upper: true }), "MCMXCIV");
        assert_eq!(format_number(0, Numbering::Roman { upper: true }), "0");
        assert_eq!(format_number(-3, Numbering::Letters { upper: true }), "-3");
        assert_eq!(format_number(i64::MAX, Numbering::Decimal), "9223372036854775807");
    }
}
