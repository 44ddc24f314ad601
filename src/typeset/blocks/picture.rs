//! The box that represents an image: cells reserved for its pixels with the alternative text below, or without pixels a
//! bar, a label, and the alternative text or else the file name.

use crate::document::{Image, ImageId, LinkId, Span};
use crate::text::{Clean, Profile};
use crate::typeset::lines::context::LineContext;
use crate::typeset::lines::fill::Measure;
use crate::typeset::lines::line::{Face, LineEnd, Role};
use crate::typeset::lines::paragraph::set_line;
use crate::typeset::lines::setter::{Look, Setter, Source, Stretch, TextStyle};
use crate::typeset::lines::{fill, frames};
use crate::typeset::text::flow::Flow;
use crate::typeset::text::options::Options;

/// The box of an image. It takes one line unless its alternative text needs more.
#[derive(Debug)]
pub(in crate::typeset) struct Picture {
    id: ImageId,
    image: Image,
    link: Option<LinkId>,
    alt: Flow,
    label: Clean,
    label_cells: usize,
    /// Shown where there is no alternative text.
    name: Clean,
    name_cells: usize,
}

impl Picture {
    /// Prepares the label and, if there is no alternative text, the name.
    pub(in crate::typeset) fn new(
        id: ImageId,
        image: Option<&Image>,
        alt: Flow,
        options: &Options,
        profile: Profile,
    ) -> Self {
        let label = options.picture.clone();
        let name = image.filter(|_| alt.len() == 0).map(Image::name).unwrap_or_default();
        let link = image.and_then(|image| image.link);
        let (label_cells, name_cells) = (profile.width(&label), profile.width(&name));
        let image = image.cloned().unwrap_or_default();
        Self { id, image, link, alt, label_cells, label, name, name_cells }
    }

    /// Sets the box.
    pub(in crate::typeset) fn set(&self, setter: &mut Setter, text: &str, spans: &[Span], context: LineContext<'_>) {
        if let Some(cells) = self.cells(context) {
            self.reserve(setter, context, cells);
            self.set_alt(setter, text, spans, context);
        } else {
            self.set_box(setter, text, spans, context);
        }
    }

    /// The columns and rows of the picture, if it is shown. Each row has margins as wide as those of the first or of the
    /// others.
    fn cells(&self, context: LineContext<'_>) -> Option<(u16, u16)> {
        let margin = context.margins.first.max(context.margins.rest);
        context.setting.pictures.cells(&self.image, u16::try_from(context.width.saturating_sub(margin)).ok()?)
    }

    /// Reserves the cells of the picture, in the middle of the lines.
    fn reserve(&self, setter: &mut Setter, context: LineContext<'_>, (columns, rows): (u16, u16)) {
        let cells = usize::from(columns);
        let blank = " ".repeat(cells);
        let margin = context.margins.first.max(context.margins.rest);
        let left = margin + context.width.saturating_sub(margin + cells) / 2;
        let look = Look { face: face(Role::Image), link: self.link, image: Some(self.id) };
        for row in 0..rows {
            context.margins.set(setter, row == 0, 0);
            setter.skip_to(left);
            setter.ornament_with(&blank, cells, look, 0);
            setter.end(0..0, LineEnd::Soft);
        }
        setter.mark_picture(rows);
    }

    /// Sets the alternative text below the picture.
    fn set_alt(&self, setter: &mut Setter, text: &str, spans: &[Span], context: LineContext<'_>) {
        if self.alt.len() == 0 {
            return;
        }
        let all = context.measure(0, false);
        let source = Source { flow: &self.alt, text, spans, offset: 0, own: true };
        let text_style = TextStyle { role: Role::Image, image: Some(self.id), link: self.link };
        let at = |unit: usize| self.alt.units.get(unit).map_or(0, |unit| unit.start);
        for line in fill::greedy(&self.alt, Measure { first: all.rest, ..all }) {
            context.margins.set(setter, false, at(line.from));
            let cells = self.alt.cells(line.from, line.to);
            setter.skip(context.width.saturating_sub(usize::from(setter.column()) + cells) / 2);
            set_line(setter, source, &line, text_style, &Stretch::new());
            setter.end(at(line.from)..at(line.to), line.end);
        }
    }

    fn set_box(&self, setter: &mut Setter, text: &str, spans: &[Span], context: LineContext<'_>) {
        let bar = frames::bar(context.setting.profile);
        let bar_cells = if context.width >= context.margins.first + 6 { 2 } else { 0 };
        let source = Source { flow: &self.alt, text, spans, offset: 0, own: true };
        let all = context.measure(0, false);
        let width = |cells: usize| cells.saturating_sub(bar_cells).max(1);
        let first = width(all.first);
        // The space after the label needs a cell, and so does the text after it.
        let beside = first > self.label_cells + 2;
        let measure =
            Measure { first: if beside { first - self.label_cells - 1 } else { first }, rest: width(all.rest), ..all };
        let start_line = |setter: &mut Setter, first: bool, at: u32| {
            context.margins.set(setter, first, at);
            if bar_cells > 0 {
                setter.ornament(bar, 1, face(Role::Border), None, at);
                setter.skip(1);
            }
        };
        let at = |unit: usize| self.alt.units.get(unit).map_or(0, |unit| unit.start);
        for (index, line) in fill::greedy(&self.alt, measure).iter().enumerate() {
            let start = at(line.from);
            start_line(setter, index == 0, start);
            if index == 0 {
                self.set_label(setter, context.setting.profile, first);
                if beside {
                    setter.skip(1);
                    self.set_name(setter, context);
                } else if self.alt.len() > 0 {
                    setter.end(start..start, LineEnd::Soft);
                    start_line(setter, false, start);
                }
            }
            let text_style = TextStyle { role: Role::Image, image: Some(self.id), link: self.link };
            set_line(setter, source, line, text_style, &Stretch::new());
            setter.end(start..at(line.to), line.end);
        }
    }

    fn set_label(&self, setter: &mut Setter, profile: Profile, cells: usize) {
        let whole = (self.label.as_str(), self.label_cells);
        let cut = if self.label_cells <= cells { None } else { Some(profile.shortened(&self.label, cells)) };
        let (shown, cells) = cut.as_ref().map_or(whole, |cut| (cut, profile.width(cut)));
        setter.ornament_with(shown, cells, Look { face: face(Role::Image), link: self.link, image: Some(self.id) }, 0);
    }

    /// Sets the name, truncated to the rest of the line.
    fn set_name(&self, setter: &mut Setter, context: LineContext<'_>) {
        let profile = context.setting.profile;
        let left = context.width.saturating_sub(usize::from(setter.column()));
        let look = Look { face: face(Role::Address), link: self.link, image: Some(self.id) };
        if self.name_cells <= left {
            setter.ornament_with(&self.name, self.name_cells, look, 0);
            return;
        }
        let shown = profile.shortened(&self.name, left);
        setter.ornament_with(&shown, profile.width(&shown), look, 0);
    }
}

fn face(role: Role) -> Face {
    Face { role, ..Face::default() }
}
