//! Grapheme clusters, how each is drawn, and the only function that computes their width in cells.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use bitflags::bitflags;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::text::ambiguous::is_ambiguous;

/// How many cells a character of East Asian Width Ambiguous (“ ” … — ·) takes (UAX #11 §5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ambiguous {
    /// One cell, as in nearly every terminal.
    #[default]
    Narrow,
    /// Two cells, as in terminals set up for legacy East Asian fonts.
    Wide,
}

bitflags! {
    /// The emoji sequences that a terminal draws as specified by UTS #51, in the specified number of cells. Others are
    /// drawn in a simpler form that has the same width everywhere.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub struct Sequences: u8 {
        /// ❤️: VS16 turns a text character into an emoji of two cells. Otherwise it is drawn as text, in one.
        const EMOJI_STYLE = 1;
        /// ⌚︎: VS15 turns an emoji into a text character of one cell. Otherwise it stays an emoji, in two.
        const TEXT_STYLE = 1 << 1;
        /// 👨‍👩‍👧: emoji with zero-width joiners are drawn as one. Otherwise only the first is drawn.
        const JOINED = 1 << 2;
        /// 👍🏽: a skin tone modifies the emoji before it. Otherwise it is left out.
        const TONES = 1 << 3;
        /// 🇨🇳: two regional indicators are a flag. Otherwise they are drawn as Latin letters.
        const FLAGS = 1 << 4;
        /// 1️⃣: a keycap takes two cells. Otherwise it is drawn without VS16, in one.
        const KEYCAPS = 1 << 5;
    }
}

impl Default for Sequences {
    /// What most terminals with cluster support do: everything but VS15.
    fn default() -> Self {
        Self::all().difference(Self::TEXT_STYLE)
    }
}

/// The terminal's width behaviour. Layout and drawing measure with the same profile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Profile {
    /// The width of ambiguous characters.
    pub ambiguous: Ambiguous,
    /// The sequences that the terminal draws as a unit.
    pub sequences: Sequences,
}

impl fmt::Display for Profile {
    /// One word, parsed by [`Profile::from_str`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ambiguous = if self.ambiguous == Ambiguous::Wide { "wide" } else { "narrow" };
        write!(f, "{ambiguous}:{:02x}", self.sequences.bits())
    }
}

impl FromStr for Profile {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        let (ambiguous, sequences) = word.split_once(':').ok_or(())?;
        let ambiguous = match ambiguous {
            "narrow" => Ambiguous::Narrow,
            "wide" => Ambiguous::Wide,
            _ => return Err(()),
        };
        let bits = u8::from_str_radix(sequences, 16).map_err(drop)?;
        Ok(Self { ambiguous, sequences: Sequences::from_bits(bits).ok_or(())? })
    }
}

/// The extended grapheme clusters of `text`, each with its byte offset (UAX #29).
pub fn clusters(text: &str) -> impl DoubleEndedIterator<Item = (usize, &str)> {
    text.grapheme_indices(true)
}

impl Profile {
    /// The default profile with this width of ambiguous characters.
    pub fn of(ambiguous: Ambiguous) -> Self {
        Self { ambiguous, ..Self::default() }
    }

    /// The cells one grapheme cluster takes: 0, 1 or 2.
    pub fn cluster(self, cluster: &str) -> u8 {
        if let [byte] = cluster.as_bytes() {
            return u8::from((b' '..=b'~').contains(byte));
        }
        let mut chars = cluster.chars();
        match (chars.next(), chars.next()) {
            (Some('\u{2e3a}' | '\u{2e3b}'), _) => 2,
            (Some(first), None) => self.widened(first.width().map_or(0, |width| width.min(2) as u8), first),
            (Some(first), Some(_)) => {
                let drawn = self.drawn(cluster);
                self.widened(drawn.width().min(2) as u8, drawn.chars().next().unwrap_or(first))
            }
            (None, _) => 0,
        }
    }

    fn widened(self, width: u8, first: char) -> u8 {
        if self.ambiguous == Ambiguous::Wide && width == 1 && is_ambiguous(first) { 2 } else { width }
    }

