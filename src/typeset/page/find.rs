//! Finds text in a document, and the cells of a page that show it.

use std::ops::Range;

use memchr::memmem;

use crate::document::{Anchor, Document, LinkId};
use crate::text::{Profile, clusters, is_in_both, simplified};
use crate::typeset::lines::line::{Role, Run};
use crate::typeset::page::Page;
use crate::typeset::text::kind::is_format;

/// An occurrence of a needle in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The block.
    pub block: u32,
    /// Bytes of the block's text.
    pub range: Range<u32>,
}

impl Match {
    /// The anchor of its start.
    pub fn anchor(&self) -> Anchor {
        Anchor { block: self.block, byte: self.range.start }
    }
}

/// A range of cells in one row of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellRange {
    /// The row.
    pub row: usize,
    /// The first cell, from the left edge of the measure.
    pub column: u16,
    /// The number of cells.
    pub cells: u16,
}

/// All occurrences of a needle, in reading order and without overlaps. Letter case, full and half width (Ａ = A, ｱ = ア,
/// voiced marks excepted), simplified and traditional characters, the kind of white space and invisible characters make
/// no difference. An empty needle has no occurrences.
pub fn find(document: &Document, needle: &str) -> Vec<Match> {
    let mut folded = String::new();
    fold(needle, &mut folded);
    let needle = folded;
    if needle.is_empty() {
        return Vec::new();
    }
    let finder = memmem::Finder::new(needle.as_bytes());
    // An ideograph of both scripts folds to itself and nothing else folds to it, so a block without it need not be folded.
    let sign = needle.chars().find(|c| is_plain_ideograph(*c) && is_in_both(*c)).map(String::from);
    let sign = sign.as_deref().map(memmem::Finder::new);
    let mut out = Vec::new();
    let mut folded = String::new();
    for (block, text) in document.blocks.iter().enumerate() {
        let text = text.text();
        if sign.as_ref().is_some_and(|sign| sign.find(text.as_bytes()).is_none()) {
            continue;
        }
        folded.clear();
        fold(text, &mut folded);
        let mut places = finder.find_iter(folded.as_bytes()).peekable();
        if places.peek().is_none() {
            continue;
        }
        let mut origin = Origin::of(text);
        for at in places {
            let range = origin.start(at)..origin.end(at + needle.len());
            out.push(Match { block: block as u32, range });
        }
    }
    out
}

fn is_plain_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// Whether a character counts in a search.
fn counts(c: char) -> bool {
    !is_format(c) || c.is_whitespace()
}

fn fold_one(c: char) -> impl Iterator<Item = char> {
    simplified(narrow(c)).to_lowercase()
}

/// Appends the folded text.
fn fold(source: &str, out: &mut String) {
    out.reserve(source.len());
    for c in source.chars() {
        match c {
            ' '..='~' => out.push(c.to_ascii_lowercase()),
            c if is_plain_ideograph(c) => out.push(simplified(c)),
            c if counts(c) => out.extend(fold_one(c)),
            _ => {}
        }
    }
}

/// Maps bytes of a folded text to its source. Bytes must be asked for in ascending order.
struct Origin<'a> {
    rest: std::iter::Peekable<std::str::CharIndices<'a>>,
    /// The first byte in the folded text of the next character of `rest`.
    at: usize,
    /// The bytes in the source of the last character before it that counts.
    last: Range<u32>,
}

impl<'a> Origin<'a> {
    fn of(source: &'a str) -> Self {
        Self { rest: source.char_indices().peekable(), at: 0, last: 0..0 }
    }

    /// Advances to the last character that begins before this byte of the folded text.
    fn before(&mut self, byte: usize) {
        while let Some((start, c)) = self.rest.next_if(|(_, c)| !counts(*c) || self.at < byte) {
            if counts(c) {
                self.at += fold_one(c).map(char::len_utf8).sum::<usize>();
                self.last = start as u32..(start + c.len_utf8()) as u32;
            }
        }
    }

    /// The first byte in the source of the character with this byte of the folded text.
    fn start(&mut self, byte: usize) -> u32 {
        self.before(byte + 1);
        self.last.start
    }

    /// The byte in the source after the character with the byte before this one.
    fn end(&mut self, byte: usize) -> u32 {
        self.before(byte);
        self.last.end
    }
}

/// The normal form of a full-width or half-width character.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xff01 + 0x21).unwrap_or(c),
        '\u{ff61}'..='\u{ff9d}' => HALF_KANA.chars().nth(c as usize - 0xff61).unwrap_or(c),
        c if c.is_whitespace() => ' ',
        _ => c,
    }
}

/// The full-width forms of U+FF61 to U+FF9D.
const HALF_KANA: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

impl Run {
    /// The cells that show these bytes of its block's text, or that were added between them: the first one and their
    /// number. `shown` is the text that the run shows. `None` if it shows none of them.
    pub fn cells_of(&self, shown: &str, range: &Range<u32>, profile: Profile) -> Option<(u16, u16)> {
        let is_between = range.start < self.source.start && self.source.end < range.end;
        if self.source.is_empty() && is_between && self.face.role == Role::Added && shown.trim_start().is_empty() {
            return Some((self.column, self.cells));
        }
        let (start, end) = (range.start.max(self.source.start), range.end.min(self.source.end));
        if start >= end {
            return None;
        }
        // A run that shows other text than its source is taken as a whole.
        if shown.len() as u32 != self.source.end - self.source.start {
            return Some((self.column, self.cells));
        }
        let (from, to) = ((start - self.source.start) as usize, (end - self.source.start) as usize);
        let (mut before, mut cells) = (0, 0);
        for (at, cluster) in clusters(shown) {
            let width = u16::from(profile.cluster(cluster));
            if at + cluster.len() <= from {
                before += width;
            } else if at < to {
                cells += width;
            } else {
                break;
            }
        }
        Some((self.column + before, cells))
    }
}

