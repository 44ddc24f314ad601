//! What is at which position on the screen, as of the last frame.

use ratatui::layout::Rect;

use crate::document::{FrameId, ImageId, LinkId};
use crate::library::CategoryId;

/// Something the pointer can be over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The list pane, outside its rows.
    List,
    /// A row of the list, by index.
    Row(usize),
    /// The heading of a group of the list, by the index of a row of it.
    Group(usize),
    /// The rule between list and reader.
    Border,
    /// The reader pane.
    Reader,
    /// A link of the open article.
    Link(LinkId),
    /// A picture that is shown: whether it is in the body, and which one it is.
    Picture(bool, ImageId),
    /// The summary of a details box.
    Fold(FrameId),
    /// A category chip of the status line.
    Chip(CategoryId),
    /// An item of the overlay or a picture of the contact sheet, by index.
    Item(usize),
    /// The overlay, outside its items.
    Overlay,
}

/// Rectangles and their targets; later ones cover earlier ones.
#[derive(Clone, Debug, Default)]
pub struct HitMap(Vec<(Rect, Target)>);

impl HitMap {
    /// Adds a rectangle on top.
    pub fn push(&mut self, area: Rect, target: Target) {
        self.0.push((area, target));
    }

    /// The topmost target at a cell.
    pub fn at(&self, column: u16, row: u16) -> Option<Target> {
        let covers =
            |area: &Rect| (area.left()..area.right()).contains(&column) && (area.top()..area.bottom()).contains(&row);
        self.0.iter().rev().find(|(area, _)| covers(area)).map(|(_, target)| *target)
    }
}
