//! What is set to the left of a block and above it: bars, markers, indents, the gap.

use crate::document::{Block, BlockKind, Document, FrameId, FrameKind, Marker};
use crate::text::{Ambiguous, Language, Profile};
use crate::typeset::lines::heading;
use crate::typeset::lines::line::{Face, LineEnd, Role};
use crate::typeset::lines::setter::Setter;
use crate::typeset::text::options::{Leading, Options};
use crate::typeset::text::upright::{form, full_width};
use crate::typeset::text::writing::Writing;

/// Indents stop growing if fewer cells than this would remain.
const NARROWEST: usize = 8;

/// Bars as they stand beside each other, see [`bar`].
const BARS: &str = "▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎";
const ASCII_BARS: &str = "| | | | | | | | | | | | | | | | | | | | | | | | | | | | | | | |";

/// The nesting of a block in frames.
#[derive(Clone, Debug, Default)]
pub(in crate::typeset) struct Nesting {
    steps: Vec<Step>,
    /// How many of the steps also apply to the block above.
    shared: usize,
    /// Blank lines above.
    gap: u16,
    /// The frames that hide the block when they are folded.
    hidden_by: Vec<FrameId>,
    /// The frame of which the block is the summary.
    summary_of: Option<FrameId>,
    /// Whether the block is set vertically: margins are above its lines, in whole rows of two cells.
    vertical: bool,
}

#[derive(Clone, Debug)]
struct Step {
    kind: StepKind,
    cells: usize,
    /// Whether the block is the first in the frame.
    first: bool,
}

#[derive(Clone, Debug)]
enum StepKind {
    Bar,
    /// The marker of an item and its cells.
    Mark(Box<str>, usize),
    Indent,
    /// The triangle of a summary, which shows whether the frame is folded.
    Fold,
}

/// An ornament to the left of a line.
#[derive(Clone, Copy, Debug)]
struct Ornament<'a> {
    text: &'a str,
    column: usize,
    cells: usize,
    role: Role,
}

/// The ornaments and indents to the left of a block's lines, for one width.
#[derive(Clone, Debug, Default)]
pub(in crate::typeset) struct Margins<'a> {
    first_line: Vec<Ornament<'a>>,
    other_lines: Vec<Ornament<'a>>,
    /// Cells to the left of the first line.
    pub(in crate::typeset) first: usize,
    /// Cells to the left of all other lines.
    pub(in crate::typeset) rest: usize,
}

impl Nesting {
    /// The nesting of a block.
    pub(in crate::typeset) fn of(document: &Document, index: usize, options: &Options, profile: Profile) -> Self {
        let Some(block) = document.blocks.get(index) else { return Self::default() };
        let path = frames_around(document, index);
        let above = index.checked_sub(1).map(|above| frames_around(document, above));
        let shared = above.as_ref().map_or(0, |above| path.iter().zip(above).take_while(|(a, b)| a == b).count());
        let vertical = options.writing == Writing::Vertical;
        let mut nesting = Self { vertical, ..Self::default() };
        for (depth, id) in path.iter().enumerate() {
            let Some(frame) = document.frames.get(id.0 as usize) else { continue };
            if let FrameKind::Details { .. } = frame.kind {
                if block.kind == BlockKind::Summary && depth + 1 == path.len() {
                    nesting.summary_of = Some(*id);
                } else {
                    nesting.hidden_by.push(*id);
                }
            }
            let first = depth >= shared;
            let parent = frame.parent.and_then(|parent| document.frames.get(parent.0 as usize));
            let widest = match parent.map(|parent| &parent.kind) {
                Some(FrameKind::List { numbers, .. }) => usize::from(*numbers),
                _ => 0,
            };
            if let Some((kind, cells)) = step(&frame.kind, nesting.summary_of == Some(*id), widest, profile) {
                let (kind, cells) = if vertical { upright(kind, cells, profile) } else { (kind, cells) };
                nesting.steps.push(Step { kind, cells, first });
                nesting.shared += usize::from(!first);
            }
        }
        if let (Some(above), Some(block_above)) = (above, index.checked_sub(1).and_then(|i| document.blocks.get(i))) {
            nesting.gap = gap(document, (block_above, &above), (block, &path), shared);
            nesting.gap += heading::gap(block_above, block, options.headings);
            let is_paragraph = [block_above, block].iter().any(|block| block.kind == BlockKind::Paragraph);
            nesting.gap += u16::from(options.leading == Leading::One && is_paragraph);
        }
        if let Some(mark) = heading::mark(&block.kind, options.headings, profile) {
            let cells = profile.width(&mark);
            let room = if vertical { (cells + 1).next_multiple_of(2) } else { cells + 1 };
            nesting.steps.push(Step { kind: StepKind::Mark(mark, cells), cells: room, first: true });
        }
        nesting
    }

