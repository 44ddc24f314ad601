//! Chinese text in another script: what is shown for its characters, and the bytes of the text that they stand for.

use std::ops::Range;

use crate::text::{Conversion, Language, count_scripts, is_wide, simplified};
use crate::typeset::inline::draft::{Class, Draft, Glyph, Part, part};
use crate::typeset::text::kind::Kind;
use crate::typeset::text::substitution::Script;

/// So many characters are converted at once. A word across the end of such a piece is not recognised.
const LONGEST: usize = 64;

/// The conversion that a Chinese text needs to be shown in a script. `is_traditional` is whether the text around it is
/// traditional. `None` if there is nothing to convert.
pub(in crate::typeset) fn conversion(script: Script, text: &str, is_traditional: bool) -> Option<Conversion> {
    if script == Script::AsWritten
        || !text.chars().any(is_wide)
        || matches!(Language::detect(text), Language::Japanese | Language::Korean)
    {
        return None;
    }
    let (traditional, simplified) = count_scripts(text);
    let is_simplified = if is_traditional { simplified > 2 * traditional + 2 } else { traditional <= 2 * simplified };
    match script {
        Script::AsWritten => None,
        Script::Simplified => Some(Conversion::ToSimplified),
        Script::Traditional => is_simplified.then_some(Conversion::ToTraditional),
        Script::Taiwan if is_simplified => Some(Conversion::ToTaiwan),
        Script::Taiwan => Some(Conversion::TraditionalToTaiwan),
        Script::HongKong if is_simplified => Some(Conversion::ToHongKong),
        Script::HongKong => Some(Conversion::TraditionalToHongKong),
    }
}

/// A glyph with the bytes of the text that it stands for.
type Placed = (Glyph, Range<u32>);

/// The parts of a text that are shown otherwise than they are written, with its ideographs converted.
pub(in crate::typeset) fn parts(draft: &Draft, conversion: Conversion) -> Vec<Part> {
    let mut visible = draft.visible();
    fix_addresses(&mut visible);
    let mut parts = Vec::new();
    let is_han = |(glyph, _): &Placed| !glyph.fixed && Class::of(glyph.shown) == Class::Han;
    for run in visible.chunk_by(|one, other| is_han(one) == is_han(other)) {
        if run.first().is_some_and(is_han) && !is_japanese(run) {
            for piece in run.chunks(LONGEST) {
                let written: String = piece.iter().map(|(glyph, _)| glyph.shown).collect();
                let shown: Vec<char> = conversion.convert(&written).chars().collect();
                align(piece, &shown, &mut parts);
            }
        } else {
            parts.extend(run.iter().filter_map(|(glyph, range)| part(glyph, range, glyph.shown)));
        }
    }
    parts
}

/// Leaves web addresses as they are, with ideographs in their paths. One that follows a letter or a digit is text again.
fn fix_addresses(visible: &mut [Placed]) {
    let mut is_within = false;
    for at in 0..visible.len() {
        let is = |at: usize, c: char| visible.get(at).is_some_and(|(glyph, _)| glyph.written == c);
        let spells = |word: &str| word.chars().enumerate().all(|(index, c)| is(at + index, c));
        let before = at.checked_sub(1).and_then(|at| visible.get(at)).map(|(glyph, _)| glyph.written);
        let Some((glyph, _)) = visible.get(at) else { break };
        is_within = match Class::of(glyph.written) {
            _ if !is_within => {
                let is_after_letter = before.is_some_and(|c| c.is_ascii_alphanumeric());
                is_after_letter && spells("://") || !is_after_letter && spells("www.")
            }
            Class::Edge | Class::Space | Class::Wide => false,
            Class::Han => before.is_some_and(|c| !c.is_ascii_alphanumeric()),
            _ => !matches!(glyph.written, '<' | '>' | '"' | '`'),
        };
        if let Some((glyph, _)) = visible.get_mut(at).filter(|_| is_within) {
            glyph.fixed = true;
        }
    }
}

/// Whether at least a third of a run of ideographs and kana are kana.
fn is_japanese(run: &[Placed]) -> bool {
    let kana = run.iter().filter(|(glyph, _)| Kind::of(glyph.shown) == Kind::Kana).count();
    kana > 0 && kana * 3 >= run.len()
}

/// Adds the parts for a run of glyphs and the characters shown for them.
fn align(run: &[Placed], shown: &[char], parts: &mut Vec<Part>) {
    let is_same = |(glyph, _): &Placed, c: &char| are_forms(glyph.shown, *c);
    if run.len() == shown.len() && run.iter().zip(shown).all(|(one, c)| is_same(one, c)) {
        return add_singles(run, shown, parts);
    }
    for (own, other) in Alignment::of(run, shown).groups() {
        let (Some(own), Some(other)) = (run.get(own), shown.get(other)) else { continue };
        if own.len() == other.len() { add_singles(own, other, parts) } else { parts.extend(phrase(own, other)) }
    }
}

/// Whether two characters are forms of one.
fn are_forms(one: char, other: char) -> bool {
    one == other || simplified(one) == simplified(other)
}