    /// What is sent to the terminal for a cluster, so that it takes the cells given by [`Profile::cluster`]: the
    /// cluster itself, except for sequences that this terminal does not support and clusters whose width differs
    /// between terminals.
    pub fn drawn(self, cluster: &str) -> Cow<'_, str> {
        // A combining mark without a base would be drawn over the cell to the left.
        let based = cluster.trim_start_matches(|c: char| c.width() == Some(0));
        let cluster = if based.is_empty() { cluster } else { based };
        let mut chars = cluster.chars();
        let (Some(first), second) = (chars.next(), chars.next()) else { return cluster.into() };
        let Some(second) = second else {
            return match first {
                // Two-em and three-em dashes count as one cell in every terminal but are drawn over their neighbours.
                '\u{2e3a}' | '\u{2e3b}' if self.ambiguous == Ambiguous::Wide => "—".into(),
                '\u{2e3a}' | '\u{2e3b}' => "——".into(),
                _ => cluster.into(),
            };
        };
        if is_regional(first) && is_regional(second) && !self.sequences.contains(Sequences::FLAGS) {
            return cluster.chars().take(2).map(letter).collect::<String>().into();
        }
        let part = self.part(cluster, first);
        let keep = |c: char| self.keeps(c, part, first);
        // A half-width sound mark has its own cell next to a narrow character; elsewhere there is no cell for it.
        let room = self.widened(first.width().unwrap_or(0) as u8, first) < 2;
        let mark = |at: usize, c: char| is_sound_mark(c) && !(room && at == first.len_utf8()) && at > 0;
        if part.char_indices().all(|(at, c)| keep(c) && !mark(at, c)) {
            return part.into();
        }
        let kept = part.char_indices().filter(|(_, c)| keep(*c));
        kept.map(|(at, c)| if mark(at, c) { combining(c) } else { c }).collect()
    }

    /// The part of a joined sequence that is drawn.
    fn part(self, cluster: &str, first: char) -> &str {
        let Some((before, after)) = cluster.split_once('\u{200d}') else { return cluster };
        // Letters of Indic and Arabic scripts also use joiners.
        if !after.chars().next().is_some_and(is_pictograph) {
            return cluster;
        }
        // Terminals without VS16 support measure 🏳️‍🌈 by its first character, or by its second.
        let wide = first.width() == Some(2) || self.sequences.contains(Sequences::EMOJI_STYLE);
        if wide && self.sequences.contains(Sequences::JOINED) { cluster } else { before }
    }

    /// Whether a character of a cluster is sent.
    fn keeps(self, c: char, cluster: &str, first: char) -> bool {
        let narrow = first.width() != Some(2);
        match c {
            '\u{fe0e}' => self.sequences.contains(Sequences::TEXT_STYLE) || narrow,
            '\u{fe0f}' if cluster.ends_with('\u{20e3}') => self.sequences.contains(Sequences::KEYCAPS),
            '\u{fe0f}' => self.sequences.contains(Sequences::EMOJI_STYLE) || !narrow,
            '\u{1f3fb}'..='\u{1f3ff}' => self.sequences.contains(Sequences::TONES) || first == c,
            // Quotation mark variants that no terminal supports (Unicode 16): “︁ is as wide as “.
            '\u{fe00}' | '\u{fe01}' => !matches!(first, '‘' | '’' | '“' | '”'),
            _ => true,
        }
    }

    /// The width of `text` on one line, in cells: the sum over its clusters.
    pub fn width(self, text: &str) -> usize {
        if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return text.len();
        }
        clusters(text).map(|(_, cluster)| usize::from(self.cluster(cluster))).sum()
    }

    /// The longest prefix of `text` that fits into `cells`, cut between clusters, and its width.
    pub fn cut(self, text: &str, cells: usize) -> (&str, usize) {
        let mut used = 0;
        for (start, cluster) in clusters(text) {
            let width = usize::from(self.cluster(cluster));
            if used + width > cells {
                return (&text[..start], used);
            }
            used += width;
        }
        (text, used)
    }

    /// The text, or as much of it as fits into `cells` together with the … that marks the cut. The … is left out only if
    /// there is no room for it.
    pub fn shortened<'t>(self, text: &'t str, cells: usize) -> Cow<'t, str> {
        let (whole, _) = self.cut(text, cells);
        if whole.len() == text.len() {
            return text.into();
        }
        match cells.checked_sub(usize::from(self.cluster("…"))) {
            Some(room) => format!("{}…", self.cut(text, room).0).into(),
            None => whole.into(),
        }
    }
}

fn is_regional(c: char) -> bool {
    ('\u{1f1e6}'..='\u{1f1ff}').contains(&c)
}

/// The Latin letter of a regional indicator.
fn letter(c: char) -> char {
    char::from_u32(u32::from('A') + (u32::from(c).saturating_sub(0x1f1e6))).unwrap_or(c)
}

/// Whether a character after a joiner continues an emoji.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

fn is_sound_mark(c: char) -> bool {
    matches!(c, '\u{ff9e}' | '\u{ff9f}')
}

fn combining(c: char) -> char {
    if c == '\u{ff9e}' { '\u{3099}' } else { '\u{309a}' }
}