    /// Whether the block is hidden by a folded frame.
    pub(in crate::typeset) fn is_hidden(&self, folded: &[FrameId]) -> bool {
        !folded.is_empty() && self.hidden_by.iter().any(|frame| folded.contains(frame))
    }

    /// Sets the blank lines above the block.
    pub(in crate::typeset) fn set_gap(&self, setter: &mut Setter, width: usize, profile: Profile) {
        let shared = if self.gap > 0 { self.shared } else { 0 };
        let bars = self.margins_of(self.steps.get(..shared).unwrap_or_default(), width, profile, &[]);
        for _ in 0..self.gap {
            bars.set(setter, false, 0);
            setter.end(0..0, LineEnd::Block);
        }
        setter.end_gap();
    }

    /// The margins of the block's lines.
    pub(in crate::typeset) fn margins(&self, width: usize, profile: Profile, folded: &[FrameId]) -> Margins<'_> {
        self.margins_of(&self.steps, width, profile, folded)
    }

    fn margins_of<'a>(&self, steps: &'a [Step], width: usize, profile: Profile, folded: &[FrameId]) -> Margins<'a> {
        let mut margins = Margins::default();
        let (mut used, mut extra, mut full) = (0, 0, false);
        for step in steps {
            full = full || width < used + step.cells + NARROWEST;
            let marked = step.first && matches!(step.kind, StepKind::Mark(..) | StepKind::Fold);
            if full && !(marked && width >= used + extra + step.cells + 2) {
                continue;
            }
            let column = used + extra;
            match &step.kind {
                StepKind::Bar if self.vertical => {
                    let bar = Ornament { text: bar_above(profile), column, cells: 2, role: Role::Bar };
                    margins.first_line.push(bar);
                    margins.other_lines.push(bar);
                }
                StepKind::Bar => {
                    push_bar(&mut margins.first_line, column, profile);
                    push_bar(&mut margins.other_lines, column, profile);
                }
                StepKind::Mark(text, cells) if step.first => {
                    margins.first_line.push(Ornament { text, column, cells: *cells, role: Role::Marker });
                }
                StepKind::Fold if step.first => {
                    let is_folded = self.summary_of.is_some_and(|frame| folded.contains(&frame));
                    let text = if is_folded { "▸" } else { "▾" };
                    let cells = profile.width(text);
                    margins.first_line.push(Ornament { text, column, cells, role: Role::Marker });
                }
                StepKind::Mark(..) | StepKind::Fold | StepKind::Indent => {}
            }
            if full {
                extra += step.cells;
            } else {
                used += step.cells;
            }
        }
        margins.rest = used;
        margins.first = used + extra;
        margins
    }
}

/// Adds the bar of a quotation. Bars beside each other are one ornament: a line within many quotations is mostly bars.
fn push_bar(ornaments: &mut Vec<Ornament<'_>>, column: usize, profile: Profile) {
    let (bar, bars) = (bar(profile), if profile.ambiguous == Ambiguous::Wide { ASCII_BARS } else { BARS });
    if let Some(last) = ornaments.last_mut()
        && last.role == Role::Bar
        && last.column + last.cells + 1 == column
        && let Some(more) = bars.get(..last.text.len() + 1 + bar.len())
    {
        last.text = more;
        last.cells += 2;
        return;
    }
    ornaments.push(Ornament { text: bar, column, cells: 1, role: Role::Bar });
}

impl Margins<'_> {
    /// Sets the margin of one line and moves to where its text starts.
    pub(in crate::typeset) fn set(&self, setter: &mut Setter, first: bool, at: u32) {
        let ornaments = if first { &self.first_line } else { &self.other_lines };
        setter.reserve_ornaments(ornaments.len());
        for ornament in ornaments {
            setter.skip_to(ornament.column);
            let face = Face { role: ornament.role, ..Face::default() };
            setter.ornament(ornament.text, ornament.cells, face, None, at);
        }
        setter.skip_to(if first { self.first } else { self.rest });
    }
}

/// Whether there is a blank line between a block and the one above it.
pub fn has_blank_above(document: &Document, block: usize) -> bool {
    let path = frames_around(document, block);
    let Some(above) = block.checked_sub(1) else { return false };
    let (Some(own), Some(other)) = (document.blocks.get(block), document.blocks.get(above)) else { return false };
    let around = frames_around(document, above);
    let shared = path.iter().zip(&around).take_while(|(a, b)| a == b).count();
    gap(document, (other, &around), (own, &path), shared) > 0
}

/// The bar of a quotation. It takes two cells with the space after it.
pub(in crate::typeset) fn bar(profile: Profile) -> &'static str {
    if profile.ambiguous == Ambiguous::Wide { "|" } else { "▎" }
}

/// The bar of a quotation above a vertical line, two cells wide.
fn bar_above(profile: Profile) -> &'static str {
    if profile.ambiguous == Ambiguous::Wide { "--" } else { "▔▔" }
}

