//! Splits text into units: measured grapheme clusters.

use crate::text::{Profile, clusters};
use crate::typeset::text::class;
use crate::typeset::text::kind::{Kind, is_format, may_hang, never_starts, simple};

/// Penalty of a unit that no line may start with.
pub(in crate::typeset) const NEVER: i16 = -1;
/// Penalty of a unit that a line must start with.
pub(in crate::typeset) const FORCED: i16 = i16::MAX;

bitflags::bitflags! {
    /// Properties of a unit.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(in crate::typeset) struct Flags: u16 {
        /// A space that is not in the text is shown before it, except at a line start.
        const GAP = 1;
        /// A space that is dropped at a line end.
        const SPACE = 1 << 1;
        /// It may hang beyond the measure.
        const HANG = 1 << 2;
        /// If a line starts here, the line before ends with a hyphen.
        const HYPHEN = 1 << 3;
        /// Its text contains characters that must not be shown.
        const FILTERED = 1 << 4;
        /// An opening parenthesis, not in the text, before a reading.
        const OPEN_READING = 1 << 5;
        /// A closing parenthesis, not in the text, after a reading.
        const CLOSE_READING = 1 << 6;
        /// Punctuation that no line ends with.
        const OPENS = 1 << 7;
        /// Punctuation that no line starts with.
        const CLOSES = 1 << 8;
        /// An ideograph or kana.
        const IDEOGRAPH = 1 << 9;
        /// Spaces that are not in the text, around a base narrower than its reading.
        const PADDING = 1 << 10;
        /// It shows the characters in `Flow::replaced` instead of its own.
        const REPLACED = 1 << 11;
        /// Where a word that is wider than the line is cut at best: its parts meet here.
        const SEAM = 1 << 12;
        /// Where a word is cut at worst: one letter would be left alone, or a number would be parted.
        const STUB = 1 << 13;
        /// It continues a word. Between other units, a break that is not allowed parts no word.
        const WORD = 1 << 14;
        /// A mark, not in the text, between two readings of the same base.
        const BETWEEN_READINGS = 1 << 15;
        /// It cannot share a run with other units, because it does not show the text as it is.
        const ALONE = Self::FILTERED.bits()
            | Self::OPEN_READING.bits()
            | Self::CLOSE_READING.bits()
            | Self::BETWEEN_READINGS.bits()
            | Self::PADDING.bits()
            | Self::REPLACED.bits();
        /// No run may continue across its start.
        const APART = Self::ALONE.bits() | Self::GAP.bits();
    }
}

/// A grapheme cluster, with the invisible characters that follow it.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) struct Unit {
    /// First byte in the flow's text.
    pub(in crate::typeset) start: u32,
    /// Cells of all units before it, including their gaps.
    pub(in crate::typeset) cells: u32,
    /// The cost of a line break before it: [`NEVER`], a value from 0, or [`FORCED`].
    pub(in crate::typeset) penalty: i16,
    /// Width in cells.
    pub(in crate::typeset) width: u8,
    /// Cells of the spaces right before it, which are dropped if a line starts here.
    pub(in crate::typeset) trail: u16,
    pub(in crate::typeset) flags: Flags,
}

/// The first and last visible characters of a unit, for the line breaking rules.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) struct Edge {
    pub(in crate::typeset) first: char,
    pub(in crate::typeset) last: char,
    pub(in crate::typeset) kind: Kind,
    /// Its class (see [`class`]) if it is a single common character, else [`class::NONE`].
    pub(in crate::typeset) class: u8,
}

