//! A page: the blocks of a document one below the other, rows found by number and by anchor.

use super::{Line, Lines, PreparedBlock, Run, Setting, compose_block, prepare};
use crate::document::{Anchor, Document};
use crate::text::{Language, Profile};

/// In a page of more blocks each takes no more memory than it needs; in others speed counts.
const MANY: usize = 1 << 12;

/// A composed document. Rows are counted from 0.
#[derive(Clone, Debug, Default)]
pub struct Page {
    blocks: Vec<Lines>,
    /// `starts[i]` is the first row of block `i`; one more at the end holds the height.
    starts: Vec<usize>,
    profile: Profile,
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

impl<'a> LineView<'a> {
    /// What a run of this row shows.
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
        let prepared: Vec<_> = (0..document.blocks.len())
            .map(|block| prepare(document, block, &setting.options, setting.profile, language))
            .collect();
        Self::compose(&prepared, setting)
    }

    /// Composes prepared blocks.
    pub fn compose(prepared: &[PreparedBlock], setting: &Setting) -> Self {
        let mut page = Self { blocks: Vec::with_capacity(prepared.len()), starts: vec![0], profile: setting.profile };
        let mut height = 0;
        page.starts.reserve(prepared.len());
        for block in prepared {
            let mut lines = compose_block(block, setting);
            if prepared.len() > MANY {
                lines.shrink();
            }
            height += lines.lines.len();
            page.starts.push(height);
            page.blocks.push(lines);
        }
        page
    }

    /// The width profile it was composed with.
    pub fn profile(&self) -> Profile {
        self.profile
    }

    /// The number of rows.
    pub fn height(&self) -> usize {
        self.starts.last().copied().unwrap_or(0)
    }

    /// A row.
    pub fn row(&self, row: usize) -> Option<LineView<'_>> {
        if row >= self.height() {
            return None;
        }
        let block = self.starts.partition_point(|start| *start <= row) - 1;
        let lines = self.blocks.get(block)?;
        let line = lines.lines.get(row - self.starts[block])?;
        let runs = lines.runs.get(line.runs.start as usize..line.runs.end as usize)?;
        Some(LineView { block: block as u32, line, runs, text: &lines.text })
    }

    /// The anchor of a row; of the end for a row beyond it.
    pub fn anchor_of(&self, row: usize) -> Anchor {
        match self.row(row) {
            Some(view) => view.anchor(),
            None => Anchor { block: self.blocks.len() as u32, byte: 0 },
        }
    }

    /// The row that shows an anchor: of those that start last at or before it the first, never one of the gap above its
    /// block. `row_of(anchor_of(row))` is `row` unless the row shows nothing of the text.
    pub fn row_of(&self, anchor: Anchor) -> usize {
        let block = anchor.block as usize;
        let (Some(lines), Some(start)) = (self.blocks.get(block), self.starts.get(block)) else {
            return self.height();
        };
        let gap = usize::from(lines.gap).min(lines.lines.len());
        let own = lines.lines.get(gap..).unwrap_or_default();
        let last = own.partition_point(|line| line.source.start <= anchor.byte).saturating_sub(1);
        let byte = own.get(last).map_or(0, |line| line.source.start);
        let within = own.partition_point(|line| line.source.start < byte);
        start + (gap + within).min(lines.lines.len().saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Options;
    use super::*;
    use crate::document::{
        Align, Block, BlockKind, Cell, Frame, FrameId, FrameKind, Image, ImageId, Inline, Marker, Table,
    };
    use crate::text::Clean;

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
        let setting = Setting { width, options: Options::default(), profile: Profile::default(), folded };
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
            ["名   │ 说明", "─────┼──────────", "Rust │ 没有垃", "     │ 圾回收", "     │", "C    │ 快"]
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
        let lines = shown(&document, 20, Vec::new()).concat();
        assert_eq!((lines.matches("名").count(), lines.matches('长').count()), (2, 100));
        assert!(lines.contains('a') && lines.contains('b') && lines.contains("4"), "{lines}");
    }

    #[test]
    fn spans_reach_no_further_than_the_widest_row() {
        let cell =
            |at: u32| Cell { range: at..at + 1, columns: u16::MAX, rows: u16::MAX, header: false, align: Align::Start };
        let rows = vec![vec![cell(0), cell(2)], vec![cell(4)]];
        let mut document = Document::default();
        add(&mut document, BlockKind::Table(Box::new(Table { rows, head: 0 })), "a\tb\nc", &[]);
        let lines = shown(&document, 30, Vec::new());
        assert!(lines.len() == 2 && lines.iter().all(|line| line.len() < 30), "{lines:?}");
    }

    /// What is prepared anew each time it is composed has the same lines.
    #[test]
    fn large_documents_are_set_like_others() {
        let mut document = Document::default();
        for number in 0..(1 << 15) + 1 {
            add(&mut document, BlockKind::Paragraph, ["一二三四五六七八九十", "word and more"][number % 2], &[]);
        }
        let setting =
            Setting { width: 12, options: Options::default(), profile: Profile::default(), folded: Vec::new() };
        let document = std::sync::Arc::new(document);
        let late = super::super::prepare_all(&document, &setting.options, setting.profile, Language::ChineseSimplified);
        let (page, late) = (Page::of(&document, &setting, Language::ChineseSimplified), Page::compose(&late, &setting));
        assert_eq!(page.blocks, late.blocks);
    }

    #[test]
    fn rows_and_anchors_lead_to_each_other() {
        let mut document = Document::default();
        for _ in 0..3 {
            add(&mut document, BlockKind::Paragraph, "一二三四五六七八九十一二三四五六七八九十", &[]);
        }
        let setting =
            Setting { width: 12, options: Options::default(), profile: Profile::default(), folded: Vec::new() };
        let page = Page::of(&document, &setting, Language::ChineseSimplified);
        for row in 0..page.height() {
            let back = page.row_of(page.anchor_of(row));
            assert!(back == row || page.row(row).is_some_and(|view| view.runs.is_empty()), "{row} {back}");
        }
        assert_eq!(page.row_of(Anchor { block: 9, byte: 0 }), page.height());
    }
}
