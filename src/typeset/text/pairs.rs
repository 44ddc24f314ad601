//! Breaks between common characters, which depend on nothing but the two: asked of the segmenter once, then known.

use icu_segmenter::LineSegmenterBorrowed;

use crate::typeset::text::flow::Edge;

/// A character that is not among the common ones.
pub(in crate::typeset) const NONE: u8 = 0;
/// An ideograph; all of them break alike.
pub(in crate::typeset) const HAN: u8 = 1;
const LETTER: u8 = 2;
const DIGIT: u8 = 3;
const HIRAGANA: u8 = 4;
const KATAKANA: u8 = 90;
const MARKS: u8 = 186;
/// One blank between two common characters is looked through.
const BLANK: u8 = 255;
const CLASSES: usize = 256;

/// The class of a character that is a cluster by itself: within one class all break alike beside any other. Between
/// these classes no rule of UAX #14 looks further than at the two characters and one blank between them.
pub(in crate::typeset) fn class(c: char) -> u8 {
    match c {
        ' ' => BLANK,
        'a'..='z' | 'A'..='Z' => LETTER,
        '0'..='9' => DIGIT,
        ..='\u{7f}' => NONE,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => HAN,
        '\u{3041}'..='\u{3096}' => HIRAGANA + (c as u32 - 0x3041) as u8,
        '\u{30a0}'..='\u{30ff}' => KATAKANA + (c as u32 - 0x30a0) as u8,
        _ => {
            const COMMON: [char; 32] = [
                '，', '。', '、', '；', '：', '？', '！', '（', '）', '《', '》', '〈', '〉', '「', '」', '『', '』',
                '【', '】', '〔', '〕', '〖', '〗', '［', '］', '｛', '｝', '．', '…', '—', '〜', '～',
            ];
            COMMON.iter().position(|mark| *mark == c).map_or(NONE, |index| MARKS + index as u8)
        }
    }
}

/// What the segmenter has said of pairs of classes: two bits for the pair, two for the pair with a blank between.
pub(in crate::typeset) struct Pairs(Box<[u8]>);

impl Pairs {
    pub(in crate::typeset) fn new() -> Self {
        Self(vec![0; CLASSES * CLASSES].into())
    }

    /// Whether a line may start at the unit of this index; none where more than its neighbours decides.
    pub(in crate::typeset) fn breaks(
        &mut self,
        edges: &[Edge],
        at: usize,
        segmenter: LineSegmenterBorrowed<'_>,
    ) -> Option<bool> {
        let (before, after) = (edges.get(at.checked_sub(1)?)?, edges.get(at)?);
        match (before.class, after.class) {
            (NONE, _) | (_, NONE) | (BLANK, BLANK) => None,
            (_, BLANK) => Some(false),
            (BLANK, _) => {
                let before = edges.get(at.checked_sub(2)?)?;
                (before.class != NONE && before.class != BLANK).then(|| self.answer(before, after, " ", segmenter))
            }
            _ => Some(self.answer(before, after, "", segmenter)),
        }
    }

    fn answer(&mut self, before: &Edge, after: &Edge, between: &str, segmenter: LineSegmenterBorrowed<'_>) -> bool {
        let shift = if between.is_empty() { 0 } else { 2 };
        let place = usize::from(before.class) * CLASSES + usize::from(after.class);
        match self.0.get(place).map(|known| known >> shift & 3) {
            Some(1) => false,
            Some(2) => true,
            _ => {
                let text = format!("{}{between}{}", before.first, after.first);
                let at = text.len() - after.first.len_utf8();
                let breaks = segmenter.segment_str(&text).any(|found| found == at);
                if let Some(known) = self.0.get_mut(place) {
                    *known |= (1 + u8::from(breaks)) << shift;
                }
                breaks
            }
        }
    }
}
