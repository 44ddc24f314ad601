//! Grapheme clusters and the one function that says how many cells each takes.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::ambiguous::is_ambiguous;

/// How many cells a character of East Asian width Ambiguous (“ ” … — ·) takes (UAX #11 §5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ambiguous {
    /// One cell: nearly every terminal.
    #[default]
    Narrow,
    /// Two cells: terminals set up for legacy East Asian fonts.
    Wide,
}

/// What is known of the terminal's idea of widths. Layout and drawing measure with the same profile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Profile {
    /// The width of ambiguous characters.
    pub ambiguous: Ambiguous,
}

/// The extended grapheme clusters of `text`, each with its byte offset (UAX #29).
pub fn clusters(text: &str) -> impl DoubleEndedIterator<Item = (usize, &str)> {
    text.grapheme_indices(true)
}

impl Profile {
    /// The cells one grapheme cluster takes: 0, 1 or 2.
    pub fn cluster(self, cluster: &str) -> u8 {
        if let [byte] = cluster.as_bytes() {
            return u8::from((b' '..=b'~').contains(byte));
        }
        let width = cluster.width().min(2) as u8;
        let wide = self.ambiguous == Ambiguous::Wide && width == 1;
        if wide && cluster.chars().next().is_some_and(is_ambiguous) { 2 } else { width }
    }

    /// The cells `text` takes on one line: the sum over its clusters.
    pub fn width(self, text: &str) -> usize {
        clusters(text).map(|(_, cluster)| usize::from(self.cluster(cluster))).sum()
    }

    /// The longest start of `text` that fits into `cells`, cut between clusters, and the cells it takes.
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths() {
        let narrow = Profile::default();
        let wide = Profile { ambiguous: Ambiguous::Wide };
        for (text, n, w) in
            [("a", 1, 1), ("中", 2, 2), ("“", 1, 2), ("①", 1, 2), ("👨‍👩‍👧‍👦", 2, 2), ("e\u{301}", 1, 1), ("，", 2, 2)]
                .into_iter()
                .chain([
                    ("α", 1, 2),
                    ("я", 1, 2),
                    ("ｶﾞ", 2, 2),
                    ("\u{ad}", 0, 0),
                    ("\u{200b}", 0, 0),
                    ("\u{2060}", 0, 0),
                ])
                .chain([("\u{fe0f}", 0, 0), ("❤\u{fe0f}", 2, 2), ("👍🏽", 2, 2), ("ｶ", 1, 1), ("\u{feff}", 0, 0)])
        {
            assert_eq!(narrow.width(text), n, "{text}");
            assert_eq!(wide.width(text), w, "{text}");
        }
        assert_eq!(narrow.cut("一二三", 5), ("一二", 4));
    }
}
