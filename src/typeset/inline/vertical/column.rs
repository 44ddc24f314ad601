//! The characters of a vertical line in their places: what each shows in its row, and which share one.

use std::borrow::Cow;

use crate::formula::raised::is_raised;
use crate::text::{Language, Profile};
use crate::typeset::text::kind::Kind;
use crate::typeset::text::unit::{Flags, NEVER, Unit};
use crate::typeset::text::upright::{form, full_width, in_formula, is_upright};
use crate::typeset::text::writing::Latin;

/// Characters between angle brackets, at most.
const LONGEST_IN_ANGLES: usize = 40;
/// Marks in a row, at most, that are looked at for what is before or after them all.
const MOST_MARKS: usize = 8;

/// The characters of a text that is set vertically.
pub(super) struct Column<'a> {
    /// What each unit shows in a horizontal line.
    pub(super) glyphs: &'a [Option<Cow<'a, str>>],
    /// Which of them belong to a formula.
    pub(super) formulas: &'a [bool],
    pub(super) latin: Latin,
    pub(super) profile: Profile,
    pub(super) language: Language,
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
    pub(super) fn form(&self, at: usize, own: &str) -> String {
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
            '=' | '_' | '~' if self.is_beside_turned(at) && !(c == '~' && self.is_range(at)) => full_width(c),
            '<' | '>' if !self.is_angle_bracket(at) => full_width(c),
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

    /// Whether a sign is beside a letter, a digit or another sign that would be turned in vertical text, but cannot be: then
    /// it is not turned either, as in `a=b`, `snake_case` and `~/file`.
    fn is_beside_turned(&self, at: usize) -> bool {
        [at.checked_sub(1), at.checked_add(1)].into_iter().any(|at| {
            self.is_turned_letter(at) || matches!(self.character(at), Some('/' | '\\' | '+' | '*' | '=' | '_'))
        })
    }

    /// Whether a unit is a letter or a digit that would be turned in vertical text.
    fn is_turned_letter(&self, at: Option<usize>) -> bool {
        self.character(at).is_some_and(|c| c.is_alphanumeric() && !is_upright(c))
    }

    /// Whether `<` has its `>`, or the other way round, close to each other and with no blank within them: `<title>`, but
    /// not `a < b`.
    fn is_angle_bracket(&self, at: usize) -> bool {
        let is = |glyph: &Option<Cow<'_, str>>, own: &str| glyph.as_deref() == Some(own);
        let is_inside = |glyph: Option<&Option<Cow<'_, str>>>| glyph.is_some_and(|glyph| !is(glyph, " "));
        let pair = |inside: &mut dyn Iterator<Item = &Option<Cow<'_, str>>>, own: &str, other: &str| {
            let mut last = None;
            for glyph in inside.take(LONGEST_IN_ANGLES + 1) {
                if is(glyph, other) {
                    return is_inside(last);
                }
                if is(glyph, own) || last.is_none() && is(glyph, " ") {
                    return false;
                }
                last = Some(glyph);
            }
            false
        };
        let (before, after) =
            (self.glyphs.get(..at).unwrap_or_default(), self.glyphs.get(at + 1..).unwrap_or_default());
        match self.glyph(Some(at)) {
            Some("<") => pair(&mut after.iter(), "<", ">"),
            Some(">") => pair(&mut before.iter().rev(), ">", "<"),
            _ => true,
        }
    }

    /// Whether three points from here on are an ellipsis of East Asian text, which they share a row as.
    pub(super) fn is_ellipsis(&self, units: &[Unit], at: usize) -> bool {
        let is_point = |at: usize| self.character(Some(at)) == Some('.');
        if !is_point(at) || !may_share_row(units.get(at..at + 3)) {
            return false;
        }
        let before = (0..at).rev().take_while(|at| is_point(*at)).take(MOST_MARKS).count();
        let after = (at + 1..).take_while(|at| is_point(*at)).take(MOST_MARKS).count();
        let sides = [(at - before).checked_sub(1), (at + after).checked_add(1)];
        let is_wide = |at: &Option<usize>| self.glyph(*at).is_some_and(|glyph| self.profile.width(glyph) > 1);
        before % 3 == 0 && (before + 1 + after) % 3 == 0 && sides.iter().any(is_wide)
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
        // Brackets, commas and colons fill half of their row, and the other half is blank.
        let opens = after.is_some_and(|c| Kind::of(c) == Kind::Open);
        let is_half = |c| Kind::of(c) == Kind::Close && !matches!(c, '.' | '!' | '?' | '！' | '？' | '．' | '%' | '％');
        if opens || before.is_some_and(is_half) {
            return true;
        }
        let is_wide = sides.map(|side| self.glyph(side).map(|glyph| self.profile.width(glyph) > 1));
        let [Some(wide_before), Some(wide_after)] = is_wide else { return false };
        wide_before != wide_after && ![before, after].iter().any(|c| matches!(c, Some(' ' | '!' | '?')))
    }

    /// Whether an apostrophe is between two letters of a word.
    fn is_within_word(&self, at: usize) -> bool {
        self.is_turned_letter(at.checked_sub(1)) && self.is_turned_letter(at.checked_add(1))
    }

    /// Whether a unit and the next one, which is raised or lowered, share a row: two of a number, or a letter of a formula
    /// or of a unit of measure with its index or exponent.
    pub(super) fn is_raised_pair(&self, units: &[Unit], at: usize) -> bool {
        let is = |at: usize| self.character(Some(at)).is_some_and(is_raised);
        if !is(at + 1) || !may_share_row(units.get(at..at + 2)) {
            return false;
        }
        let is_letter = |at| self.is_turned_letter(at);
        is(at) || !is(at + 2) && is_letter(Some(at)) && (self.is_in_formula(at) || !is_letter(at.checked_sub(1)))
    }

    /// Whether a unit and the next one share a row: a number of two digits, or two marks of a question or an exclamation.
    pub(super) fn is_pair(&self, units: &[Unit], at: usize) -> bool {
        if !may_share_row(units.get(at..at + 2)) {
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

/// Whether units that follow each other are narrow and whole, with no break between them, so that they may share a row.
fn may_share_row(units: Option<&[Unit]>) -> bool {
    units.is_some_and(|units| {
        let is_free = |unit: &Unit| unit.width == 1 && !unit.flags.difference(Flags::REPLACED).intersects(Flags::ALONE);
        units.iter().all(is_free) && units.iter().skip(1).all(|unit| unit.penalty == NEVER)
    })
}
