//! Finds text in a document, and the cells of a page that show it.

use std::ops::Range;

use memchr::memmem;

use crate::document::{Anchor, Document, LinkId};
use crate::text::{Folded, Profile, clusters, fold, fold_into};
use crate::typeset::lines::line::{Role, Run};
use crate::typeset::page::Page;

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

/// All occurrences of a needle, in reading order and without overlaps, as far as [`fold`] does not tell them apart: letter
/// case, width, accents, simplified and traditional characters, the amount of white space and invisible characters make
/// no difference. An empty needle has no occurrences.
///
/// [`fold`]: crate::text::fold
pub fn find(document: &Document, needle: &str) -> Vec<Match> {
    let needle = fold(needle);
    if needle.is_empty() {
        return Vec::new();
    }
    let finder = memmem::Finder::new(needle.as_bytes());
    let mut out = Vec::new();
    let mut folded = String::new();
    for (block, text) in document.blocks.iter().enumerate() {
        let text = text.text();
        folded.clear();
        fold_into(text, &mut folded);
        let mut places = finder.find_iter(folded.as_bytes()).peekable();
        if places.peek().is_none() {
            continue;
        }
        let origin = Folded::new(text);
        for at in places {
            let range = origin.source(at..at + needle.len());
            out.push(Match { block: block as u32, range: range.start as u32..range.end as u32 });
        }
    }
    out
}

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
            room: 0,
            folded: Vec::new(),
            pictures: Default::default(),
        };
        Page::of(document, &setting, Language::ChineseSimplified)
    }

    #[test]
    fn folds_as_the_search_of_the_list_does() {
        let text = "Ｒust 与 RU\u{ad}ST，ｱｲ アイ 韓國 café NAÏVE ｶﾞ ㍿ ½";
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
        for (needle, expected) in [
            ("韩国", "韓國"),
            ("韓國", "韓國"),
            ("国", "國"),
            ("cafe", "café"),
            ("Café", "café"),
            ("naive", "NAÏVE"),
            ("ガ", "ｶﾞ"),
            ("株式", "㍿"),
        ] {
            assert_eq!(found(needle), [expected], "{needle}");
        }
    }

    proptest::proptest! {
        /// Every match folds to the needle, starts where a character starts, and none is missed.
        #[test]
        fn matches_are_what_folds_to_the_needle(text in "[aAＡbBＢ一二İß ，\u{ad}\u{200b}ｱア]{0,40}", needle in "[aAＡbBi一ßア ]{1,3}") {
            let folded = fold;
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
