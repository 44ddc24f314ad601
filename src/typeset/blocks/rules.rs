//! Rules: the thematic break, and what is below a heading.

use crate::text::Ambiguous;
use crate::typeset::lines::context::LineContext;
use crate::typeset::lines::line::{Face, LineEnd, Role};
use crate::typeset::lines::setter::Setter;

/// Sets the rule below the text of a heading, as wide as its widest line. `symbol` is as wide as the profile says, and
/// `end` is the length of the block's text.
pub(in crate::typeset) fn below(setter: &mut Setter, symbol: &str, context: LineContext<'_>, end: u32) {
    let Some(columns) = setter.text_columns() else { return };
    let cells = usize::from(columns.end).min(context.width).saturating_sub(usize::from(columns.start));
    context.margins.set(setter, false, end);
    setter.skip_to(usize::from(columns.start));
    fill(setter, symbol, cells, context, end);
    setter.end(end..end, LineEnd::Block);
}

/// Sets a thematic break across the line.
pub(in crate::typeset) fn rule(setter: &mut Setter, vertical: bool, context: LineContext<'_>) {
    context.margins.set(setter, true, 0);
    let cells = context.width.saturating_sub(context.margins.first);
    let symbol = match (vertical, context.setting.profile.ambiguous) {
        (true, Ambiguous::Wide) => " |",
        (true, Ambiguous::Narrow) => " │",
        (false, Ambiguous::Wide) => "-",
        (false, Ambiguous::Narrow) => "─",
    };
    fill(setter, symbol, cells, context, 0);
    setter.end(0..0, LineEnd::Block);
}

fn fill(setter: &mut Setter, symbol: &str, cells: usize, context: LineContext<'_>, at: u32) {
    let width = context.setting.profile.width(symbol).max(1);
    let face = Face { role: Role::Border, ..Face::default() };
    setter.ornament(&symbol.repeat(cells / width), cells / width * width, face, None, at);
}
