//! Columns of text, aligned by cells.

use crate::text::Profile;

/// Appends `text` in a column of this many cells: cut with an ellipsis, or padded with blanks.
pub(super) fn column(out: &mut String, text: &str, cells: usize, profile: Profile) {
    let used = cut(out, text, cells, profile);
    out.extend(std::iter::repeat_n(' ', cells.saturating_sub(used)));
}

/// Appends `text`, cut with an ellipsis if it is wider than this many cells. Returns the cells used.
pub(super) fn cut(out: &mut String, text: &str, cells: usize, profile: Profile) -> usize {
    let shown = profile.shortened(text, cells);
    out.push_str(&shown);
    profile.width(&shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Ambiguous;

    #[test]
    fn columns_are_cut_at_cells() {
        let narrow = Profile::default();
        let wide = Profile::of(Ambiguous::Wide);
        for (text, cells, profile, expected) in [
            ("中文", 6, narrow, "中文  "),
            ("中文字", 6, narrow, "中文字"),
            ("中文字", 5, narrow, "中文…"),
            ("中文字", 4, narrow, "中… "),
            ("中文字", 5, wide, "中… "),
            ("中文字", 1, wide, " "),
            ("中文字", 0, narrow, ""),
        ] {
            let mut out = String::new();
            column(&mut out, text, cells, profile);
            assert_eq!(out, expected, "{text} {cells}");
        }
    }
}
