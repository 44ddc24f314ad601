//! Vertical text: every character takes a row of the screen, that is, two cells of its line.
//!
//! Lines are filled as horizontal ones are, with a measure of two cells for each row. Narrow characters are widened to a
//! row: ASCII by its full-width forms, the others by a blank. Two digits stand side by side in one row (tate-chu-yoko, CSS
//! Writing Modes 4 §9.1). Punctuation has its vertical forms.

mod column;

use std::borrow::Cow;
use std::ops::Range;

use crate::document::{Block, BlockKind, Document, FrameId, FrameKind};
use crate::text::{Language, Profile, clusters};
use crate::typeset::inline::vertical::column::Column;
use crate::typeset::text::flow::{Flow, Reading, Replaced};
use crate::typeset::text::kind::is_format;
use crate::typeset::text::options::{Hyphenate, Leading, Options, Switch, Tracking};
use crate::typeset::text::unit::{Flags, Unit};
use crate::typeset::text::upright::is_upright;
use crate::typeset::text::writing::Writing;

/// Cells of a row.
const ROW: u8 = 2;
/// An ellipsis in vertical text.
const ELLIPSIS: &str = "︙";
/// A block with fewer letters that are turned in vertical text is set vertically although it has no others.
const FEW: usize = 3;

/// Blocks on each side of an item by which the direction of its list is judged.
const NEIGHBOURS: usize = 16;

/// Whether a block of vertical writing is set horizontally: what has lines or columns of its own, text from right to left,
/// and text that mostly has letters which belong on their side. An item of a list that has any East Asian text follows the
/// list.
fn stays_horizontal(document: &Document, number: usize, block: &Block) -> bool {
    match block.kind {
        BlockKind::Code(_) | BlockKind::Table(_) | BlockKind::Image(_) | BlockKind::Math => true,
        BlockKind::Rule => false,
        _ if block.rtl => true,
        // It stands beside the title, and names do not decide.
        BlockKind::Byline => false,
        _ => match letters([block]) {
            (0, turned) => turned > FEW,
            own => {
                is_mostly_turned(own)
                    && !list_of(document, number).is_some_and(|list| {
                        let near =
                            number.saturating_sub(NEIGHBOURS)..document.blocks.len().min(number + NEIGHBOURS + 1);
                        let items = near.filter(|number| list_of(document, *number) == Some(list));
                        !is_mostly_turned(letters(items.filter_map(|number| document.blocks.get(number))))
                    })
            }
        },
    }
}

/// The outermost list that a block is in.
fn list_of(document: &Document, number: usize) -> Option<FrameId> {
    let is_list = |id: &FrameId| {
        document.frames.get(id.0 as usize).is_some_and(|frame| matches!(frame.kind, FrameKind::List { .. }))
    };
    document.frames_of(number).filter(is_list).last()
}

/// How many letters of some blocks stand upright in vertical text, and how many are turned.
fn letters<'a>(blocks: impl IntoIterator<Item = &'a Block>) -> (usize, usize) {
    let (mut upright, mut turned) = (0, 0);
    for c in blocks.into_iter().flat_map(|block| block.text().chars()).filter(|c| c.is_alphabetic()) {
        *(if is_upright(c) { &mut upright } else { &mut turned }) += 1;
    }
    (upright, turned)
}

fn is_mostly_turned((upright, turned): (usize, usize)) -> bool {
    turned > FEW && upright * 4 < turned
}

/// The options for a block: without what needs half rows, and horizontal for one that stays so.
pub(in crate::typeset) fn options<'a>(
    options: &'a Options,
    document: &Document,
    number: usize,
    block: &Block,
) -> Cow<'a, Options> {
    if options.writing == Writing::Horizontal {
        return Cow::Borrowed(options);
    }
    let options = Options { leading: Leading::None, ..options.clone() };
    Cow::Owned(if stays_horizontal(document, number, block) {
        Options { writing: Writing::Horizontal, ..options }
    } else {
        Options {
            autospace: Switch::Off,
            hyphenate: Hyphenate::Off,
            tracking: Tracking::None,
            justify: false,
            ..options
        }
    })
}

