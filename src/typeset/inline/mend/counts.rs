//! Numbers of characters up to every place of a text, by which any part of it is judged in constant time.

use std::ops::Range;

use crate::typeset::inline::draft::{Class, Draft};

/// For every glyph, what stands before it.
#[derive(Debug)]
pub(super) struct Counts {
    /// Ideographs.
    han: Vec<u32>,
    /// Letters that follow a letter.
    words: Vec<u32>,
    /// Characters of neither words nor common punctuation, as in emoticons and formulas.
    odd: Vec<u32>,
    /// Where its sentence starts.
    sentence: Vec<u32>,
    /// Whether it is among the arguments of a call.
    arguments: Vec<bool>,
    /// Where its clause starts, after the last mark of East Asian text.
    clause: Vec<u32>,
}

impl Counts {
    /// Counts the characters of a text.
    pub(super) fn of(draft: &Draft) -> Self {
        let size = draft.glyphs.len() + 1;
        let new = || Vec::with_capacity(size);
        let mut counts =
            Self { han: new(), words: new(), odd: new(), sentence: new(), clause: new(), arguments: Vec::new() };
        let (mut han, mut words, mut odd, mut sentence, mut clause) = (0, 0, 0, 0, 0);
        let mut last = Class::Edge;
        for (index, glyph) in draft.glyphs.iter().enumerate() {
            counts.push([han, words, odd, sentence, clause]);
            let class = draft.class(Some(index));
            han += u32::from(class == Class::Han);
            words += u32::from(class == Class::Latin && last == Class::Latin && !glyph.fixed);
            let common = " ,.;:!?-/'\"()[]&@%+~·";
            odd += u32::from(class == Class::Mark && !common.contains(glyph.shown));
            if matches!(glyph.shown, '。' | '！' | '？' | '!' | '?' | '\n') && !glyph.fixed {
                sentence = index as u32 + 1;
            }
            if class == Class::Wide || glyph.shown == '\n' {
                clause = index as u32 + 1;
            }
            last = class;
        }
        counts.push([han, words, odd, sentence, clause]);
        counts
    }

    fn push(&mut self, [han, words, odd, sentence, clause]: [u32; 5]) {
        self.clause.push(clause);
        self.han.push(han);
        self.words.push(words);
        self.odd.push(odd);
        self.sentence.push(sentence);
    }

    fn within(counts: &[u32], range: &Range<usize>) -> u32 {
        let at = |index: usize| counts.get(index.min(counts.len().saturating_sub(1))).copied().unwrap_or(0);
        at(range.end).saturating_sub(at(range.start))
    }

    /// The number of ideographs of a part.
    pub(super) fn han(&self, range: Range<usize>) -> u32 {
        Self::within(&self.han, &range)
    }

    /// Whether a part has a word of at least two letters.
    pub(super) fn has_word(&self, range: Range<usize>) -> bool {
        Self::within(&self.words, &range) > 0
    }

    /// The number of characters that are in neither words nor common punctuation.
    pub(super) fn odd(&self, range: Range<usize>) -> u32 {
        Self::within(&self.odd, &range)
    }

    /// The number of ideographs of the sentence before a place.
    pub(super) fn han_before(&self, index: usize) -> u32 {
        let start = self.sentence.get(index).map_or(0, |start| *start as usize);
        self.han(start..index)
    }

    /// Marks a part as the arguments of a call.
    pub(super) fn mark_arguments(&mut self, range: Range<usize>) {
        self.arguments.resize(self.han.len(), false);
        if let Some(part) = self.arguments.get_mut(range) {
            part.fill(true);
        }
    }

    /// Whether a place is among the arguments of a call.
    pub(super) fn is_argument(&self, index: usize) -> bool {
        self.arguments.get(index).copied().unwrap_or(false)
    }

    /// Whether the clause before a place has an ideograph.
    pub(super) fn is_chinese_clause(&self, index: usize) -> bool {
        let start = self.clause.get(index).map_or(0, |start| *start as usize);
        self.han(start..index) > 0
    }

    /// Where the sentence of a place starts.
    pub(super) fn sentence(&self, index: usize) -> usize {
        self.sentence.get(index).map_or(0, |start| *start as usize)
    }
}