/// One character for another.
fn add_singles(run: &[Placed], shown: &[char], parts: &mut Vec<Part>) {
    parts.extend(run.iter().zip(shown).filter_map(|((glyph, range), c)| part(glyph, range, *c)));
}

/// Some characters for a different number of others, in proportion.
fn phrase(run: &[Placed], shown: &[char]) -> Option<Part> {
    let (first, last) = (run.first()?, run.last()?);
    let start =
        |at: usize| run.get(at * run.len() / shown.len().max(1)).map_or(first.1.start, |(_, range)| range.start);
    let chars = shown.iter().enumerate().map(|(at, c)| (*c, start(at))).collect();
    Some((first.1.start as usize..last.1.end as usize, chars))
}

/// What a step of an alignment costs: other characters for one, and a character on one side only.
const OTHER: u16 = 2;
/// The latter.
const GAP: u16 = 3;

/// The least cost of turning the first characters of a run into the first characters of what is shown for it.
struct Alignment {
    costs: Vec<u16>,
    /// Whether the characters at the same places are forms of one, in the same order as the costs.
    forms: Vec<bool>,
    size: (usize, usize),
}

impl Alignment {
    fn of(run: &[Placed], shown: &[char]) -> Self {
        let (rows, columns) = (run.len() + 1, shown.len() + 1);
        let mut it =
            Self { costs: vec![0; rows * columns], forms: vec![false; rows * columns], size: (run.len(), shown.len()) };
        for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
            let pair =
                row.checked_sub(1).and_then(|row| run.get(row)).zip(column.checked_sub(1).and_then(|at| shown.get(at)));
            let is_form = pair.is_some_and(|((glyph, _), c)| are_forms(glyph.shown, *c));
            let both = pair.map(|_| it.cost(row - 1, column - 1) + if is_form { 0 } else { OTHER });
            let above = row.checked_sub(1).map(|row| it.cost(row, column) + GAP);
            let left = column.checked_sub(1).map(|column| it.cost(row, column) + GAP);
            let at = row * columns + column;
            it.costs[at] = [both, above, left].into_iter().flatten().min().unwrap_or(0);
            it.forms[at] = is_form;
        }
        it
    }

    fn cost(&self, row: usize, column: usize) -> u16 {
        self.costs.get(row * (self.size.1 + 1) + column).copied().unwrap_or(u16::MAX)
    }

    /// Ranges of the run with the characters shown for them, in order, neither of them empty unless a side is empty.
    /// Each character with its own form is a group; so is what stands between such characters.
    fn groups(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let (mut row, mut column) = self.size;
        let mut groups: Vec<(Range<usize>, Range<usize>, bool)> = Vec::new();
        while row > 0 || column > 0 {
            let cost = self.cost(row, column);
            let is_form = self.forms.get(row * (self.size.1 + 1) + column).copied().unwrap_or(false);
            let step = if is_form { 0 } else { OTHER };
            let (own, other) = match () {
                () if row > 0 && column > 0 && self.cost(row - 1, column - 1) + step == cost => (1, 1),
                () if row > 0 && self.cost(row - 1, column) + GAP == cost => (1, 0),
                () => (0, 1),
            };
            let is_pair = own == other && is_form;
            let (from, to) = (row, column);
            (row, column) = (row - own, column.saturating_sub(other));
            match groups.last_mut().filter(|last| !(is_pair || last.2)) {
                Some(last) => (last.0.start, last.1.start) = (row, column),
                None => groups.push((row..from, column..to, is_pair)),
            }
        }
        groups.reverse();
        let mut out: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        for (own, other, _) in groups {
            let is_empty = |(own, other): &(Range<usize>, Range<usize>)| own.is_empty() || other.is_empty();
            let joins = |last: &(Range<usize>, Range<usize>)| is_empty(last) || is_empty(&(own.clone(), other.clone()));
            match out.last_mut().filter(|last| joins(last)) {
                Some(last) => (last.0.end, last.1.end) = (own.end, other.end),
                None => out.push((own, other)),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts put together, and what is shown for each part of other length.
    fn parted(text: &str, conversion: Conversion) -> (String, Vec<String>) {
        let draft = Draft::of(text, &[], 0);
        let (mut out, mut phrases, mut at) = (String::new(), Vec::new(), 0);
        for (range, chars) in parts(&draft, conversion) {
            out.push_str(&text[at..range.start]);
            assert!(chars.first().is_some_and(|(_, byte)| *byte as usize == range.start), "{text}");
            assert!(chars.is_sorted_by_key(|(_, byte)| *byte), "{text}");
            assert!(chars.iter().all(|(_, byte)| text.is_char_boundary(*byte as usize)), "{text}");
            let shown: String = chars.iter().map(|(c, _)| *c).collect();
            out.push_str(&shown);
            at = range.end;
            let own = &text[range];
            if own.chars().count() != chars.len() {
                phrases.push(format!("{own} {shown}"));
            }
        }
        out.push_str(&text[at..]);
        (out, phrases)
    }

    fn shown(text: &str, conversion: Conversion) -> String {
        parted(text, conversion).0
    }

    /// At most so many of a hundred phrases may be shown wrong in each script.
    const MOST_WRONG: usize = 3;

    #[test]
    #[expect(clippy::print_stdout, reason = "the score")]
    fn words_come_before_characters() {
        let table = include_str!("script.tsv");
        let rows: Vec<Vec<&str>> =
            table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect();
        assert!(rows.len() >= 100 && rows.iter().all(|row| row.len() == 4));
        for (name, from, conversion, to) in [
            ("traditional", 0, Conversion::ToTraditional, 1),
            ("taiwan", 0, Conversion::ToTaiwan, 2),
            ("hongkong", 0, Conversion::ToHongKong, 3),
            ("traditional to taiwan's forms", 1, Conversion::TraditionalToTaiwan, 2),
            ("traditional to hongkong", 1, Conversion::TraditionalToHongKong, 3),
            ("traditional to simplified", 1, Conversion::ToSimplified, 0),
            ("hongkong to simplified", 3, Conversion::ToSimplified, 0),
        ] {
            // Only simplified text is given the words of Taiwan.
            let has_own_words = |row: &&Vec<&str>| {
                conversion == Conversion::TraditionalToTaiwan
                    && !row[1].chars().map(simplified).eq(row[2].chars().map(simplified))
            };
            let judged: Vec<&Vec<&str>> = rows.iter().filter(|row| !has_own_words(row)).collect();
            let wrong: Vec<String> = judged
                .iter()
                .map(|row| (row[from], shown(row[from], conversion), row[to]))
                .filter(|(_, shown, right)| shown != right)
                .map(|(written, shown, right)| format!("{written}: {shown}, not {right}"))
                .collect();
            println!("{name}: {} of {} right {wrong:?}", judged.len() - wrong.len(), judged.len());
            assert!(wrong.len() * 100 <= judged.len() * MOST_WRONG, "{name}: {wrong:?}");
        }
    }

    #[test]
    fn words_of_other_length_are_parts() {
        for (written, right, phrases) in [
            ("电脑的内存和鼠标", "電腦的記憶體和滑鼠", &["内存 記憶體"][..]),
            ("内存", "記憶體", &["内存 記憶體"]),
            ("用 Rust 写的软件，内存很省", "用 Rust 寫的軟體，記憶體很省", &["内存 記憶體"]),
            ("博客里说内存不够", "部落格裡說記憶體不夠", &["博客 部落格", "内存 記憶體"]),
            ("软件", "軟體", &[]),
        ] {
            let phrases: Vec<String> = phrases.iter().map(|phrase| (*phrase).to_owned()).collect();
            assert_eq!(parted(written, Conversion::ToTaiwan), (right.to_owned(), phrases));
        }
        for (written, length) in [("互联网", 4), ("代码", 3), ("移动互联网", 6)] {
            assert_eq!(shown(written, Conversion::ToTaiwan).chars().count(), length, "{written}");
        }
    }

    #[test]
    fn other_text_stays() {
        for text in [
            "https://zh.example.org/wiki/头发",
            "www.example.cn/简体/发展?页=发",
            "ありがとう发",
            "Rust 2024",
            "\u{20000}",
            "",
        ] {
            assert_eq!(shown(text, Conversion::ToTaiwan), text);
        }
        let text = "见https://example.com发展，www.example.com/头发 头发";
        assert_eq!(shown(text, Conversion::ToTraditional), "見https://example.com發展，www.example.com/头发 頭髮");
    }

    #[test]
    fn what_is_converted() {
        let of = |script, text| [false, true].map(|is_traditional| conversion(script, text, is_traditional));
        for (script, text, wanted) in [
            (Script::AsWritten, "头发", [None; 2]),
            (Script::Traditional, "头发发展", [Some(Conversion::ToTraditional); 2]),
            (Script::Traditional, "頭髮發展", [None; 2]),
            // Characters of both scripts: what stands around them counts.
            (Script::Traditional, "范先生的台北行程", [Some(Conversion::ToTraditional), None]),
            (Script::Taiwan, "台北", [Some(Conversion::ToTaiwan), Some(Conversion::TraditionalToTaiwan)]),
            // Each character with its other form.
            (Script::Traditional, "头发（頭髮）", [Some(Conversion::ToTraditional), None]),
            (Script::Simplified, "頭髮", [Some(Conversion::ToSimplified); 2]),
            (Script::HongKong, "臺灣", [Some(Conversion::TraditionalToHongKong); 2]),
            (Script::Simplified, "これは日本語の文章です", [None; 2]),
            (Script::Simplified, "漢字와 한국어", [None; 2]),
            (Script::Simplified, "Rust", [None; 2]),
        ] {
            assert_eq!(of(script, text), wanted, "{script:?} {text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text(text in "[头发内存软件鼠标互联网代码里a あ，。:/w.\u{20000}]{0,40}") {
            for conversion in [Conversion::ToTaiwan, Conversion::ToSimplified] {
                parted(&text, conversion);
            }
        }
    }
}
