//! Sets the lines of a flow, one after another.

use crate::document::Align;
use crate::typeset::lines::code::Continuation;
use crate::typeset::lines::context::LineContext;
use crate::typeset::lines::fill::LineRange;
use crate::typeset::lines::line::{Face, LineEnd, Role};
use crate::typeset::lines::setter::{Setter, Source, Stretch, TextStyle};
use crate::typeset::lines::{justify, ruby};

/// How the lines of a flow are set.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) struct LineStyle {
    pub(in crate::typeset) text_style: TextStyle,
    pub(in crate::typeset) align: Align,
    /// Cells by which the first line is indented.
    pub(in crate::typeset) indent: usize,
    /// How code is continued.
    pub(in crate::typeset) continuation: Continuation,
}

/// Sets the lines of a flow, one after another. The first of them is the first line of the block if the flow starts at
/// offset 0.
pub(in crate::typeset) fn set_lines(
    setter: &mut Setter,
    source: Source<'_>,
    lines: &[LineRange],
    context: LineContext<'_>,
    style: LineStyle,
) {
    // Headings, captions and bylines stay ragged.
    let justifies = context.setting.options.justify && matches!(style.text_style.role, Role::Text | Role::Quote);
    let at = |unit: usize| source.offset + source.flow.units.get(unit).map_or(0, |unit| unit.start);
    for (index, line) in lines.iter().enumerate() {
        let first = index == 0 && source.offset == 0;
        context.margins.set(setter, first, at(line.from));
        if first {
            setter.skip(style.indent);
        }
        let above = index.checked_sub(1).and_then(|above| lines.get(above));
        let continues = above.map_or(style.continuation.begins, |above| above.end == LineEnd::Soft);
        if let Some(sign) = style.continuation.sign.filter(|_| continues) {
            setter.ornament(sign, 2, Face { role: Role::Border, ..Face::default() }, None, at(line.from));
        }
        let cells = source.flow.cells(line.from, line.to) + usize::from(line.hyphen);
        let slack = context.width.saturating_sub(usize::from(setter.column()) + cells);
        let mut stretch = Stretch::new();
        match style.align {
            Align::Start if justifies && line.end == LineEnd::Soft => {
                stretch = justify::stretch(source.flow, line.from..line.to, slack);
            }
            Align::Start => {}
            Align::Center => setter.skip(slack / 2),
            Align::End => setter.skip(slack),
        }
        set_line(setter, source, line, style.text_style, &stretch);
        setter.end(at(line.from)..at(line.to), line.end);
        if !source.flow.readings.is_empty() {
            ruby::set_above(setter, source, line, context, style.text_style);
        }
    }
}

/// Sets one line of a flow and its hyphen.
pub(in crate::typeset) fn set_line(
    setter: &mut Setter,
    source: Source<'_>,
    line: &LineRange,
    text_style: TextStyle,
    stretch: &Stretch,
) {
    setter.units(source, line.from..line.to, text_style, stretch);
    if line.hyphen {
        let end = source.flow.units.get(line.to).map_or(0, |unit| unit.start);
        let at = source.offset + if source.own { end } else { 0 };
        setter.ornament("-", 1, Face { role: Role::Added, ..Default::default() }, text_style.image, at);
    }
}