/// Splits text into units. All penalties are [`NEVER`], and cumulative fields are not yet computed.
pub(in crate::typeset) fn units(text: &str, profile: Profile) -> (Vec<Unit>, Vec<Edge>) {
    // One more for the end unit.
    let most = text.chars().count() + 1;
    let mut out = Splitter { units: Vec::with_capacity(most), edges: Vec::with_capacity(most), profile };
    let mut rest = text.char_indices().map(|(at, c)| (at, c, simple(c)));
    let mut next = rest.next();
    while let Some((start, c, own)) = next {
        next = rest.next();
        if let Some(width) = own
            && next.is_none_or(|(.., next)| next.is_some())
        {
            out.push_simple(start, c, width);
            continue;
        }
        // The part to segment ends between two simple characters, which is always a cluster boundary.
        let mut simple = own.is_some();
        while let Some((.., own)) = next
            && !(simple && own.is_some())
        {
            simple = own.is_some();
            next = rest.next();
        }
        let end = next.map_or(text.len(), |(end, ..)| end);
        for (offset, cluster) in clusters(&text[start..end]) {
            out.push_cluster(start + offset, cluster);
        }
    }
    (out.units, out.edges)
}

struct Splitter {
    units: Vec<Unit>,
    edges: Vec<Edge>,
    profile: Profile,
}

impl Splitter {
    /// Adds a character that is a cluster by itself. Its width is asked of the profile if `width` is 0.
    fn push_simple(&mut self, start: usize, c: char, width: u8) {
        if matches!(c, '\u{4e00}'..='\u{9fff}') {
            let flags = Flags::IDEOGRAPH;
            self.units.push(Unit { start: start as u32, cells: 0, penalty: NEVER, width, trail: 0, flags });
            self.edges.push(Edge { first: c, last: c, kind: Kind::Han, class: class::HAN });
            return;
        }
        let width = if width == 0 { self.profile.cluster(c.encode_utf8(&mut [0; 4])) } else { width };
        let edge = Edge { first: c, last: c, kind: Kind::of(c), class: class::of(c) };
        self.push(start, width, edge, Flags::empty());
    }

    fn push(&mut self, start: usize, width: u8, edge: Edge, flags: Flags) {
        let mut flags = flags;
        match edge.kind {
            Kind::Space => {
                flags |= Flags::SPACE;
                if edge.first != ' ' {
                    flags |= Flags::FILTERED;
                }
            }
            Kind::Han | Kind::Kana => {
                flags |= Flags::IDEOGRAPH;
                flags.set(Flags::CLOSES, never_starts(edge.first));
            }
            Kind::Interpunct | Kind::Dots | Kind::Dash => flags |= Flags::CLOSES,
            Kind::Other => flags.set(Flags::CLOSES, never_starts(edge.first)),
            Kind::Open => flags |= Flags::OPENS,
            Kind::Close => {
                flags |= Flags::CLOSES;
                if may_hang(edge.first) {
                    flags |= Flags::HANG;
                }
            }
            _ => {}
        }
        self.units.push(Unit { start: start as u32, cells: 0, penalty: NEVER, width, trail: 0, flags });
        self.edges.push(edge);
    }

    fn push_cluster(&mut self, start: usize, cluster: &str) {
        if let Some(invisible) = cluster.strip_prefix(' ').filter(|rest| rest.starts_with(is_invisible))
            && self.profile.cluster(cluster) == 1
            && self.profile.cluster(invisible) == 0
        {
            // A line may begin after the space (UAX #14, LB10 and LB18).
            self.push(start, 1, Edge { first: ' ', last: ' ', kind: Kind::Space, class: class::NONE }, Flags::empty());
            let first = invisible.chars().next().unwrap_or(' ');
            let edge = Edge { first, last: first, kind: Kind::Other, class: class::NONE };
            self.push(start + 1, 0, edge, Flags::empty());
            return;
        }
        let mut shown = cluster.chars().filter(|c| !is_format(*c) || matches!(c, '\n' | '\t'));
        let first = shown.next();
        let last = shown.next_back().or(first);
        let hidden = cluster.chars().any(is_format);
        let (Some(first), Some(last)) = (first, last) else {
            // An invisible cluster belongs to the unit before it.
            match self.units.last_mut() {
                Some(unit) if unit.flags.contains(Flags::SPACE) => {
                    // A line begins after a zero-width space, but before any other character without a width.
                    let kind = if cluster == "\u{200b}" { Kind::Space } else { Kind::Other };
                    self.push_invisible(start, kind);
                }
                Some(unit) => {
                    unit.flags |= Flags::FILTERED;
                    if let Some(edge) = self.edges.last_mut() {
                        edge.class = class::NONE;
                    }
                }
                None => self.push_invisible(start, Kind::Other),
            }
            return;
        };
        let width = if first == '\t' { 1 } else { self.profile.cluster(cluster) };
        let flags = if hidden { Flags::FILTERED } else { Flags::empty() };
        // A space with a combining mark is visible.
        let kind = if first == ' ' && last != ' ' { Kind::Other } else { Kind::of(first) };
        self.push(start, width, Edge { first, last, kind, class: class::NONE }, flags);
    }