/// Makes a flow vertical. `is_formula` tells whether the character at a byte of the text belongs to a formula. The flow's readings, which stand beside the text, must be of wide characters: see [`has_narrow`].
pub(in crate::typeset) fn apply(
    flow: Flow,
    text: &str,
    options: &Options,
    (profile, language): (Profile, Language),
    is_formula: impl Fn(u32) -> bool,
) -> Flow {
    let Flow { mut units, mut readings, replaced, .. } = flow;
    units.pop();
    let glyphs = glyphs(&units, text, replaced.as_deref());
    let formulas: Vec<bool> = units.iter().map(|unit| is_formula(unit.start)).collect();
    let column = Column { glyphs: &glyphs, formulas: &formulas, latin: options.latin, profile, language };
    let mut shown = Replaced::default();
    let mut out: Vec<Unit> = Vec::with_capacity(units.len());
    let mut places: Vec<usize> = Vec::with_capacity(units.len());
    let mut at = 0;
    while let Some(unit) = units.get(at) {
        places.push(out.len());
        let mut unit = *unit;
        unit.flags.remove(Flags::GAP);
        if column.is_pair(&units, at) || column.is_raised_pair(&units, at) {
            places.push(out.len());
            unit.width = ROW;
            if units.get(at..at + 2).is_some_and(|two| two.iter().any(|unit| unit.flags.contains(Flags::REPLACED))) {
                unit.flags |= Flags::REPLACED;
                let both = glyphs.get(at..at + 2).unwrap_or_default().iter().flatten();
                push_shown(&mut shown, out.len(), &both.map(|glyph| &**glyph).collect::<String>());
            }
            out.push(unit);
            at += 2;
            continue;
        }
        if column.is_ellipsis(&units, at) {
            places.extend([out.len(); 2]);
            unit.width = ROW;
            unit.flags |= Flags::REPLACED;
            push_shown(&mut shown, out.len(), ELLIPSIS);
            out.push(unit);
            at += 3;
            continue;
        }
        if let Some(own) = glyphs.get(at).and_then(Option::as_deref) {
            let form = column.form(at, own);
            unit.width = profile.width(&form).min(usize::from(u8::MAX)) as u8;
            if form != own || unit.flags.contains(Flags::REPLACED) {
                unit.flags |= Flags::REPLACED;
                push_shown(&mut shown, out.len(), &form);
            }
        }
        out.push(unit);
        at += 1;
    }
    even(&mut out, &mut readings, &places);
    let replaced = (!shown.units.is_empty()).then(|| Box::new(shown));
    Flow { readings, replaced, vertical: true, ..Flow::new(out, text) }
}

/// Adds what a unit shows instead of its own text.
fn push_shown(shown: &mut Replaced, unit: usize, text: &str) {
    let start = shown.text.len() as u32;
    shown.text.push_str(text);
    shown.units.push((unit as u32, start..shown.text.len() as u32));
}

/// Whether a reading has characters that are narrower than a row.
pub(in crate::typeset) fn has_narrow(readings: &[Reading], text: &str, profile: Profile) -> bool {
    let text_of = |bytes: &Range<u32>| text.get(bytes.start as usize..bytes.end as usize).unwrap_or_default();
    readings.iter().any(|reading| clusters(text_of(&reading.bytes)).any(|(_, cluster)| profile.cluster(cluster) == 1))
}

/// Moves readings to the units that are left, and the padding around their bases to whole rows.
fn even(units: &mut [Unit], readings: &mut [Reading], places: &[usize]) {
    let mut spare = 0;
    for unit in units.iter_mut().filter(|unit| unit.flags.contains(Flags::PADDING)) {
        let width = unit.width.saturating_add(spare);
        spare = width % ROW;
        unit.width = width - spare;
    }
    for reading in readings {
        reading.first = places.get(reading.first).copied().unwrap_or(reading.first);
        reading.before -= reading.before % usize::from(ROW);
    }
}

/// What each unit shows; `None` for those without a width and for what is not in the text.
fn glyphs<'a>(units: &[Unit], text: &'a str, replaced: Option<&'a Replaced>) -> Vec<Option<Cow<'a, str>>> {
    let added = Flags::OPEN_READING | Flags::CLOSE_READING | Flags::BETWEEN_READINGS | Flags::PADDING;
    let glyph = |(index, unit): (usize, &Unit)| {
        if unit.width == 0 || unit.flags.intersects(added) {
            return None;
        }
        if unit.flags.contains(Flags::REPLACED) {
            return replaced?.get(index).map(Cow::Borrowed);
        }
        let end = units.get(index + 1).map_or(text.len(), |next| next.start as usize);
        let own = text.get(unit.start as usize..end)?;
        Some(if unit.flags.contains(Flags::FILTERED) {
            own.chars().filter(|c| !is_format(*c)).collect::<String>().into()
        } else {
            own.into()
        })
    };
    units.iter().enumerate().map(glyph).collect()
}
