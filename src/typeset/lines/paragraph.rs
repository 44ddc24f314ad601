//! Sets the lines of a flow, one after another.

use crate::document::Align;
use crate::typeset::lines::context::LineContext;
use crate::typeset::lines::fill::LineRange;
use crate::typeset::lines::line::{Face, LineEnd, Role};
use crate::typeset::lines::setter::{Setter, Source, Stretch, Voice};
use crate::typeset::lines::{justify, ruby};

/// How the lines of a flow are set.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) struct Look {
    pub(in crate::typeset) voice: Voice,
    pub(in crate::typeset) align: Align,
    /// Cells by which the first line is indented.
    pub(in crate::typeset) indent: usize,
}

/// Sets the lines of a flow, one after another. The first of them is the first line of the block if the flow starts at
/// offset 0.
pub(in crate::typeset) fn set_pieces(
    setter: &mut Setter,
    source: Source<'_>,
    pieces: &[LineRange],
    room: LineContext<'_>,
    look: Look,
) {
    let at = |unit: usize| source.offset + source.flow.units.get(unit).map_or(0, |unit| unit.start);
    for (index, piece) in pieces.iter().enumerate() {
        let first = index == 0 && source.offset == 0;
        room.margins.set_line(setter, first, at(piece.from));
        if first {
            setter.skip(look.indent);
        }
        let cells = source.flow.cells(piece.from, piece.to) + usize::from(piece.hyphen);
        let slack = room.width.saturating_sub(usize::from(setter.column()) + cells);
        let mut stretch = Stretch::new();
        match look.align {
            Align::Start if room.setting.options.justify && piece.end == LineEnd::Soft => {
                stretch = justify::stretch(source.flow, piece.from..piece.to, slack);
            }
            Align::Start => {}
            Align::Center => setter.skip(slack / 2),
            Align::End => setter.skip(slack),
        }
        set_piece(setter, source, piece, look.voice, &stretch);
        setter.end(at(piece.from)..at(piece.to), piece.end);
        if !source.flow.readings.is_empty() {
            ruby::set_above(setter, source, piece, room, look.voice);
        }
    }
}

/// Sets one line of a flow and its hyphen.
pub(in crate::typeset) fn set_piece(
    setter: &mut Setter,
    source: Source<'_>,
    piece: &LineRange,
    voice: Voice,
    stretch: &Stretch,
) {
    setter.units(source, piece.from..piece.to, voice, stretch);
    if piece.hyphen {
        let end = source.flow.units.get(piece.to).map_or(0, |unit| unit.start);
        let at = source.offset + if source.own { end } else { 0 };
        setter.ornament("-", 1, Face { role: Role::Added, ..Default::default() }, voice.image, at);
    }
}
