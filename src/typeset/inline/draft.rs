//! A text as characters that may be shown otherwise than they are written, or not at all.

use std::ops::Range;

use crate::document::{Span, Style};
use crate::typeset::text::kind::Kind;

/// A character and how it is shown.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) struct Glyph {
    /// Its first byte in the text.
    pub(in crate::typeset) at: u32,
    /// The character of the text.
    pub(in crate::typeset) written: char,
    /// The character to show.
    pub(in crate::typeset) shown: char,
    /// Whether it is not shown. A visible glyph beside it, with only such glyphs between, takes its bytes.
    pub(in crate::typeset) gone: bool,
    /// Whether it stays as it is: code, formulas, raised text.
    pub(in crate::typeset) fixed: bool,
}

/// What a glyph is for the rules of punctuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::typeset) enum Class {
    /// The start or the end of the text, a line break, an indent.
    Edge,
    /// A space of ASCII.
    Space,
    /// An ideograph or kana.
    Han,
    /// Punctuation of East Asian text.
    Wide,
    /// A letter of another script, or text that stays as it is.
    Latin,
    /// A digit.
    Digit,
    /// Any other character.
    Mark,
}

impl Class {
    /// Whether it is East Asian text.
    pub(in crate::typeset) fn is_cjk(self) -> bool {
        matches!(self, Self::Han | Self::Wide)
    }

    /// Whether it is a letter or a digit of other text.
    pub(in crate::typeset) fn is_latin(self) -> bool {
        matches!(self, Self::Latin | Self::Digit)
    }

    /// The class of a character.
    pub(in crate::typeset) fn of(c: char) -> Self {
        match c {
            ' ' => Self::Space,
            '\n' | '\t' | '\u{a0}' | '\u{3000}' => Self::Edge,
            '0'..='9' => Self::Digit,
            '～' | '〜' => Self::Wide,
            _ => match Kind::of(c) {
                Kind::Han | Kind::Kana => Self::Han,
                Kind::Letter | Kind::Digit | Kind::Hangul => Self::Latin,
                Kind::Open | Kind::Close | Kind::Quote | Kind::Dots | Kind::Dash | Kind::Interpunct
                    if !c.is_ascii() =>
                {
                    Self::Wide
                }
                _ => Self::Mark,
            },
        }
    }
}

/// The characters of a text.
#[derive(Debug)]
pub(in crate::typeset) struct Draft {
    pub(in crate::typeset) glyphs: Vec<Glyph>,
    end: u32,
}

/// A range of the text with the characters shown for it, each with its byte in the text.
pub(in crate::typeset) type Part = (Range<usize>, Vec<(char, u32)>);

impl Draft {
    /// The characters of a text that starts at `offset` in its block. `spans` are those that overlap it.
    pub(in crate::typeset) fn of(text: &str, spans: &[Span], offset: u32) -> Self {
        let fixed = Style::CODE | Style::KEYBOARD | Style::MATH | Style::SUPERSCRIPT | Style::SUBSCRIPT | Style::NOTE;
        let mut spans = spans.iter().filter(|span| span.style.intersects(fixed)).peekable();
        let glyphs = text.char_indices().map(|(at, c)| {
            let at = at as u32;
            while spans.next_if(|span| span.range.end <= at + offset).is_some() {}
            let fixed = spans.peek().is_some_and(|span| span.range.start <= at + offset);
            Glyph { at, written: c, shown: c, gone: false, fixed }
        });
        Self { glyphs: glyphs.collect(), end: text.len() as u32 }
    }

    /// The character shown at an index, if it may be changed.
    pub(in crate::typeset) fn free(&self, index: usize) -> Option<char> {
        self.glyphs.get(index).filter(|glyph| !glyph.fixed && !glyph.gone).map(|glyph| glyph.shown)
    }

