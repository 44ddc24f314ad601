//! Tables: set as columns, or as records if the measure is too narrow for columns.

use crate::document::Span;
use crate::typeset::blocks::grid::{Cells, Sheet};
use crate::typeset::lines::context::LineContext;
use crate::typeset::lines::line::{LineEnd, Role};
use crate::typeset::lines::setter::Setter;

impl Cells {
    /// Sets the table as columns if they fit, else as records.
    pub(in crate::typeset) fn set(
        &self,
        setter: &mut Setter,
        text: &str,
        spans: &[Span],
        role: Role,
        room: LineContext<'_>,
    ) {
        let width = room.width.saturating_sub(room.margins.first);
        let sheet = Sheet { cells: self, text, spans, role, room };
        match self.widths(width) {
            Some(widths) => sheet.columns(setter, &widths),
            None => sheet.records(setter),
        }
        if self.rows.is_empty() {
            room.margins.set_line(setter, true, 0);
            setter.end(0..text.len() as u32, LineEnd::Block);
        }
    }
}
