//! A page: the composed blocks of a document stacked, with rows found by number or by anchor.

pub(in crate::typeset) mod bonds;
pub(in crate::typeset) mod find;

use std::ops::Range;
use std::sync::Arc;

use crate::document::{Anchor, Document, ImageId};
use crate::text::{Language, Profile};
use crate::typeset::blocks::article::for_article;
use crate::typeset::blocks::compose::{PreparedBlock, compose_block, prepare};
use crate::typeset::lines::fill::LONGEST_PARAGRAPH;
use crate::typeset::lines::line::{Line, Lines, Run};
use crate::typeset::text::options::Leading;
use crate::typeset::text::setting::Setting;
use crate::typeset::text::writing::Writing;

/// In a page with more blocks, unused memory of each block is released; below that, speed counts more.
const LARGE: usize = 1 << 12;
/// Bytes of text that are composed in one batch, which takes a few milliseconds.
const BATCH: usize = 128 << 10;
/// A page with more blocks is composed whole, because stacking them again after each batch would take longer.
const LARGEST_STACKED: usize = 1 << 16;
/// Rows below and above an anchor that are composed first: more than any screen has.
const FIRST_ROWS: (usize, usize) = (240, 80);

/// A composed document. Rows are counted from 0. In a long document, blocks may be pending: until they are composed,
/// their heights are estimates and their rows are not available.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    blocks: Vec<Rows>,
    /// `starts[i]` is the first row of block `i`. One more entry at the end holds the height.
    starts: Vec<usize>,
    /// The number of pending blocks.
    missing: usize,
    profile: Profile,
}

/// The rows of one block.
#[derive(Clone, Debug, PartialEq)]
enum Rows {
    Known(Arc<Lines>),
    /// Pending: the estimated number of rows and the number of bytes, both at least 1; of a picture, as many bytes as rows
    /// at least.
    Pending {
        rows: u32,
        bytes: u32,
    },
}

impl Rows {
    fn height(&self) -> usize {
        match self {
            Self::Known(lines) => lines.lines.len(),
            Self::Pending { rows, .. } => *rows as usize,
        }
    }

    fn estimate(block: &PreparedBlock, setting: &Setting) -> Self {
        let (bytes, breaks) = block.extent();
        // An ideograph has two cells and three bytes, and most blocks have a blank line above.
        let picture = block.picture_rows(setting);
        let width = match setting.options.writing {
            Writing::Horizontal => setting.width,
            Writing::Vertical => setting.options.rows.saturating_mul(2),
        };
        let lines = breaks + bytes / (usize::from(width.max(2)) * 3 / 2);
        let leading = if setting.options.leading == Leading::One { lines } else { 0 };
        let rows = 2 + lines + leading + picture;
        // Each row needs an anchor of its own.
        let least = if picture > 0 { rows } else { 1 };
        Self::Pending { rows: rows as u32, bytes: bytes.max(least) as u32 }
    }
}

/// One row of a page, ready to draw.
#[derive(Clone, Copy, Debug)]
pub struct LineView<'a> {
    /// The block it belongs to.
    pub block: u32,
    /// The line itself.
    pub line: &'a Line,
    /// Its runs.
    pub runs: &'a [Run],
    text: &'a str,
}

/// The cells that are reserved for a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PicturePlace {
    /// The picture.
    pub image: ImageId,
    /// Its first row.
    pub row: usize,
    /// Its rows, at least 1.
    pub rows: u16,
    /// Its first column, counted from the left edge of the measure.
    pub column: u16,
    /// Its columns, at least 1.
    pub columns: u16,
    /// The [`Line::stride`] of its first row.
    pub stride: u16,
}

impl<'a> LineView<'a> {
    /// The text that a run of this row shows.
    pub fn shown(&self, run: &Run) -> &'a str {
        self.text.get(run.text.start as usize..run.text.end as usize).unwrap_or_default()
    }

    /// The anchor at the start of the row.
    pub fn anchor(&self) -> Anchor {
        Anchor { block: self.block, byte: self.line.source.start }
    }
}

