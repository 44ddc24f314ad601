//! Builds lines of runs from units and ornaments.

use std::ops::Range;

use crate::document::{ImageId, LinkId, Span};
use crate::text::Profile;
use crate::typeset::lines::line::{Face, Line, LineEnd, Lines, Role, Run};
use crate::typeset::text::flow::{Flow, Replaced};
use crate::typeset::text::kind::is_format;
use crate::typeset::text::unit::{Flags, Unit};

/// The properties of text beyond its spans.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::typeset) struct TextStyle {
    /// Its role.
    pub(in crate::typeset) role: Role,
    /// The image it represents.
    pub(in crate::typeset) image: Option<ImageId>,
    /// The link it belongs to unless a span has one.
    pub(in crate::typeset) link: Option<LinkId>,
}

impl TextStyle {
    /// Text with a role, no image and no link.
    pub(in crate::typeset) fn of(role: Role) -> Self {
        Self { role, ..Self::default() }
    }
}

/// The text of a flow and its position in its block.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) struct Source<'a> {
    pub(in crate::typeset) flow: &'a Flow,
    pub(in crate::typeset) text: &'a str,
    /// Spans of the whole block.
    pub(in crate::typeset) spans: &'a [Span],
    /// Byte of the block's text at which the flow starts.
    pub(in crate::typeset) offset: u32,
    /// Whether runs refer to the block's text. Otherwise, as for repeated table headers, their sources are empty and at
    /// `offset`.
    pub(in crate::typeset) own: bool,
}

/// What a run looks like and what it refers to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::typeset) struct Look {
    pub(in crate::typeset) face: Face,
    pub(in crate::typeset) link: Option<LinkId>,
    pub(in crate::typeset) image: Option<ImageId>,
}

/// The bytes of most ornaments.
const ORNAMENT: usize = 3;

/// Builds [`Lines`], run by run and line by line.
#[derive(Debug, Default)]
pub(in crate::typeset) struct Setter {
    lines: Lines,
    first_run: u32,
    column: u16,
    profile: Profile,
    /// The [`Line::stride`] of all lines.
    stride: u16,
}

/// Where a line is widened: cells to add before the unit with this index.
pub(in crate::typeset) type Stretch = Vec<(usize, u16)>;

impl Setter {
    /// Starts at the left edge of a line.
    pub(in crate::typeset) fn new(profile: Profile) -> Self {
        Self { profile, ..Self::default() }
    }

    /// Starts at the top of a vertical line.
    pub(in crate::typeset) fn vertical(profile: Profile) -> Self {
        Self { profile, stride: 2, ..Self::default() }
    }

    /// Reserves memory for a text in lines of so many cells, because growing line by line would double the time.
    pub(in crate::typeset) fn reserve(&mut self, source: Source<'_>, cells: usize) {
        let lines = source.flow.lines(cells);
        // Each unit that is set apart and each span ends one run and begins another.
        let parts = source.flow.apart.len() + source.spans.len();
        self.lines.lines.reserve(lines + 1);
        self.lines.runs.reserve(lines + 2 * parts);
        self.lines.text.reserve(source.text.len() + parts);
    }

    /// Reserves memory for ornaments and the text after them.
    pub(in crate::typeset) fn reserve_ornaments(&mut self, count: usize) {
        self.lines.runs.reserve(count + 1);
        self.lines.text.reserve(count * ORNAMENT);
    }

    /// The column the next run starts at.
    pub(in crate::typeset) fn column(&self) -> u16 {
        self.column
    }

    /// Leaves cells empty.
    pub(in crate::typeset) fn skip(&mut self, cells: usize) {
        self.column = self.column.saturating_add(cells.min(usize::from(u16::MAX)) as u16);
    }

    /// Leaves cells empty up to a column.
    pub(in crate::typeset) fn skip_to(&mut self, column: usize) {
        self.column = self.column.max(column.min(usize::from(u16::MAX)) as u16);
    }

    /// Sets an ornament, which is not in the text, at byte `at` of it.
    pub(in crate::typeset) fn ornament(
        &mut self,
        text: &str,
        cells: usize,
        face: Face,
        image: Option<ImageId>,
        at: u32,
    ) {
        self.push(text, at..at, cells as u32, Look { face, link: None, image });
    }

    /// Sets an ornament with a link.
    pub(in crate::typeset) fn ornament_with(&mut self, text: &str, cells: usize, look: Look, at: u32) {
        self.push(text, at..at, cells as u32, look);
    }

    fn push(&mut self, text: &str, source: Range<u32>, cells: u32, look: Look) {
        let Look { face, link, image } = look;
        if text.is_empty() {
            return;
        }
        let start = self.lines.text.len() as u32;
        self.lines.text.push_str(text);
        let end = self.lines.text.len() as u32;
        let cells = cells.min(u32::from(u16::MAX)) as u16;
        let plain = |run: &Run| run.text.len() == run.source.len();
        let joins = |run: &Run| {
            Look { face: run.face, link: run.link, image: run.image } == look
                && run.source.end == source.start
                && run.column + run.cells == self.column
                && plain(run)
                && text.len() == source.len()
        };
        let here = self.lines.runs.len() as u32 > self.first_run;
        match self.lines.runs.last_mut().filter(|run| here && joins(run)) {
            Some(run) => {
                run.text.end = end;
                run.source.end = source.end;
                run.cells = run.cells.saturating_add(cells);
            }
            None => {
                self.lines.runs.push(Run { text: start..end, source, column: self.column, cells, face, link, image })
            }
        }
        self.column = self.column.saturating_add(cells);
    }

