//! The gaps of a line of plain text that is not set in a page, such as a title in a list.

use crate::text::{Profile, is_wide};
use crate::typeset::inline::autospace;
use crate::typeset::text::unit::{Flags, units};

/// The bytes before which a gap is set between Han or kana and Latin text, as in an article. Lines of wide
/// characters only, or without any, take no time.
pub fn gaps(line: &str, profile: Profile) -> Vec<usize> {
    if line.chars().all(is_wide) || !line.chars().any(is_wide) {
        return Vec::new();
    }
    let (mut units, edges) = units(line, profile);
    autospace::apply(&mut units, &edges, |_| true);
    units.iter().filter(|unit| unit.flags.contains(Flags::GAP)).map(|unit| unit.start as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_those_of_articles() {
        for (line, expected) in [
            ("用Rust写2个TUI", "用 Rust 写 2 个 TUI"),
            ("用 Rust 写", "用 Rust 写"),
            ("Ωと日本語", "Ω と日本語"),
            ("只有汉字。", "只有汉字。"),
            ("only Latin", "only Latin"),
            ("会C++吗？", "会 C++ 吗？"),
            ("ＲＵＳＴ语言", "ＲＵＳＴ语言"),
            ("한국어 Rust언어", "한국어 Rust언어"),
            ("", ""),
        ] {
            let mut spaced = line.to_owned();
            gaps(line, Profile::default()).into_iter().rev().for_each(|at| spaced.insert(at, ' '));
            assert_eq!(spaced, expected);
        }
    }
}