    /// Adds a cluster that is not shown. As a space it is dropped at a line end.
    fn push_invisible(&mut self, start: usize, kind: Kind) {
        let edge = Edge { first: '\u{2060}', last: '\u{2060}', kind, class: class::NONE };
        self.push(start, 0, edge, Flags::FILTERED);
    }
}

/// Whether a character that continues a cluster shows nothing by itself: ZWNJ, ZWJ, variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether the units of a line are a single word of letters or digits.
pub(in crate::typeset) fn is_one_word(line: &[Unit]) -> bool {
    let shown = line.iter().rposition(|unit| !unit.flags.contains(Flags::SPACE)).map_or(0, |last| last + 1);
    let word = |at: usize, unit: &Unit| {
        let begins = at > 0 && unit.penalty != NEVER && !unit.flags.contains(Flags::HYPHEN);
        !begins && !unit.flags.intersects(Flags::SPACE | Flags::IDEOGRAPH)
    };
    line.iter().take(shown).enumerate().all(|(at, unit)| word(at, unit))
}

#[cfg(test)]
mod tests {
    use crate::document::{Block, BlockKind, Document, Inline};
    use crate::text::{Clean, Language, Profile};
    use crate::typeset::Page;
    use crate::typeset::text::options::Options;
    use crate::typeset::text::setting::Setting;

    fn lines(text: &str, width: u16) -> Vec<String> {
        let block = Block::new(BlockKind::Paragraph, Inline::plain(Clean::text(text)));
        let document = Document { blocks: vec![block], ..Document::default() };
        let setting = Setting {
            width,
            options: Options::default(),
            profile: Profile::default(),
            room: 0,
            folded: Vec::new(),
            pictures: Default::default(),
        };
        let page = Page::of(&document, &setting, Language::English);
        let rows = (0..page.height()).filter_map(|row| page.row(row));
        rows.map(|view| view.runs.iter().map(|run| view.shown(run)).collect()).collect()
    }

    /// The spaces at which lines break, by the code points of UAX #14.
    #[test]
    fn what_continues_a_space_does_not_hold_it() {
        for (text, shown) in [
            ("abcd efgh \u{200c}ijklmnop", ["abcd efgh", "\u{200c}ijklmnop"]),
            ("abcd efgh \u{200d}ijklmnop", ["abcd efgh", "\u{200d}ijklmnop"]),
            ("abcd efgh \u{fe0f}ijklmnop", ["abcd efgh", "\u{fe0f}ijklmnop"]),
            ("abcd efgh \u{301}ijklmnop", ["abcd efgh", " \u{301}ijklmnop"]),
            ("abcd efgh \u{200b}ijklmnop", ["abcd efgh", "ijklmnop"]),
            ("abcdefghij \u{200b}ijklmnop", ["abcdefghij", "ijklmnop"]),
            ("abcdefghij\u{200b} ijklmnop", ["abcdefghij", "ijklmnop"]),
            ("abcdefghij \u{200b} \u{200b}ijklmnop", ["abcdefghij", "ijklmnop"]),
            ("abcdefghij \u{200e}ijklmnop", ["abcdefghij", "ijklmnop"]),
        ] {
            assert_eq!(lines(text, 10), shown, "{text:?}");
        }
    }

    #[test]
    fn nothing_is_lost_within_a_line() {
        for text in ["a \u{200c}b", "a \u{301}b", "a \u{fe0f}b", "\u{301}a", " \u{200c}"] {
            assert_eq!(lines(text, 10), [text.trim_end_matches(' ')], "{text:?}");
        }
    }
}