impl Page {
    /// Prepares and composes a whole document.
    pub fn of(document: &Document, setting: &Setting, language: Language) -> Self {
        let options = for_article(&setting.options, document, language);
        let prepared: Vec<_> = (0..document.blocks.len())
            .map(|block| prepare(document, block, &options, setting.profile, language))
            .collect();
        Self::compose(&prepared, &Setting { options, ..setting.clone() })
    }

    /// Composes prepared blocks.
    pub fn compose(prepared: &[PreparedBlock], setting: &Setting) -> Self {
        let many = prepared.len() > LARGE;
        let blocks = prepared.iter().map(|block| Rows::Known(Arc::new(lines(block, setting, many)))).collect();
        Self::stacked(blocks, setting)
    }

    /// Composes the blocks around an anchor, more than a screen of them, and leaves the others pending. A short
    /// document is composed whole.
    pub fn around(prepared: &[PreparedBlock], setting: &Setting, anchor: Anchor) -> Self {
        let short = prepared.len() <= LARGE
            && prepared
                .iter()
                .try_fold(0, |sum, block| Some(sum + block.extent().0).filter(|sum| *sum <= BATCH))
                .is_some();
        if short || prepared.len() > LARGEST_STACKED {
            Self::compose(prepared, setting)
        } else {
            Self::part(prepared, setting, anchor, FIRST_ROWS)
        }
    }

    /// Composes blocks from the anchor on until they have `enough.0` rows, and above it until they have `enough.1`.
    pub(super) fn part(prepared: &[PreparedBlock], setting: &Setting, anchor: Anchor, enough: (usize, usize)) -> Self {
        let many = prepared.len() > LARGE;
        let mut blocks: Vec<Rows> = prepared.iter().map(|block| Rows::estimate(block, setting)).collect();
        let here = (anchor.block as usize).min(prepared.len());
        let (above, below) = (0..here, here..prepared.len());
        let mut compose = |range: &mut dyn Iterator<Item = usize>, enough: usize| {
            let mut rows = 0;
            for index in range.take(LARGE) {
                let (Some(block), Some(place)) = (prepared.get(index), blocks.get_mut(index)) else { break };
                let lines = lines(block, setting, many);
                rows += lines.lines.len();
                *place = Rows::Known(Arc::new(lines));
                if rows >= enough {
                    break;
                }
            }
        };
        compose(&mut below.into_iter(), enough.0);
        // Long blocks above the first screen are left pending, because it does not need them.
        compose(
            &mut above.rev().take_while(|index| prepared.get(*index).is_some_and(|it| it.extent().0 < BATCH)),
            enough.1,
        );
        Self::stacked(blocks, setting)
    }

    fn stacked(blocks: Vec<Rows>, setting: &Setting) -> Self {
        let mut page = Self { blocks, starts: Vec::new(), missing: 0, profile: setting.profile };
        page.stack();
        page
    }

    fn stack(&mut self) {
        self.starts.clear();
        self.starts.reserve(self.blocks.len() + 1);
        self.starts.push(0);
        let (mut height, mut missing) = (0, 0);
        for block in &self.blocks {
            height += block.height();
            missing += usize::from(matches!(block, Rows::Pending { .. }));
            self.starts.push(height);
        }
        self.missing = missing;
    }

    /// Whether every block is composed.
    pub fn is_complete(&self) -> bool {
        self.missing == 0
    }

    /// The next pending blocks: those in or below this row, else the first of all.
    pub fn missing(&self, row: usize) -> Option<Range<usize>> {
        if self.missing == 0 {
            return None;
        }
        let is_missing = |block: &Rows| matches!(block, Rows::Pending { .. });
        let from = self.block_of(row);
        let after = self.blocks.iter().skip(from).position(is_missing).map(|at| from + at);
        let start = after.or_else(|| self.blocks.iter().position(is_missing))?;
        let length = self.blocks.get(start..)?.iter().take_while(|block| is_missing(block)).count();
        Some(start..start + length)
    }

