//! Tables: set as columns, or as records if the measure is too narrow for columns.

use crate::document::Span;
use crate::typeset::blocks::grid::{Grid, TableLayout};
use crate::typeset::lines::context::LineContext;
use crate::typeset::lines::line::{LineEnd, Role};
use crate::typeset::lines::setter::Setter;

impl Grid {
    /// Sets the table as columns if they fit, else as records.
    pub(in crate::typeset) fn set(
        &self,
        setter: &mut Setter,
        text: &str,
        spans: &[Span],
        role: Role,
        context: LineContext<'_>,
    ) {
        let width = context.width.saturating_sub(context.margins.first);
        let layout = TableLayout { grid: self, text, spans, role, context };
        match self.widths(width) {
            Some(widths) => layout.columns(setter, &widths),
            None => layout.records(setter),
        }
        if self.rows.is_empty() {
            context.margins.set(setter, true, 0);
            setter.end(0..text.len() as u32, LineEnd::Block);
        }
    }
}
