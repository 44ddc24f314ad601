//! The left button of the pointer, from its press to its release.

use crate::app::input::hit::Target;
use crate::app::page::article_view::TextPoint;
use crate::app::state::slot::Slot;

/// The left button, from its press to its release, and what the next press counts from.
#[derive(Clone, Debug, Default)]
pub struct Drag {
    /// Whether the button is down, over text that can be selected.
    pub(in crate::app) is_down: bool,
    /// The cell it went down on.
    pub(in crate::app) cell: (u16, u16),
    /// When, in milliseconds.
    pub(in crate::app) at: i64,
    /// How many presses of this cell this is.
    pub(in crate::app) presses: u8,
    /// The glyph it went down on.
    pub(in crate::app) from: Option<TextPoint>,
    /// What stood there.
    pub(in crate::app) target: Option<Target>,
    /// Whether text was selected.
    pub(in crate::app) selects: bool,
    /// Where the pointer is now.
    pub(in crate::app) now: (u16, u16),
    /// The timer that scrolls on while the pointer is beyond the text.
    pub(in crate::app) timer: Slot<()>,
}