    /// Sets the units of one line, without trailing spaces.
    pub(in crate::typeset) fn units(
        &mut self,
        source: Source<'_>,
        units: Range<usize>,
        text_style: TextStyle,
        stretch: &Stretch,
    ) {
        let all = source.flow.units.as_slice();
        let mut to = units.end.min(source.flow.len());
        while to > units.start && all[to - 1].flags.contains(Flags::SPACE) {
            to -= 1;
        }
        let mut stretch = stretch.iter().peekable();
        let mut at = units.start;
        while at < to {
            let unit = all[at];
            let byte = unit.start + source.offset;
            let (look, until) = look_at(source, byte, text_style);
            let added = stretch.next_if(|(index, _)| *index == at).map_or(0, |(_, cells)| usize::from(*cells));
            let gap = usize::from(unit.flags.contains(Flags::GAP) && at > units.start) + added;
            if gap > 0 {
                self.gap(gap, if source.own { byte } else { source.offset }, look);
            }
            let together = source.flow.together(at, stretch.peek().map_or(to, |(index, _)| (*index).min(to)));
            let next = within(all, together, until.saturating_sub(source.offset));
            let next = with_followers(all, at, next, stretch.peek().map_or(to, |(index, _)| (*index).min(to)));
            self.units_as_run(source, at..next, look);
            at = next;
        }
    }

    fn units_as_run(&mut self, source: Source<'_>, units: Range<usize>, look: Look) {
        let all = source.flow.units.as_slice();
        let (first, next) = (all[units.start], all[units.end]);
        let bytes = first.start as usize..next.start as usize;
        // Only the first unit may have a gap before it, which is already set.
        let cells = next.cells - first.cells - u32::from(first.flags.contains(Flags::GAP));
        let at = |byte: u32| if source.own { source.offset + byte } else { source.offset };
        let range = at(first.start)..at(next.start);
        let added = Look { face: Face { role: Role::Added, style: look.face.style }, ..look };
        if first.flags.contains(Flags::OPEN_READING) {
            let open = if source.flow.vertical { "︵" } else { "（" };
            self.push(open, range.start..range.start, cells, added);
        } else if first.flags.contains(Flags::CLOSE_READING) {
            let close = if source.flow.vertical { "︶" } else { "）" };
            self.push(close, range.start..range.start, cells, added);
        } else if first.flags.contains(Flags::BETWEEN_READINGS) {
            self.push("・", range.start..range.start, cells, added);
        } else if first.flags.contains(Flags::PADDING) {
            self.push(&" ".repeat(usize::from(first.width)), range.start..range.start, cells, added);
        } else if first.flags.intersects(Flags::FILTERED | Flags::REPLACED) {
            let other = source.flow.replaced.as_ref().filter(|_| first.flags.contains(Flags::REPLACED));
            let other = other.and_then(|other| joined(other, all, units));
            let text = other.as_deref().unwrap_or_else(|| source.text.get(bytes).unwrap_or_default());
            let shown: String = if text.starts_with('\t') {
                " ".repeat(usize::from(first.width))
            } else {
                text.chars().filter(|c| !is_format(*c)).collect()
            };
            self.push(&shown, range, cells, look);
        } else {
            self.push(source.text.get(bytes).unwrap_or_default(), range, cells, look);
        }
    }

    fn gap(&mut self, cells: usize, at: u32, look: Look) {
        let inside =
            self.lines.runs.last().is_some_and(|run| run.link == look.link && run.face.style == look.face.style);
        let style = if inside { look.face.style } else { Default::default() };
        // The text of a picture does not look like a link, although it is one.
        let link = look.link.filter(|_| inside && look.face.role != Role::Image);
        self.push(
            &" ".repeat(cells),
            at..at,
            cells as u32,
            Look { face: Face { role: Role::Added, style }, link, image: look.image },
        );
    }

    /// Sets a reading. `bytes` are those of the flow's text.
    pub(in crate::typeset) fn reading(
        &mut self,
        source: Source<'_>,
        bytes: Range<u32>,
        cells: usize,
        text_style: TextStyle,
    ) {
        let text = source.text.get(bytes.start as usize..bytes.end as usize).unwrap_or_default();
        let shown: String = text.chars().filter(|c| !is_format(*c)).collect();
        let range = bytes.start + source.offset..bytes.end + source.offset;
        let (look, _) = look_at(source, range.start, text_style);
        self.push(&shown, range, cells as u32, look);
    }

    /// The lines below the gap so far are those of a picture.
    pub(in crate::typeset) fn mark_picture(&mut self, rows: u16) {
        self.lines.picture = rows;
    }