/// A step in whole rows. A number of one or two digits is in one row; other markers have a row for each character. An empty
/// row follows where a number could be taken for a part of the text.
fn upright(kind: StepKind, cells: usize, profile: Profile) -> (StepKind, usize) {
    let StepKind::Mark(text, _) = kind else { return (kind, cells.next_multiple_of(2)) };
    let text = match text.trim_start() {
        "[x]" => "☑",
        "[ ]" => "☐",
        other => other,
    };
    let number = text.trim_end_matches(['.', ')', '．']);
    let mut rows = String::new();
    if number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit()) {
        rows.push_str(number);
    } else {
        for c in number.chars() {
            let other = if c.is_ascii_alphanumeric() { full_width(c) } else { form(c, Language::Other) };
            rows.push(other.unwrap_or(c));
            if profile.width(&rows) % 2 == 1 {
                rows.push(' ');
            }
        }
    }
    let cells = profile.width(&rows);
    let blank = if number.chars().any(char::is_alphanumeric) && !text.ends_with('、') { 2 } else { 0 };
    (StepKind::Mark(rows.into(), cells), cells.max(2) + blank)
}

/// The frames around a block, outermost first.
fn frames_around(document: &Document, block: usize) -> Vec<FrameId> {
    let mut path: Vec<FrameId> = document.frames_of(block).collect();
    path.reverse();
    path
}

/// What a frame adds to the left of its blocks, and its cells. Numbers are right-aligned to `widest` characters.
fn step(kind: &FrameKind, is_summary: bool, widest: usize, profile: Profile) -> Option<(StepKind, usize)> {
    Some(match kind {
        FrameKind::Quote => (StepKind::Bar, 2),
        FrameKind::Item(Marker::Number(number)) => {
            let blanks = widest.saturating_sub(Profile::default().width(number));
            let mark = format!("{}{}", " ".repeat(blanks), number.as_str());
            let cells = profile.width(&mark);
            // An ideographic comma brings its own space.
            (StepKind::Mark(mark.into(), cells), cells + usize::from(!number.ends_with('、')))
        }
        FrameKind::Item(marker) | FrameKind::Note(marker) => {
            let mark = mark(marker, profile);
            let cells = profile.width(&mark);
            (StepKind::Mark(mark, cells), cells.max(1) + 1)
        }
        FrameKind::Description => (StepKind::Indent, 4),
        FrameKind::Details { .. } if is_summary => (StepKind::Fold, 2),
        FrameKind::Details { .. } => (StepKind::Indent, 2),
        FrameKind::List { .. } | FrameKind::Term | FrameKind::Figure => return None,
    })
}

fn mark(marker: &Marker, profile: Profile) -> Box<str> {
    let wide = profile.ambiguous == Ambiguous::Wide;
    match marker {
        Marker::Bullet(depth) => match (depth % 3, wide) {
            (0, false) => "•",
            (1, false) => "◦",
            (_, false) => "‣",
            (0, true) => "*",
            (1, true) => "-",
            (_, true) => "+",
        },
        Marker::Number(number) => return number.as_str().into(),
        Marker::Task(true) => "[x]",
        Marker::Task(false) => "[ ]",
        Marker::None => "",
    }
    .into()
}

/// Blank lines between a block and the one above, given each block with the frames around it. The first `shared` frames
/// are common to both.
fn gap(document: &Document, above: (&Block, &[FrameId]), below: (&Block, &[FrameId]), shared: usize) -> u16 {
    let kind = |path: &[FrameId], depth: usize| {
        path.get(depth).and_then(|id| document.frames.get(id.0 as usize)).map(|frame| &frame.kind)
    };
    let depths = (0..shared).rev();
    let tight = depths.clone().find_map(|depth| match kind(below.1, depth) {
        Some(FrameKind::List { loose, .. }) => Some(!loose),
        Some(FrameKind::Quote | FrameKind::Details { .. } | FrameKind::Description | FrameKind::Note(_)) => Some(false),
        _ => None,
    });
    let in_figure = shared > 0 && matches!(kind(below.1, shared - 1), Some(FrameKind::Figure));
    let definition = matches!(
        (kind(above.1, shared), kind(below.1, shared)),
        (Some(FrameKind::Term), Some(FrameKind::Term))
            | (Some(FrameKind::Term | FrameKind::Description), Some(FrameKind::Description))
            | (Some(FrameKind::Note(_)), Some(FrameKind::Note(_)))
    );
    let joined = matches!(
        (&above.0.kind, &below.0.kind),
        (BlockKind::Title | BlockKind::Byline, BlockKind::Byline)
            | (BlockKind::Image(_) | BlockKind::Table(_), BlockKind::Caption)
            | (BlockKind::Caption, BlockKind::Table(_))
    ) && above.0.frame == below.0.frame;
    u16::from(!(tight == Some(true) || in_figure || definition || joined))
}
