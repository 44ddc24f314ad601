//! The box that stands for a picture: its alternative text and its addresses.

use super::compose::{Look, Room, set_piece};
use super::fill::Measure;
use super::flow::Flow;
use super::options::{Hyphenate, Switch};
use super::prepare;
use super::setter::{Setter, Source, Stretch, Voice};
use super::{Face, LineEnd, Options, Role};
use crate::document::{Align, Image, ImageId, Span};
use crate::text::{Language, Profile};

/// A picture's box.
#[derive(Debug)]
pub(super) struct Picture {
    id: ImageId,
    alt: Flow,
    addresses: Vec<(Box<str>, Flow)>,
}

const LABEL: &str = "[图]";
const LABEL_CELLS: usize = 4;

impl Picture {
    /// Prepares the addresses beside the alternative text. Of a picture that is written into its address (`data:`)
    /// only the kind is shown.
    pub(super) fn new(id: ImageId, image: Option<&Image>, alt: Flow, options: &Options, profile: Profile) -> Self {
        let options = Options { autospace: Switch::Off, hyphenate: Hyphenate::Off, ..options.clone() };
        let addresses = image.map_or(&[][..], |image| &image.candidates);
        let addresses = addresses
            .iter()
            .map(|address| {
                let data = address.starts_with("data:").then(|| address.split(',').next()).flatten();
                let text: Box<str> = data.unwrap_or(address).into();
                let flow = prepare::flow(&text, &[], 0, &options, profile, Language::Other);
                (text, flow)
            })
            .collect();
        Self { id, alt, addresses }
    }

    /// Sets the box: a bar, the label and the alternative text, then each address on lines of its own.
    pub(super) fn set(&self, setter: &mut Setter, text: &str, spans: &[Span], room: Room<'_>) {
        let bar = super::frames::bar(room.setting.profile);
        let voice = Voice { role: Role::Image, image: Some(self.id) };
        let source = Source { flow: &self.alt, text, spans, offset: 0, own: true };
        let bar_cells = if room.width >= room.margins.first + 6 { 2 } else { 0 };
        let look = Look { voice, align: Align::Start, indent: 0 };
        let alt = Part { source, look, label: true, first: true };
        alt.set(setter, room, (bar, bar_cells), self.id);
        for (address, flow) in &self.addresses {
            let source = Source { flow, text: address, spans: &[], offset: text.len() as u32, own: false };
            let look = Look { voice: Voice { role: Role::Address, ..voice }, ..look };
            Part { source, look, label: false, first: false }.set(setter, room, (bar, bar_cells), self.id);
        }
    }
}

/// One text of the box.
struct Part<'a> {
    source: Source<'a>,
    look: Look,
    label: bool,
    first: bool,
}

impl Part<'_> {
    fn set(&self, setter: &mut Setter, room: Room<'_>, (bar, bar_cells): (&str, usize), id: ImageId) {
        let all = room.measure(0, false);
        let width = |cells: usize| cells.saturating_sub(bar_cells).max(1);
        let first = if self.first { width(all.first) } else { width(all.rest) };
        let label = if self.label { LABEL_CELLS.min(first) } else { 0 };
        // The blank after the label needs a cell, and so does what follows.
        let beside = self.label && first > label + 2;
        let measure =
            Measure { first: if beside { first - label - 1 } else { first }, rest: width(all.rest), hang: false };
        let pieces = super::fill::greedy(self.source.flow, measure);
        let at = |unit: usize| {
            let start = self.source.flow.units.get(unit).map_or(0, |unit| unit.start);
            self.source.offset + if self.source.own { start } else { 0 }
        };
        let face = |role| Face { role, ..Face::default() };
        for (index, piece) in pieces.iter().enumerate() {
            let start = at(piece.from);
            room.margins.set_line(setter, self.first && index == 0, start);
            if bar_cells > 0 {
                setter.ornament(bar, 1, face(Role::Border), None, start);
                setter.skip(1);
            }
            if self.label && index == 0 {
                let (shown, cells) = room.setting.profile.cut(LABEL, first);
                setter.ornament(shown, cells, face(Role::Image), Some(id), start);
                if beside {
                    setter.skip(1);
                } else if self.source.flow.len() > 0 {
                    setter.end(start..start, LineEnd::Soft);
                    room.margins.set_line(setter, false, start);
                    if bar_cells > 0 {
                        setter.ornament(bar, 1, face(Role::Border), None, start);
                        setter.skip(1);
                    }
                }
            }
            set_piece(setter, self.source, piece, self.look.voice, &Stretch::new());
            setter.end(start..at(piece.to), piece.end);
        }
    }
}
