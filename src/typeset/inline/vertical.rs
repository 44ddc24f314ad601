//! Vertical text: every character takes a row of the screen, that is, two cells of its line.
//!
//! Lines are filled as horizontal ones are, with a measure of two cells for each row. Narrow characters are widened to a
//! row: ASCII by its full-width forms, the others by a blank. Two digits stand side by side in one row (tate-chu-yoko, CSS
//! Writing Modes 4 §9.1). Punctuation has its vertical forms.

use std::borrow::Cow;
use std::ops::Range;

use crate::document::{Block, BlockKind, Document, FrameId, FrameKind};
use crate::formula::raised::is_raised;
use crate::text::{Language, Profile, clusters};
use crate::typeset::text::flow::{Flow, Reading, Replaced};
use crate::typeset::text::kind::{Kind, is_format};
use crate::typeset::text::options::{Hyphenate, Leading, Options, Switch, Tracking};
use crate::typeset::text::unit::{Flags, NEVER, Unit};
use crate::typeset::text::upright::{form, full_width, in_formula, is_upright};
use crate::typeset::text::writing::{Latin, Writing};

/// Cells of a row.
const ROW: u8 = 2;
/// A block with fewer letters that are turned in vertical text is set vertically although it has no others.
const FEW: usize = 3;

/// Marks of exclamations and questions in a row of which all have the form of the first one.
const MOST_MARKS: usize = 8;
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