    /// The pending blocks, without long ones, that the `rows` rows above and below an anchor may belong to.
    pub fn missing_around(&self, anchor: Anchor, rows: usize) -> Vec<usize> {
        if self.missing == 0 {
            return Vec::new();
        }
        let here = (anchor.block as usize).min(self.blocks.len());
        let reach = |indices: &mut dyn Iterator<Item = usize>| {
            let mut seen = 0;
            let mut out = Vec::new();
            for index in indices {
                let Some(block) = self.blocks.get(index).filter(|_| seen <= rows && out.len() <= rows) else { break };
                if matches!(block, Rows::Pending { bytes, .. } if (*bytes as usize) < LONGEST_PARAGRAPH) {
                    out.push(index);
                }
                // The rows of the anchor's own block may be on either side.
                seen += if index == here { 0 } else { block.height() };
            }
            out
        };
        let mut out = reach(&mut (here..self.blocks.len()));
        out.extend(reach(&mut (0..here).rev()));
        out
    }

    /// Fills in blocks that were pending. Rows below them move.
    pub fn fill(&mut self, lines: Vec<(u32, Arc<Lines>)>) {
        for (block, lines) in lines {
            if let Some(place) = self.blocks.get_mut(block as usize) {
                *place = Rows::Known(lines);
            }
        }
        self.stack();
    }

    /// The block of a row.
    fn block_of(&self, row: usize) -> usize {
        self.starts.partition_point(|start| *start <= row).saturating_sub(1)
    }

    /// The width profile it was composed with.
    pub fn profile(&self) -> Profile {
        self.profile
    }

    /// The number of rows.
    pub fn height(&self) -> usize {
        self.starts.last().copied().unwrap_or(0)
    }

    /// A row. `None` beyond the last one and in a pending block.
    pub fn row(&self, row: usize) -> Option<LineView<'_>> {
        if row >= self.height() {
            return None;
        }
        let block = self.block_of(row);
        let Rows::Known(lines) = self.blocks.get(block)? else { return None };
        let line = lines.lines.get(row - self.starts[block])?;
        let runs = lines.runs.get(line.runs.start as usize..line.runs.end as usize)?;
        Some(LineView { block: block as u32, line, runs, text: &lines.text })
    }

    /// The pictures for which cells are reserved in some of these rows, from top to bottom.
    pub fn pictures(&self, rows: Range<usize>) -> impl Iterator<Item = PicturePlace> {
        let blocks = self.block_of(rows.start)..self.starts.partition_point(|start| *start < rows.end);
        blocks.filter_map(move |block| {
            let Rows::Known(lines) = self.blocks.get(block).filter(|_| !rows.is_empty())? else { return None };
            let line = lines.lines.get(usize::from(lines.gap)).filter(|_| lines.picture > 0)?;
            let runs = lines.runs.get(line.runs.start as usize..line.runs.end as usize)?;
            let run = runs.iter().find(|run| run.image.is_some())?;
            let row = self.starts.get(block)? + usize::from(lines.gap);
            let (column, columns, stride) = (run.column, run.cells, line.stride);
            let place = PicturePlace { image: run.image?, row, rows: lines.picture, column, columns, stride };
            // In vertical writing, the other lines of a box are blank.
            let others = lines.lines.iter().skip(usize::from(lines.gap) + 1).take_while(|line| line.runs.is_empty());
            let span = if stride > 0 { 1 + others.count() } else { usize::from(place.rows) };
            (row < rows.end && row + span > rows.start).then_some(place)
        })
    }

    /// The anchor of a row. Beyond the last row it is the end of the document.
    pub fn anchor_of(&self, row: usize) -> Anchor {
        if let Some(view) = self.row(row) {
            return view.anchor();
        }
        let block = self.block_of(row);
        match (self.blocks.get(block), self.starts.get(block)) {
            (Some(Rows::Pending { rows, bytes }), Some(start)) if row < self.height() => {
                let byte = ((row - start) as u64 * u64::from(*bytes)).div_ceil(u64::from(*rows));
                Anchor { block: block as u32, byte: byte as u32 }
            }
            _ => Anchor { block: self.blocks.len() as u32, byte: 0 },
        }
    }

    /// The row that shows an anchor. If several rows share the last start at or before it, the first of them, but never
    /// a row of the gap above the block. `row_of(anchor_of(row))` is `row` unless the row shows none of the text.
    pub fn row_of(&self, anchor: Anchor) -> usize {
        let block = anchor.block as usize;
        let lines = match (self.blocks.get(block), self.starts.get(block)) {
            (Some(Rows::Known(lines)), Some(_)) => lines,
            (Some(Rows::Pending { rows, bytes }), Some(start)) => {
                let row = u64::from(anchor.byte) * u64::from(*rows) / u64::from(*bytes);
                return start + row.min(u64::from(*rows) - 1) as usize;
            }
            _ => return self.height(),
        };
        let start = self.starts.get(block).copied().unwrap_or(0);
        let gap = usize::from(lines.gap).min(lines.lines.len());
        let own = lines.lines.get(gap..).unwrap_or_default();
        let last = own.partition_point(|line| line.source.start <= anchor.byte).saturating_sub(1);
        let byte = own.get(last).map_or(0, |line| line.source.start);
        let within = own.partition_point(|line| line.source.start < byte);
        start + (gap + within).min(lines.lines.len().saturating_sub(1))
    }
}