    /// The column at which the last line shows this byte of the block's text.
    pub(in crate::typeset) fn column_of(&self, byte: u32) -> Option<u16> {
        let runs = self.lines.lines.last()?.runs.clone();
        let runs = self.lines.runs.get(runs.start as usize..runs.end as usize)?;
        let run = runs.iter().find(|run| run.source.contains(&byte))?;
        let before =
            self.lines.text.get(run.text.start as usize..(run.text.start + byte - run.source.start) as usize)?;
        Some(run.column + self.profile.width(before) as u16)
    }

    /// The first column of the text in all lines below the gap, and the one after its last. `None` if there is no text.
    pub(in crate::typeset) fn text_columns(&self) -> Option<Range<u16>> {
        let first = self.lines.lines.get(usize::from(self.lines.gap))?.runs.start;
        let runs = self.lines.runs.get(first as usize..)?.iter().filter(|run| !run.is_ornament());
        runs.map(|run| run.column..run.column + run.cells)
            .reduce(|all, run| all.start.min(run.start)..all.end.max(run.end))
    }

    /// Moves the innermost marker of the block's first line to the text of that line, which may be centred or at the right.
    pub(in crate::typeset) fn draw_marker_near(&mut self) {
        let Some(line) = self.lines.lines.get(usize::from(self.lines.gap)) else { return };
        let runs = self.lines.runs.get_mut(line.runs.start as usize..line.runs.end as usize).unwrap_or_default();
        let Some(text) = runs.iter().find(|run| !run.is_ornament()).map(|run| run.column) else { return };
        if let Some(marker) = runs.iter_mut().rfind(|run| run.face.role == Role::Marker) {
            marker.column = marker.column.max(text.saturating_sub(marker.cells + 1));
        }
    }

    /// Moves the last `lines` lines above the line before them.
    pub(in crate::typeset) fn raise_last(&mut self, lines: usize) {
        let all = &mut self.lines.lines;
        if let Some(first) = all.len().checked_sub(lines + 1) {
            all[first..].rotate_left(1);
        }
    }

    /// Ends the line.
    pub(in crate::typeset) fn end(&mut self, source: Range<u32>, end: LineEnd) {
        let last = self.lines.runs.len() as u32;
        self.lines.lines.push(Line { runs: self.first_run..last, source, end, stride: self.stride });
        self.first_run = last;
        self.column = 0;
    }

    /// Gives the last line another stride, in whose cells its runs already are.
    pub(in crate::typeset) fn restride(&mut self, stride: u16) {
        if let Some(line) = self.lines.lines.last_mut() {
            line.stride = stride;
        }
    }

    /// Records the lines so far as the gap above the block.
    pub(in crate::typeset) fn end_gap(&mut self) {
        self.lines.gap = self.lines.lines.len().min(usize::from(u16::MAX)) as u16;
    }

    /// The lines.
    pub(in crate::typeset) fn finish(self) -> Lines {
        self.lines
    }
}

/// The end of the leading units that start before a byte, at least one unit.
fn within(all: &[Unit], units: Range<usize>, byte: u32) -> usize {
    match all.get(units.start + 1..units.end) {
        Some([.., last]) if last.start < byte => units.end,
        Some(others) => units.start + 1 + others.partition_point(|unit| unit.start < byte),
        None => units.end,
    }
}

/// What units show together, with the gaps between them.
fn joined(replaced: &Replaced, all: &[Unit], units: Range<usize>) -> Option<String> {
    let first = units.start;
    let has_gap = |unit: usize| unit > first && all.get(unit).is_some_and(|unit| unit.flags.contains(Flags::GAP));
    units
        .map(|unit| Some([if has_gap(unit) { " " } else { "" }, replaced.get(unit)?]))
        .try_fold(String::new(), |text, parts| Some(text + &parts?.concat()))
}

/// Adds to a unit without text of its own the units after it, up to the first that has some: they are shown for the same
/// characters, and are marked and copied as one.
fn with_followers(all: &[Unit], at: usize, next: usize, to: usize) -> usize {
    let shown = Flags::REPLACED | Flags::IDEOGRAPH;
    let follows = |unit: &&Unit| unit.flags.contains(shown) && all.get(at).is_some_and(|own| own.start == unit.start);
    if !all.get(at).is_some_and(|unit| unit.flags.contains(shown)) {
        return next;
    }
    let others = all.get(next..to).unwrap_or_default();
    next + others.iter().take_while(follows).count()
}

/// The look of the text at a byte, and the byte up to which it holds.
fn look_at(source: Source<'_>, byte: u32, text_style: TextStyle) -> (Look, u32) {
    let face = Face { role: text_style.role, ..Face::default() };
    let default = Look { face, link: text_style.link, image: text_style.image };
    if !source.own {
        return (default, u32::MAX);
    }
    let index = source.spans.partition_point(|span| span.range.end <= byte);
    match source.spans.get(index) {
        Some(span) if span.range.start <= byte => {
            let face = Face { role: text_style.role, style: span.style };
            (Look { face, link: span.link.or(text_style.link), image: span.image.or(text_style.image) }, span.range.end)
        }
        Some(span) => (default, span.range.start),
        None => (default, u32::MAX),
    }
}