struct Column<'a> {
    glyphs: &'a [Option<Cow<'a, str>>],
    /// Which of them belong to a formula.
    formulas: &'a [bool],
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

    /// Whether a unit belongs to a formula.
    fn is_in_formula(&self, at: usize) -> bool {
        self.formulas.get(at).copied().unwrap_or(false)
    }

    /// What a unit shows in its row.
    fn form(&self, at: usize, own: &str) -> String {
        if own == " " || own == "\t" {
            let is_dropped = if self.is_in_formula(at) { !self.is_between_words(at) } else { self.is_narrow_gap(at) };
            return if is_dropped { String::new() } else { "  ".to_owned() };
        }
        let character = self.character(Some(at));
        let mut shown = character.and_then(|c| self.form_of(at, c)).map_or_else(|| own.to_owned(), String::from);
        if self.profile.width(&shown) == 1 {
            // A superscript stands at the right of the line.
            shown.insert(if character.is_some_and(is_raised) { 0 } else { shown.len() }, ' ');
        }
        shown
    }

    /// The form of a character in its place; `None` if it is shown as it is.
    fn form_of(&self, at: usize, c: char) -> Option<char> {
        match c {
            '’' if self.is_within_word(at) => Some('＇'),
            '-' | '‐' | '‑' | '－' if !self.is_in_formula(at) => Some(self.hyphen(at)),
            '.' if self.language == Language::Korean && self.is_full_stop(at) => Some('︒'),
            ':' | ';' | '?' | '!' if self.language == Language::ChineseSimplified && self.follows_upright(at) => {
                full_width(c).and_then(|c| form(c, self.language))
            }
            _ => {
                let in_formula = if self.is_in_formula(at) { in_formula(c) } else { None };
                in_formula.or_else(|| form(c, self.language)).or_else(|| match self.latin {
                    Latin::HalfWidth if c.is_ascii_alphanumeric() => None,
                    _ => full_width(c),
                })
            }
        }
    }

    /// The form of a hyphen: between letters or digits that stand below each other it is drawn as between them in a
    /// line; elsewhere, and in a range of numbers, it follows the direction of the text, as a dash does.
    fn hyphen(&self, at: usize) -> char {
        let sides = [at.checked_sub(1), at.checked_add(1)];
        let is_east_asian =
            |at: &Option<usize>| self.character(*at).is_some_and(|c| c.is_alphanumeric() && is_upright(c));
        let is_apart = sides.iter().all(|at| self.glyph(*at).is_none_or(|glyph| glyph == " "));
        if is_apart || sides.iter().any(is_east_asian) || self.is_range(at) { '︱' } else { '－' }
    }

    /// Whether a hyphen is between two numbers, but in no chain of them such as a date.
    fn is_range(&self, at: usize) -> bool {
        let is_digit = |glyph: &&Option<Cow<'_, str>>| {
            glyph.as_deref().is_some_and(|glyph| glyph.starts_with(|c: char| c.is_ascii_digit()))
        };
        let before = self.glyphs.get(..at).unwrap_or_default().iter().rev().take_while(is_digit).count();
        let after = self.glyphs.get(at + 1..).unwrap_or_default().iter().take_while(is_digit).count();
        let is_end = |at: Option<usize>| {
            !self.character(at).is_some_and(|c| matches!(c, '-' | '‐' | '‑' | '－' | '/') || c.is_ascii_alphabetic())
        };
        before > 0 && after > 0 && is_end((at - before).checked_sub(1)) && is_end(at.checked_add(after + 1))
    }

    /// Whether a point ends a Korean sentence: it follows a letter, and no letter, digit or point follows it.
    fn is_full_stop(&self, at: usize) -> bool {
        let (before, after) = (self.character(at.checked_sub(1)), self.character(at.checked_add(1)));
        before.is_some_and(|c| !matches!(c, ' ' | '.') && !c.is_ascii_digit())
            && !after.is_some_and(|c| c == '.' || c.is_ascii_alphanumeric())
    }

    /// Whether a mark, or the marks before it, follow East Asian text.
    fn follows_upright(&self, at: usize) -> bool {
        let mut before = self.glyphs.get(..at).unwrap_or_default().iter().rev().take(MOST_MARKS).map(Option::as_deref);
        before
            .find(|glyph| !matches!(*glyph, Some("!" | "?")))
            .flatten()
            .is_some_and(|glyph| self.profile.width(glyph) > 1)
    }

    /// Whether a blank is between two letters or digits.
    fn is_between_words(&self, at: usize) -> bool {
        let is_word = |at| self.character(at).is_some_and(char::is_alphanumeric);
        is_word(at.checked_sub(1)) && is_word(at.checked_add(1))
    }

    /// Whether a blank is between East Asian text and other text, or a number and its sign, where a row would be too much:
    /// half a cell would do. After an exclamation or a question it stays. So it does on both sides of a sign between blanks,
    /// and always in Korean, where blanks part the words.
    fn is_narrow_gap(&self, at: usize) -> bool {
        let sides = [at.checked_sub(1), at.checked_add(1)];
        let beyond = [at.checked_sub(2), at.checked_add(2)];
        let is_lone = |(side, beyond): (&Option<usize>, &Option<usize>)| {
            let is_sign = self.character(*side).is_some_and(|c| Kind::of(c) == Kind::Other);
            is_sign && self.character(*beyond) == Some(' ')
        };
        if self.language == Language::Korean || sides.iter().zip(&beyond).any(is_lone) {
            return false;
        }
        let [before, after] = sides.map(|side| self.character(side));
        if before.is_some_and(|c| c.is_ascii_digit()) && matches!(after, Some('℃' | '℉' | '°' | '%' | '‰')) {
            return true;
        }
        let is_wide = sides.map(|side| self.glyph(side).map(|glyph| self.profile.width(glyph) > 1));
        let [Some(wide_before), Some(wide_after)] = is_wide else { return false };
        wide_before != wide_after && ![before, after].iter().any(|c| matches!(c, Some(' ' | '!' | '?')))
    }

    /// Whether an apostrophe is between two letters of a word.
    fn is_within_word(&self, at: usize) -> bool {
        let is_letter = |at| self.character(at).is_some_and(|c| c.is_alphanumeric() && !is_upright(c));
        is_letter(at.checked_sub(1)) && is_letter(at.checked_add(1))
    }

    /// Whether a unit and the next one, which is raised or lowered, share a row: two of a number, or a letter of a formula
    /// or of a unit of measure with its index or exponent.
    fn is_raised_pair(&self, units: &[Unit], at: usize) -> bool {
        let (Some(one), Some(other)) = (units.get(at), units.get(at + 1)) else { return false };
        let is = |at: usize| self.character(Some(at)).is_some_and(is_raised);
        if !is(at + 1)
            || other.penalty != NEVER
            || (one.flags | other.flags).difference(Flags::REPLACED).intersects(Flags::ALONE)
            || (one.width, other.width) != (1, 1)
        {
            return false;
        }
        let is_letter = |at: Option<usize>| self.character(at).is_some_and(|c| c.is_alphanumeric() && !is_upright(c));
        is(at) || !is(at + 2) && is_letter(Some(at)) && (self.is_in_formula(at) || !is_letter(at.checked_sub(1)))
    }

    /// Whether a unit and the next one share a row: a number of two digits, or two marks of a question or an exclamation.
    fn is_pair(&self, units: &[Unit], at: usize) -> bool {
        let (Some(one), Some(other)) = (units.get(at), units.get(at + 1)) else { return false };
        if other.penalty != NEVER
            || (one.flags | other.flags).difference(Flags::REPLACED).intersects(Flags::ALONE)
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
            Some(c) => !digits || !c.is_alphanumeric() || is_upright(c) || is_raised(c),
            None => true,
        };
        (digits || marks) && apart(at.checked_sub(1), at.checked_sub(2)) && apart(at.checked_add(2), at.checked_add(3))
    }
}