    /// The class of what is shown at an index.
    pub(in crate::typeset) fn class(&self, index: Option<usize>) -> Class {
        match index.and_then(|index| self.glyphs.get(index)) {
            None => Class::Edge,
            Some(glyph) if glyph.fixed && glyph.written != '\n' => Class::Latin,
            Some(glyph) => Class::of(glyph.shown),
        }
    }

    /// The glyph directly before another. `None` at the start.
    pub(in crate::typeset) fn touching_before(&self, index: usize) -> Option<usize> {
        (0..index).rev().find(|at| self.glyphs.get(*at).is_some_and(|glyph| !glyph.gone))
    }

    /// The glyph directly after another. `None` at the end.
    pub(in crate::typeset) fn touching_after(&self, index: usize) -> Option<usize> {
        (index + 1..self.glyphs.len()).find(|at| self.glyphs.get(*at).is_some_and(|glyph| !glyph.gone))
    }

    /// The nearest glyph before another that is not a space.
    pub(in crate::typeset) fn before(&self, index: usize) -> Option<usize> {
        (0..index).rev().find(|at| self.is_visible(*at))
    }

    /// The nearest glyph after another that is not a space.
    pub(in crate::typeset) fn after(&self, index: usize) -> Option<usize> {
        (index + 1..self.glyphs.len()).find(|at| self.is_visible(*at))
    }

    /// The classes of what stands before and after a glyph, spaces aside.
    pub(in crate::typeset) fn around(&self, index: usize) -> (Class, Class) {
        (self.class(self.before(index)), self.class(self.after(index)))
    }

    fn is_visible(&self, at: usize) -> bool {
        self.glyphs.get(at).is_some_and(|glyph| !glyph.gone && (glyph.shown != ' ' || glyph.fixed))
    }

    /// Shows another character.
    pub(in crate::typeset) fn show(&mut self, index: usize, shown: char) {
        if let Some(glyph) = self.glyphs.get_mut(index).filter(|glyph| !glyph.fixed) {
            glyph.shown = shown;
        }
    }

    /// Does not show a character.
    pub(in crate::typeset) fn remove(&mut self, index: usize) {
        if let Some(glyph) = self.glyphs.get_mut(index).filter(|glyph| !glyph.fixed) {
            glyph.gone = true;
        }
    }

    /// What is shown, each character with the bytes of the text that it stands for. Glyphs that are not shown belong to
    /// the mark before them, else to the glyph after them.
    pub(in crate::typeset) fn visible(&self) -> Vec<(Glyph, Range<u32>)> {
        let mut out: Vec<(Glyph, Range<u32>)> = Vec::with_capacity(self.glyphs.len());
        let mut from = None;
        for (index, glyph) in self.glyphs.iter().enumerate() {
            let end = self.glyphs.get(index + 1).map_or(self.end, |next| next.at);
            let last = out.last_mut().filter(|_| from.is_none());
            match last.filter(|(last, _)| glyph.gone && Class::of(last.shown) == Class::Wide) {
                Some((_, range)) => range.end = end,
                None if glyph.gone => from = from.or(Some(glyph.at)),
                None => out.push((*glyph, from.take().unwrap_or(glyph.at)..end)),
            }
        }
        if let (Some(_), Some((_, range))) = (from, out.last_mut()) {
            range.end = self.end;
        }
        out
    }

    /// The parts of the text that are shown otherwise than they are written.
    pub(in crate::typeset) fn parts(&self) -> Vec<Part> {
        self.visible().into_iter().filter_map(|(glyph, range)| part(&glyph, &range, glyph.shown)).collect()
    }
}

/// The part of the text in which a character is shown for a glyph and its bytes. `None` if this is what is written.
pub(in crate::typeset) fn part(glyph: &Glyph, range: &Range<u32>, shown: char) -> Option<Part> {
    let is_changed = shown != glyph.written || range.len() != glyph.written.len_utf8();
    is_changed.then(|| (range.start as usize..range.end as usize, vec![(shown, range.start)]))
}
