//! What is remembered of a frame.

use ratatui::layout::Position;

use crate::app::HitMap;
use crate::picture::Encoded;

/// What a frame needs to remember.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    /// The targets of the pointer, by position.
    pub hits: HitMap,
    /// The position of the caret: of the input line, else of a selection.
    pub caret: Option<Position>,
    /// The pictures that were drawn.
    pub pictures: Vec<Encoded>,
}
