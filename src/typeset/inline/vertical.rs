//! Vertical text: every character takes a row of the screen, that is, two cells of its line.
//!
//! Lines are filled as horizontal ones are, with a measure of two cells for each row. Narrow characters are widened to a
//! row: ASCII by its full-width forms, the others by a blank. Two digits stand side by side in one row (tate-chu-yoko, CSS
//! Writing Modes 4 §9.1). Punctuation has its vertical forms.

use std::borrow::Cow;
use std::ops::Range;

use crate::document::{Block, BlockKind};
use crate::text::{Language, Profile, clusters};
use crate::typeset::text::flow::{Flow, Reading, Replaced};
use crate::typeset::text::kind::is_format;
use crate::typeset::text::options::{Hyphenate, Leading, Options, Switch, Tracking};
use crate::typeset::text::unit::{Flags, NEVER, Unit};
use crate::typeset::text::upright::{form, full_width, is_upright};
use crate::typeset::text::writing::{Latin, Writing};

/// Cells of a row.
const ROW: u8 = 2;
/// A block with fewer letters that are turned in vertical text is set vertically although it has no others.
const FEW: usize = 3;

/// Whether a block of vertical writing is set horizontally: what has lines or columns of its own, text from right to left,
/// and text that mostly has letters which belong on their side.
pub(in crate::typeset) fn stays_horizontal(block: &Block) -> bool {
    let mut letters = block.text().chars().filter(|c| c.is_alphabetic());
    match block.kind {
        BlockKind::Code(_) | BlockKind::Table(_) | BlockKind::Image(_) | BlockKind::Math => true,
        BlockKind::Rule => false,
        _ if block.rtl => true,
        // The author's name does not decide.
        BlockKind::Byline => !block.text().chars().any(is_upright),
        _ => {
            let (mut upright, mut turned) = (0, 0);
            for c in letters.by_ref() {
                *(if is_upright(c) { &mut upright } else { &mut turned }) += 1;
            }
            turned > FEW && upright * 4 < turned
        }
    }
}

/// The options for a block: without what needs half rows, and horizontal for one that stays so.
pub(in crate::typeset) fn options<'a>(options: &'a Options, block: &Block) -> Cow<'a, Options> {
    if options.writing == Writing::Horizontal {
        return Cow::Borrowed(options);
    }
    let options = Options { leading: Leading::None, ..options.clone() };
    Cow::Owned(if stays_horizontal(block) {
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

/// Makes a flow vertical. Its readings, which stand beside the text, must be of wide characters: see [`has_narrow`].
pub(in crate::typeset) fn apply(
    flow: Flow,
    text: &str,
    options: &Options,
    profile: Profile,
    language: Language,
) -> Flow {
    let Flow { mut units, mut readings, replaced, .. } = flow;
    units.pop();
    let glyphs = glyphs(&units, text, replaced.as_deref());
    let column = Column { glyphs: &glyphs, latin: options.latin, profile, language };
    let mut shown = Replaced::default();
    let mut out: Vec<Unit> = Vec::with_capacity(units.len());
    let mut places: Vec<usize> = Vec::with_capacity(units.len());
    let mut at = 0;
    while let Some(unit) = units.get(at) {
        places.push(out.len());
        let mut unit = *unit;
        unit.flags.remove(Flags::GAP);
        if column.is_pair(&units, at) {
            places.push(out.len());
            unit.width = ROW;
            out.push(unit);
            at += 2;
            continue;
        }
        if let Some(own) = glyphs.get(at).and_then(Option::as_deref) {
            let form = column.form(at, own);
            unit.width = profile.width(&form).min(usize::from(u8::MAX)) as u8;
            if form != own || unit.flags.contains(Flags::REPLACED) {
                unit.flags |= Flags::REPLACED;
                let start = shown.text.len() as u32;
                shown.text.push_str(&form);
                shown.units.push((out.len() as u32, start..shown.text.len() as u32));
            }
        }
        out.push(unit);
        at += 1;
    }
    even(&mut out, &mut readings, &places);
    let replaced = (!shown.units.is_empty()).then(|| Box::new(shown));
    Flow { readings, replaced, vertical: true, ..Flow::new(out, text) }
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

struct Column<'a> {
    glyphs: &'a [Option<Cow<'a, str>>],
    latin: Latin,
    profile: Profile,
    language: Language,
}

impl Column<'_> {
    fn glyph(&self, at: Option<usize>) -> Option<&str> {
        self.glyphs.get(at?)?.as_deref()
    }

    /// The only character of a unit.
    fn character(&self, at: Option<usize>) -> Option<char> {
        let mut characters = self.glyph(at)?.chars();
        characters.next().filter(|_| characters.next().is_none())
    }

    /// What a unit shows in its row.
    fn form(&self, at: usize, own: &str) -> String {
        if own == " " || own == "\t" {
            return if self.is_narrow_gap(at) { String::new() } else { "  ".to_owned() };
        }
        let form = match self.character(Some(at)) {
            Some('’') if self.is_within_word(at) => Some('＇'),
            Some(c) => form(c, self.language).or_else(|| match (c.is_ascii_alphanumeric(), self.latin) {
                (true, Latin::HalfWidth) => None,
                _ => full_width(c),
            }),
            None => None,
        };
        let mut shown = form.map_or_else(|| own.to_owned(), String::from);
        if self.profile.width(&shown) == 1 {
            shown.push(' ');
        }
        shown
    }

    /// Whether a blank is between East Asian text and other text, where a row would be too much: half a cell would do. After
    /// an exclamation or a question it stays.
    fn is_narrow_gap(&self, at: usize) -> bool {
        let sides = [at.checked_sub(1), at.checked_add(1)];
        let is_wide = sides.map(|side| self.glyph(side).map(|glyph| self.profile.width(glyph) > 1));
        let [Some(before), Some(after)] = is_wide else { return false };
        before != after && !sides.iter().any(|side| matches!(self.character(*side), Some(' ' | '!' | '?')))
    }

    /// Whether an apostrophe is between two letters of a word.
    fn is_within_word(&self, at: usize) -> bool {
        let is_letter = |at| self.character(at).is_some_and(|c| c.is_alphanumeric() && !is_upright(c));
        is_letter(at.checked_sub(1)) && is_letter(at.checked_add(1))
    }

    /// Whether a unit and the next one share a row: a number of two digits, or two marks of a question or an exclamation.
    fn is_pair(&self, units: &[Unit], at: usize) -> bool {
        let (Some(one), Some(other)) = (units.get(at), units.get(at + 1)) else { return false };
        if other.penalty != NEVER
            || (one.flags | other.flags).intersects(Flags::ALONE)
            || (one.width, other.width) != (1, 1)
        {
            return false;
        }
        let pair = |is: fn(char) -> bool| [at, at + 1].iter().all(|at| self.character(Some(*at)).is_some_and(is));
        let (digits, marks) = (pair(|c| c.is_ascii_digit()), pair(|c| matches!(c, '!' | '?')));
        let apart = |beside: Option<usize>, beyond: Option<usize>| match self.character(beside) {
            Some('!' | '?') if marks => false,
            Some('.' | ',' | ':' | '/' | '-' | '–' | '\'') => {
                !self.character(beyond).is_some_and(|c| c.is_ascii_alphanumeric())
            }
            Some(c) => !(digits && c.is_alphanumeric() && !is_upright(c)),
            None => true,
        };
        (digits || marks) && apart(at.checked_sub(1), at.checked_sub(2)) && apart(at.checked_add(2), at.checked_add(3))
    }
}