impl Page {
    /// The cells that show these bytes of a block's text, row by row. Bytes that are not shown have no cells.
    pub fn cells_of(&self, block: u32, range: Range<u32>) -> impl Iterator<Item = CellRange> {
        let first = self.row_of(Anchor { block, byte: range.start });
        let profile = self.profile();
        (first..self.height())
            .map_while(move |row| self.row(row).filter(|view| view.block == block).map(|view| (row, view)))
            .take_while({
                let end = range.end;
                move |(row, view)| *row == first || view.line.source.start <= end
            })
            .flat_map(move |(row, view)| {
                let range = range.clone();
                view.runs.iter().filter_map(move |run| {
                    let (column, cells) = run.cells_of(view.shown(run), &range, profile)?;
                    Some(CellRange { row, column, cells })
                })
            })
    }

    /// The links on these rows, top to bottom and left to right. A link on several lines, or with several styles, has
    /// several ranges.
    pub fn links(&self, rows: Range<usize>) -> impl Iterator<Item = (LinkId, CellRange)> {
        (rows.start..rows.end.min(self.height())).filter_map(|row| self.row(row).map(|view| (row, view))).flat_map(
            |(row, view)| {
                view.runs.iter().filter_map(move |run| {
                    run.link.map(|link| (link, CellRange { row, column: run.column, cells: run.cells }))
                })
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind, Inline, Link, Span, Style};
    use crate::text::{Clean, Language};
    use crate::typeset::text::options::Options;
    use crate::typeset::text::setting::Setting;

    fn document(text: &str) -> Document {
        let block = Block::new(BlockKind::Paragraph, Inline::plain(Clean::text(text)));
        Document { blocks: vec![block], ..Document::default() }
    }

    fn page(document: &Document, width: u16) -> Page {
        let setting = Setting {
            width,
            options: Options::default(),
            profile: Profile::default(),
            folded: Vec::new(),
            pictures: Default::default(),
        };
        Page::of(document, &setting, Language::ChineseSimplified)
    }

    #[test]
    fn folds_case_and_width() {
        let text = "Ｒust 与 RU\u{ad}ST，ｱｲ アイ";
        let found = |needle| -> Vec<String> {
            let document = document(text);
            find(&document, needle)
                .into_iter()
                .map(|found| text[found.range.start as usize..found.range.end as usize].to_owned())
                .collect()
        };
        assert_eq!(found("rust"), ["Ｒust", "RU\u{ad}ST"]);
        assert_eq!(found("アイ"), ["ｱｲ", "アイ"]);
        assert_eq!(found(""), [""; 0]);
        assert_eq!(found("，"), ["，"]);
    }

    proptest::proptest! {
        /// Every match folds to the needle, starts where a character starts, and none is missed.
        #[test]
        fn matches_are_what_folds_to_the_needle(text in "[aAＡbBＢ一二İß ，\u{ad}\u{200b}ｱア]{0,40}", needle in "[aAＡbBi一ßア ]{1,3}") {
            let folded = |text: &str| {
                let mut out = String::new();
                fold(text, &mut out);
                out
            };
            let document = document(&text);
            let text = document.blocks[0].text();
            let found = find(&document, &needle);
            let count = folded(text).matches(&folded(&needle)).count();
            proptest::prop_assert_eq!(found.len(), count);
            let mut end = 0;
            for place in found {
                let shown = &text[place.range.start as usize..place.range.end as usize];
                // One character may fold to several, of which the needle is a part.
                proptest::prop_assert!(folded(shown).contains(&folded(&needle)), "{shown:?}");
                // Two matches may share it.
                proptest::prop_assert!(place.range.start + 2 >= end);
                end = place.range.end;
            }
        }
    }

    #[test]
    fn cells_of_a_match_over_two_lines() {
        let document = document("一二三四五六，使用Rust语言");
        let page = page(&document, 12);
        let whole = find(&document, "五六，使");
        let cells: Vec<CellRange> = page.cells_of(0, whole[0].range.clone()).collect();
        assert_eq!(cells.iter().map(|range| u32::from(range.cells)).sum::<u32>(), 8);
        assert_eq!(cells.len(), 2);
        let rust = find(&document, "rust");
        let cells: Vec<CellRange> = page.cells_of(0, rust[0].range.clone()).collect();
        assert_eq!((cells.len(), cells[0].cells), (1, 4));
    }

    #[test]
    fn links_by_rows() {
        let mut document = document("看这里的链接");
        document.links.push(Link { target: Clean::line("https://example.com"), title: None });
        document.blocks[0].inline.spans =
            vec![Span { range: 3..9, style: Style::empty(), link: Some(LinkId(0)), image: None }];
        let found: Vec<_> = page(&document, 40).links(0..10).collect();
        assert_eq!(found, [(LinkId(0), CellRange { row: 0, column: 2, cells: 4 })]);
    }
}