/// Whether a character is East Asian other than Hangul and takes two cells. Next to such characters quotation marks
/// break as in Chinese and Japanese.
pub fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{31ff}' | '\u{3220}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff01}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn widths() {
        let narrow = Profile::default();
        let wide = Profile::of(Ambiguous::Wide);
        for (text, n, w) in
            [("a", 1, 1), ("中", 2, 2), ("“", 1, 2), ("①", 1, 2), ("👨‍👩‍👧‍👦", 2, 2), ("e\u{301}", 1, 1), ("，", 2, 2)]
                .into_iter()
                .chain([
                    ("α", 1, 2),
                    ("я", 1, 2),
                    ("ｶﾞ", 2, 2),
                    ("あﾞ", 2, 2),
                    ("\u{ad}", 0, 0),
                    ("\u{200b}", 0, 0),
                    ("\u{2060}", 0, 0),
                    ("\u{2e3a}", 2, 2),
                    ("\u{3164}", 0, 0),
                    ("\u{1100}\u{1161}\u{11a8}", 2, 2),
                    ("“\u{fe01}", 1, 2),
                    ("1\u{fe0f}\u{20e3}", 2, 2),
                    ("क्ष", 2, 2),
                    ("กำ", 2, 2),
                    ("لا", 2, 2),
                ])
                .chain([("\u{fe0f}", 0, 0), ("❤\u{fe0f}", 2, 2), ("👍🏽", 2, 2), ("ｶ", 1, 1), ("\u{feff}", 0, 0)])
        {
            assert_eq!(narrow.width(text), n, "{text}");
            assert_eq!(wide.width(text), w, "{text}");
        }
        assert_eq!(narrow.cut("一二三", 5), ("一二", 4));
        for (cells, shown) in [(6, "一二三"), (5, "一二…"), (4, "一…"), (1, "…"), (0, "")] {
            assert_eq!(narrow.shortened("一二三", cells), shown);
        }
        assert_eq!(wide.shortened("一二三", 1), "");
    }

    #[test]
    fn what_a_terminal_does_not_know_is_drawn_plainly() {
        let (all, none) = (Sequences::all(), Sequences::empty());
        for (sequences, cluster, drawn, cells) in [
            (all, "❤\u{fe0f}", "❤\u{fe0f}", 2),
            (none, "❤\u{fe0f}", "❤", 1),
            (all, "⌚\u{fe0e}", "⌚\u{fe0e}", 1),
            (none, "⌚\u{fe0e}", "⌚", 2),
            (none, "⌚\u{fe0f}", "⌚\u{fe0f}", 2),
            (none, "👨‍👩‍👧", "👨", 2),
            (Sequences::JOINED, "👨‍👩‍👧", "👨‍👩‍👧", 2),
            (Sequences::JOINED, "🏳\u{fe0f}‍🌈", "🏳", 1),
            (all, "🏳\u{fe0f}‍🌈", "🏳\u{fe0f}‍🌈", 2),
            (Sequences::JOINED, "👩🏽‍🚀", "👩‍🚀", 2),
            (none, "👍🏽", "👍", 2),
            (none, "🏽", "🏽", 2),
            (none, "🇨🇳", "CN", 2),
            (all, "🇨🇳", "🇨🇳", 2),
            (none, "1\u{fe0f}\u{20e3}", "1\u{20e3}", 1),
            (none, "क्‍ष", "क्‍ष", 2),
            (none, "あ\u{ff9e}", "あ\u{3099}", 2),
            (none, "ｶ\u{ff9e}", "ｶ\u{ff9e}", 2),
            (none, "ｶ\u{ff9e}\u{ff9e}", "ｶ\u{ff9e}\u{3099}", 2),
            (none, "\u{2e3a}", "——", 2),
        ] {
            let profile = Profile { sequences, ..Profile::default() };
            assert_eq!(profile.drawn(cluster), drawn);
            assert_eq!(profile.cluster(cluster), cells, "{cluster}");
        }
        let wide = Profile::of(Ambiguous::Wide);
        assert_eq!((wide.drawn("\u{2e3a}"), wide.cluster("\u{2e3a}")), ("—".into(), 2));
    }

    proptest! {
        /// Measuring what is drawn gives what the cluster was measured as, in every terminal.
        #[test]
        fn what_is_drawn_takes_the_cells_of_its_cluster(
            text in "([❤⌚👨👩🏳🌈👍🏽🇨🇳1a“中ｶあ\u{fe0e}\u{fe0f}\u{200d}\u{20e3}\u{ff9e}\u{2e3a}]|\\PC){0,12}",
            wide in any::<bool>(),
            bits in any::<u8>(),
        ) {
            let ambiguous = if wide { Ambiguous::Wide } else { Ambiguous::Narrow };
            let profile = Profile { ambiguous, sequences: Sequences::from_bits_truncate(bits) };
            for (_, cluster) in clusters(&text) {
                let drawn = profile.drawn(cluster);
                prop_assert_eq!(profile.to_string().parse(), Ok(profile));
                prop_assert_eq!(profile.drawn(&drawn), drawn.clone(), "drawn twice");
                prop_assert_eq!(profile.width(&drawn).min(2), usize::from(profile.cluster(cluster)));
            }
        }
    }
}