fn lines(block: &PreparedBlock, setting: &Setting, many: bool) -> Lines {
    let mut lines = compose_block(block, setting);
    if many {
        lines.shrink();
    }
    lines
}

/// Composes the first of the given blocks: as many as take a few milliseconds, and at least one.
pub fn compose_blocks(prepared: &[PreparedBlock], setting: &Setting, blocks: Range<usize>) -> Vec<(u32, Arc<Lines>)> {
    let many = prepared.len() > LARGE;
    let mut out = Vec::new();
    let mut sum = 0;
    for index in blocks.take(LARGE) {
        let Some(block) = prepared.get(index) else { break };
        sum += block.extent().0;
        if !out.is_empty() && sum > BATCH {
            break;
        }
        out.push((index as u32, Arc::new(lines(block, setting, many))));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Align, Block, BlockKind, Cell, Frame, FrameId, FrameKind, Image, Inline, Marker, Table};
    use crate::text::Clean;
    use crate::typeset::text::options::Options;
    use crate::typeset::text::pictures::PictureSpace;

    fn add(document: &mut Document, kind: BlockKind, text: &str, frames: &[u32]) {
        let mut block = Block::new(kind, Inline::plain(Clean::text(text)));
        block.frame = frames.last().map(|id| FrameId(*id));
        document.blocks.push(block);
    }

    fn frame(document: &mut Document, parent: Option<u32>, kind: FrameKind) -> u32 {
        document.frames.push(Frame { parent: parent.map(FrameId), kind });
        document.frames.len() as u32 - 1
    }

    fn shown(document: &Document, width: u16, folded: Vec<FrameId>) -> Vec<String> {
        let setting = Setting {
            width,
            options: Options::default(),
            profile: Profile::default(),
            room: 0,
            folded,
            pictures: Default::default(),
        };
        let page = Page::of(document, &setting, Language::ChineseSimplified);
        (0..page.height())
            .filter_map(|row| page.row(row))
            .map(|view| {
                let mut line = String::new();
                for run in view.runs {
                    let cells = setting.profile.width(&line);
                    line.push_str(&" ".repeat(usize::from(run.column) - cells));
                    line.push_str(view.shown(run));
                }
                line
            })
            .collect()
    }

    #[test]
    fn quotations_and_lists() {
        let mut document = Document::default();
        let quote = frame(&mut document, None, FrameKind::Quote);
        let inner = frame(&mut document, Some(quote), FrameKind::Quote);
        let list = frame(&mut document, None, FrameKind::List { loose: false, numbers: 0 });
        let item = frame(&mut document, Some(list), FrameKind::Item(Marker::Number(Clean::line("9."))));
        let nested = frame(&mut document, Some(item), FrameKind::List { loose: false, numbers: 0 });
        let bullet = frame(&mut document, Some(nested), FrameKind::Item(Marker::Bullet(1)));
        let task = frame(&mut document, Some(list), FrameKind::Item(Marker::Task(true)));
        add(&mut document, BlockKind::Paragraph, "一二三四五六七八九十", &[quote]);
        add(&mut document, BlockKind::Paragraph, "内", &[inner]);
        add(&mut document, BlockKind::Paragraph, "外", &[quote]);
        add(&mut document, BlockKind::Paragraph, "一二三四五六七八九十", &[item]);
        add(&mut document, BlockKind::Paragraph, "里", &[bullet]);
        add(&mut document, BlockKind::Paragraph, "做", &[task]);
        let expected = [
            "▎ 一二三四五",
            "▎ 六七八九十",
            "▎",
            "▎ ▎ 内",
            "▎",
            "▎ 外",
            "",
            "9. 一二三四五",
            "   六七八九十",
            "   ◦ 里",
            "[x] 做",
        ];
        assert_eq!(shown(&document, 13, Vec::new()), expected);
    }

    #[test]
    fn numbers_end_in_one_column() {
        let mut document = Document::default();
        let list = frame(&mut document, None, FrameKind::List { loose: false, numbers: 3 });
        for (mark, text) in [("9.", "一二三四五六"), ("10.", "一")] {
            let item = frame(&mut document, Some(list), FrameKind::Item(Marker::Number(Clean::line(mark))));
            add(&mut document, BlockKind::Paragraph, text, &[item]);
        }
        assert_eq!(shown(&document, 12, Vec::new()), [" 9. 一二三", "    四五六", "10. 一"]);
    }

    #[test]
    fn definitions_details_and_figures() {
        let mut document = Document::default();
        let term = frame(&mut document, None, FrameKind::Term);
        let description = frame(&mut document, None, FrameKind::Description);
        let details = frame(&mut document, None, FrameKind::Details { open: true });
        let figure = frame(&mut document, None, FrameKind::Figure);
        add(&mut document, BlockKind::Title, "题", &[]);
        add(&mut document, BlockKind::Byline, "作者", &[]);
        add(&mut document, BlockKind::Paragraph, "词", &[term]);
        add(&mut document, BlockKind::Paragraph, "义", &[description]);
        add(&mut document, BlockKind::Summary, "要点", &[details]);
        add(&mut document, BlockKind::Paragraph, "内容", &[details]);
        document.images.push(Image { candidates: vec![Clean::line("https://a.example/b.png")], ..Image::default() });
        add(&mut document, BlockKind::Image(ImageId(0)), "桥", &[figure]);
        add(&mut document, BlockKind::Caption, "图一", &[figure]);
        let mut expected = vec!["题", "作者", "", "词", "    义", "", "▾ 要点", "", "  内容", ""];
        expected.extend(["▎ [图] 桥", "图一"]);
        assert_eq!(shown(&document, 40, Vec::new()), expected);
        let mut expected = vec!["题", "作者", "", "词", "    义", "", "▸ 要点", ""];
        expected.extend(["▎ [图] 桥", "图一"]);
        assert_eq!(shown(&document, 40, vec![FrameId(details)]), expected);
    }

    #[test]
    fn a_table_as_columns_and_as_records() {
        let text = "名\t说明\nRust\t没有垃圾回收\nC\t快";
        let cell = |part: &str| {
            let start = text.find(part).unwrap_or(0) as u32;
            Cell { range: start..start + part.len() as u32, columns: 1, rows: 1, header: false, align: Align::Start }
        };
        let rows =
            vec![vec![cell("名"), cell("说明")], vec![cell("Rust"), cell("没有垃圾回收")], vec![cell("C"), cell("快")]];
        let mut document = Document::default();
        add(&mut document, BlockKind::Table(Box::new(Table { rows, head: 1 })), text, &[]);
        assert_eq!(
            shown(&document, 16, Vec::new()),
            ["名   │ 说明", "─────┼──────────", "Rust │ 没有垃圾", "     │ 回收", "     │", "C    │ 快"]
        );
        assert_eq!(shown(&document, 14, Vec::new()), ["名：Rust", "说明：没有垃", "圾回收", "", "名：C", "说明：快"]);
    }

    /// Heads say their name in every record, long ones only once; what is never over a cell is said too.
    #[test]
    fn long_heads_are_said_once() {
        let long = "长".repeat(100);
        let text = format!("名\t{long}\ta\tb\n1\t2\n3\t4");
        let mut at = 0;
        let rows: Vec<Vec<Cell>> = text
            .split('\n')
            .map(|row| {
                let cells = row.split('\t').map(|cell| {
                    let range = at..at + cell.len() as u32;
                    at = range.end + 1;
                    Cell { range, columns: 1, rows: 1, header: false, align: Align::Start }
                });
                cells.collect()
            })
            .collect();
        let mut document = Document::default();
        add(&mut document, BlockKind::Table(Box::new(Table { rows, head: 1 })), &text, &[]);
        assert_eq!(
            shown(&document, 20, Vec::new()),
            [
                "名：1",
                "长长长长长长长长长长",
                "  长长长长长长长长长",
                "  长长长长长长长长长",
                "  长长长长长长长长长",
                "  长长长长长长长长长",
                "  长长长长长长长长长",
                "  长长长长长长长长长",
                "  长长长长长长长长长",
                "  长长长长长长长长长",
                "  长长长长长长长长长",
                "  长长长长长长长长长",
                "  2",
                "a",
                "b",
                "",
                "名：3",
                "4"
            ]
        );
    }

    #[test]
    fn spans_reach_no_further_than_the_widest_row() {
        let cell =
            |at: u32| Cell { range: at..at + 1, columns: u16::MAX, rows: u16::MAX, header: false, align: Align::Start };
        let rows = vec![vec![cell(0), cell(2)], vec![cell(4)]];
        let mut document = Document::default();
        add(&mut document, BlockKind::Table(Box::new(Table { rows, head: 0 })), "a\tb\nc", &[]);
        assert_eq!(shown(&document, 30, Vec::new()), ["a     │ b", "          │ c"]);
    }

    /// What is prepared anew each time it is composed has the same lines.
    #[test]
    fn large_documents_are_set_like_others() {
        let mut document = Document::default();
        for number in 0..(1 << 15) + 1 {
            add(&mut document, BlockKind::Paragraph, ["一二三四五六七八九十", "word and more"][number % 2], &[]);
        }
        let setting = Setting {
            width: 12,
            options: Options::default(),
            profile: Profile::default(),
            room: 0,
            folded: Vec::new(),
            pictures: Default::default(),
        };
        let document = std::sync::Arc::new(document);
        let late = crate::typeset::blocks::compose::prepare_all(
            &document,
            &setting.options,
            setting.profile,
            Language::ChineseSimplified,
        );
        let (page, late) = (Page::of(&document, &setting, Language::ChineseSimplified), Page::compose(&late, &setting));
        assert_eq!(page.blocks, late.blocks);
    }

    #[test]
    fn rows_and_anchors_lead_to_each_other() {
        let mut document = Document::default();
        for _ in 0..3 {
            add(&mut document, BlockKind::Paragraph, "一二三四五六七八九十一二三四五六七八九十", &[]);
        }
        let setting = Setting {
            width: 12,
            options: Options::default(),
            profile: Profile::default(),
            room: 0,
            folded: Vec::new(),
            pictures: Default::default(),
        };
        let page = Page::of(&document, &setting, Language::ChineseSimplified);
        for row in 0..page.height() {
            let back = page.row_of(page.anchor_of(row));
            assert!(back == row || page.row(row).is_some_and(|view| view.runs.is_empty()), "{row} {back}");
        }
        assert_eq!(page.row_of(Anchor { block: 9, byte: 0 }), page.height());
    }

    /// A page with a picture of 100 × 100 pixels between two paragraphs, and the rows that are reserved for it.
    fn with_picture(alt: &str, width: u16, rows: u16, quoted: bool) -> (Vec<String>, Vec<PicturePlace>) {
        let mut document = Document::default();
        let path: &[u32] = if quoted { &[frame(&mut document, None, FrameKind::Quote)] } else { &[] };
        document.images.push(Image { candidates: vec![Clean::line("a.png")], ..Image::default() });
        add(&mut document, BlockKind::Paragraph, "Above", path);
        add(&mut document, BlockKind::Image(ImageId(0)), alt, path);
        add(&mut document, BlockKind::Paragraph, "Below", path);
        let sizes = Arc::new([(Clean::line("a.png"), Some((100, 100)))].into());
        let pictures = PictureSpace { rows, sizes, ..PictureSpace::default() };
        let setting = Setting {
            width,
            options: Options::default(),
            profile: Profile::default(),
            room: 0,
            folded: Vec::new(),
            pictures,
        };
        let page = Page::of(&document, &setting, Language::English);
        let text = (0..page.height()).filter_map(|row| page.row(row)).map(|line| text_of(&line)).collect();
        (text, page.pictures(0..page.height()).collect())
    }

    fn text_of(line: &LineView<'_>) -> String {
        let mut text = String::new();
        for run in line.runs {
            text.extend(std::iter::repeat_n(' ', usize::from(run.column).saturating_sub(text.chars().count())));
            text.push_str(line.shown(run));
        }
        text.trim_end().to_owned()
    }

    #[test]
    fn rows_are_reserved_for_pictures() {
        let place =
            |row, rows, column, columns| PicturePlace { image: ImageId(0), row, rows, column, columns, stride: 0 };
        assert_eq!(
            with_picture("A cat", 30, 20, false),
            (
                ["Above", "", "", "", "", "", "", "            A cat", "", "Below"].map(str::to_owned).to_vec(),
                vec![place(2, 5, 10, 10)]
            )
        );
        assert_eq!(
            with_picture("", 20, 2, true),
            (["▎ Above", "▎", "▎", "▎", "▎", "▎ Below"].map(str::to_owned).to_vec(), vec![place(2, 2, 9, 4)])
        );
        let (text, places) = with_picture("", 30, 0, false);
        assert_eq!((text[2].as_str(), places.as_slice()), ("▎ [图]  a.png", &[][..]));
    }

    #[test]
    fn pictures_are_found_by_their_rows() {
        let setting = |sizes| Setting {
            room: 0,
            width: 30,
            options: Options::default(),
            profile: Profile::default(),
            folded: Vec::new(),
            pictures: PictureSpace { rows: 20, sizes, ..PictureSpace::default() },
        };
        let mut document = Document::default();
        for name in ["a.png", "b.png"] {
            document.images.push(Image { candidates: vec![Clean::line(name)], ..Image::default() });
            let id = ImageId(document.images.len() as u32 - 1);
            add(&mut document, BlockKind::Image(id), "", &[]);
        }
        let sizes = ["a.png", "b.png"].map(|name| (Clean::line(name), Some((100, 80))));
        let page = Page::of(&document, &setting(Arc::new(sizes.into())), Language::English);
        assert_eq!(page.height(), 9);
        let rows = |rows| page.pictures(rows).map(|place| (place.image.0, place.row)).collect::<Vec<_>>();
        for (range, expected) in [
            (0..9, &[(0, 0), (1, 5)][..]),
            (0..4, &[(0, 0)]),
            (3..5, &[(0, 0)]),
            (4..5, &[]),
            (4..6, &[(1, 5)]),
            (8..99, &[(1, 5)]),
            (9..99, &[]),
            (3..3, &[]),
        ] {
            assert_eq!(rows(range.clone()), expected, "{range:?}");
        }
    }
}
