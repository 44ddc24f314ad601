//! The state of the left mouse button.

use crate::app::input::hit::Target;
use crate::app::page::article_view::TextPoint;
use crate::app::page::selection::Unit;
use crate::app::state::slot::Slot;

/// The left button from press to release; kept afterwards to detect double and triple clicks.
#[derive(Clone, Debug, Default)]
pub struct Drag {
    /// Whether the button is down, after a press on selectable text.
    pub(in crate::app) is_down: bool,
    /// The cell of the press.
    pub(in crate::app) cell: (u16, u16),
    /// The time of the press, in milliseconds since 1970.
    pub(in crate::app) at: Option<i64>,
    /// The unit by which it selects: glyphs after one press of a cell, words after two, paragraphs after three.
    pub(in crate::app) unit: Unit,
    /// The glyph at the press.
    pub(in crate::app) from: Option<TextPoint>,
    /// The target at the press.
    pub(in crate::app) target: Option<Target>,
    /// Whether this press has selected text or rows.
    pub(in crate::app) selects: bool,
    /// Whether its release opens the article of a row.
    pub(in crate::app) opens: bool,
    /// The cell of the pointer now.
    pub(in crate::app) now: (u16, u16),
    /// The timer that scrolls while the pointer is held beyond the text.
    pub(in crate::app) timer: Slot<()>,
}
