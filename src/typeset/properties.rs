//! What must hold for every text at every width.

use proptest::prelude::*;

use crate::document::{
    Align, Anchor, Block, BlockKind, Cell, Document, Frame, FrameId, FrameKind, Image, ImageId, Inline, Marker, Span,
    Style, Table,
};
use crate::text::{Ambiguous, Clean, Language, Profile, clusters};
use crate::typeset::blocks::article::for_article;
use crate::typeset::blocks::compose::{compose_block, prepare, prepare_all};
use crate::typeset::lines::line::{LineEnd, Lines};
use crate::typeset::page::{Page, compose_blocks};
use crate::typeset::text::options::{Fill, Hang, Leading, Options, Ruby, Tracking};
use crate::typeset::text::pictures::PictureSpace;
use crate::typeset::text::setting::Setting;
use crate::typeset::text::substitution::{Punctuation, Quotes, Script};

fn document(kind: BlockKind, text: &str) -> Document {
    Document { blocks: vec![Block::new(kind, Inline::plain(Clean::text(text)))], ..Document::default() }
}

fn setting(width: u16, switches: u16) -> Setting {
    let has = |bit: u8| switches & (1 << bit) != 0;
    let options = Options {
        fill: if has(0) { Fill::Greedy } else { Fill::Optimal },
        hang: if has(1) { Hang::On } else { Hang::Off },
        justify: has(2),
        ruby: if has(3) { Ruby::Above } else { Ruby::Inline },
        bidi: if has(5) {
            crate::typeset::text::options::Bidi::App
        } else {
            crate::typeset::text::options::Bidi::Terminal
        },
        continuation: has(6),
        punctuation: Punctuation::AsWritten,
        mends: has(7),
        quotes: if has(7) { Quotes::Corner } else { Quotes::AsWritten },
        leading: if has(8) { Leading::One } else { Leading::None },
        tracking: if has(9) { Tracking::One } else { Tracking::None },
        script: [Script::AsWritten, Script::Simplified, Script::Traditional, Script::Taiwan]
            [usize::from(switches >> 10 & 3)],
        ..Options::default()
    };
    let ambiguous = if has(4) { Ambiguous::Wide } else { Ambiguous::Narrow };
    let sizes = [("https://example.com/a/b.png?x=1", Some((300, 200))), ("a.png", None)];
    let pictures = PictureSpace {
        rows: if has(7) { 9 } else { 0 },
        sizes: std::sync::Arc::new(sizes.map(|(address, size)| (Clean::line(address), size)).into()),
        ..PictureSpace::default()
    };
    Setting { width, options, profile: Profile::of(ambiguous), room: 0, folded: Vec::new(), pictures }
}

fn lines(document: &Document, setting: &Setting) -> Lines {
    compose_block(&prepare(document, 0, &setting.options, setting.profile, Language::Other), setting)
}

fn lines_of(document: &Document, block: usize, setting: &Setting) -> Lines {
    compose_block(&prepare(document, block, &setting.options, setting.profile, Language::Other), setting)
}

/// Every line within the measure, every byte of the text in the source of one line, every run where it says.
fn check(lines: &Lines, text: &str, setting: &Setting, in_order: bool) {
    let limit = setting.width.max(2) + if setting.options.hang == Hang::On { 2 } else { 0 };
    let mut at = 0;
    for line in &lines.lines[usize::from(lines.gap)..] {
        // A blank line between two others.
        if line.source.is_empty() && line.source.start < at && setting.options.leading == Leading::One {
            let runs = &lines.runs[line.runs.start as usize..line.runs.end as usize];
            assert!(runs.iter().all(|run| run.is_ornament()), "{lines:?}");
            continue;
        }
        if in_order {
            assert_eq!(line.source.start, at, "{lines:?}");
        }
        assert!(line.source.start >= at || !in_order);
        at = line.source.end;
        let runs = &lines.runs[line.runs.start as usize..line.runs.end as usize];
        let mut column = 0;
        for run in runs {
            let shown = &lines.text[run.text.start as usize..run.text.end as usize];
            assert!(run.column >= column, "{lines:?}");
            assert_eq!(usize::from(run.cells), setting.profile.width(shown), "{shown:?}");
            column = run.column + run.cells;
            assert!(!shown.chars().any(|c| c.is_control() || crate::typeset::text::kind::is_format(c)), "{shown:?}");
            assert!(text.get(run.source.start as usize..run.source.end as usize).is_some());
        }
        let mut byte = line.source.start;
        for run in by_source(runs).into_iter().filter(|_| in_order) {
            assert!(run.source.start >= byte && run.source.end <= line.source.end, "{run:?} {line:?}");
            byte = run.source.end;
        }
        // One cluster may be wider than the measure: a wide one, or a tab.
        let mut own = runs.iter().map(|run| &run.source).filter(|source| !source.is_empty());
        let one =
            |source: &std::ops::Range<u32>| clusters(&text[source.start as usize..source.end as usize]).count() == 1;
        let single = own.next().is_some_and(one) && own.next().is_none();
        assert!(column <= limit || single, "{column} > {limit}: {lines:?}");
    }
    if in_order {
        assert_eq!(at as usize, text.len());
    }
}

/// The runs that show bytes of the text, in the order of the text: right-to-left text is drawn in another.
fn by_source(runs: &[crate::typeset::lines::line::Run]) -> Vec<&crate::typeset::lines::line::Run> {
    let mut runs: Vec<_> = runs.iter().filter(|run| !run.source.is_empty()).collect();
    runs.sort_by_key(|run| run.source.start);
    runs
}

/// Every byte that shows something is in one run.
pub(in crate::typeset) fn shown_bytes(lines: &Lines, text: &str) -> Vec<u8> {
    let mut seen = vec![0; text.len()];
    for run in &lines.runs {
        seen[run.source.start as usize..run.source.end as usize].iter_mut().for_each(|count| *count += 1);
    }
    for (byte, c) in text.char_indices() {
        let expected = u8::from(!matches!(c, ' ' | '\n' | '\t') && !crate::typeset::text::kind::is_format(c));
        assert!(seen[byte] == expected || (expected == 0 && seen[byte] <= 1), "{c:?} at {byte} in {text:?}: {lines:?}");
    }
    seen
}

/// Behind what a line shows stand only blanks and the break; within it every character is shown but those that only
/// steer programs, and blanks before a formula, whose notation determines its own.
fn only_ends_are_left_out(lines: &Lines, text: &str) {
    for line in &lines.lines[usize::from(lines.gap)..] {
        let runs = &lines.runs[line.runs.start as usize..line.runs.end as usize];
        let mut at = line.source.start;
        for run in by_source(runs) {
            let between = &text[at as usize..run.source.start as usize];
            let formula = run.face.style.contains(Style::MATH);
            let left_out = |c: char| crate::typeset::text::kind::is_format(c) || formula && c == ' ';
            assert!(between.chars().all(left_out), "{between:?} in {text:?}: {lines:?}");
            at = run.source.end;
        }
        let rest = &text[at as usize..line.source.end as usize];
        let left_out = |c: char| matches!(c, ' ' | '\t' | '\n') || crate::typeset::text::kind::is_format(c);
        assert!(rest.chars().all(left_out), "{rest:?} in {text:?}: {lines:?}");
    }
}

/// Pieces of pages, well-formed or not.
pub(in crate::typeset) fn page() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        CHINESE.prop_map(|text| text.chars().take(60).collect::<String>()),
        "[a-z 漢字。，\t\n]{0,30}".prop_map(|text| text),
        "[אבגد\u{5b0}(0-9). a-c-]{0,30}".prop_map(|text| text),
        "\\PC{0,20}".prop_map(|text| text),
        prop::sample::select(vec![
            "<p>",
            "<p dir=auto>",
            "<div dir=rtl>",
            "</p>",
            "<br>",
            "<b>",
            "</b>",
            "<a href=x>",
            "</a>",
            "<h2>",
            "</h2>",
            "<ul><li>",
            "<li>",
            "</ul>",
            "<ol start=98><li>",
            "</ol>",
            "<blockquote>",
            "</blockquote>",
            "<pre>",
            "</pre>",
            "<code>",
            "</code>",
            "<table>",
            "</table>",
            "<tr>",
            "<td>",
            "<td colspan=2>",
            "<th rowspan=2>",
            "<caption>",
            "<details><summary>",
            "</summary>",
            "</details>",
            "<figure>",
            "<figcaption>",
            "<img src=a.png alt=图>",
            "<ruby>漢<rt>かん</ruby>",
            "<dl><dt>",
            "<dd>",
            "<hr>",
            "<q>",
            "</q>",
            "<sup>",
            "&shy;",
            "<wbr>",
            "&nbsp;",
            "<span dir=rtl>",
            "<T>",
            "<div align=center>",
            "<p style='white-space: pre'>",
            "<math display=block>x</math>",
            "<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>",
            "<span class=math-inline>\\frac{a+b}{2} \\quad x_1^{n+1}</span>",
            "<span class=math-display>\\begin{aligned} a \\\\ b' \\end{aligned}</span>",
            "<span class=math-inline>",
            "\\sqrt[3]{x} \\in \\mathbb R",
            "</span>",
            "<sub>",
            "</sub>",
            "</sup>",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

pub(in crate::typeset) const CHINESE: &str =
    "[一二三四五六七八九十年月日的了在人0-9a-z ，。、；：？！（）《》「」“”‘’…—·～/%\"-]{0,200}";

pub(in crate::typeset) fn is_bad_start(c: char) -> bool {
    "，。、；：？！）》」”·".contains(c)
}

pub(in crate::typeset) fn is_bad_end(c: char) -> bool {
    "（《「“".contains(c)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_at_any_width(text in any::<String>(), width in 0_u16..=120, switches in any::<u16>()) {
        for kind in [BlockKind::Paragraph, BlockKind::Code(None)] {
            let document = document(kind, &text);
            let setting = setting(width, switches);
            let got = lines(&document, &setting);
            check(&got, document.blocks[0].text(), &setting, true);
            shown_bytes(&got, document.blocks[0].text());
            prop_assert_eq!(&got, &lines(&document, &setting));
        }
    }

    /// The page of any body: each byte of each text is in one line and in one run, or is left out as it may be, and
    /// rows follow the text.
    #[test]
    fn any_page_shows_its_text_once(body in page(), widths in prop::collection::vec(2_u16..=100, 1..4), switches in any::<u16>()) {
        let document = crate::document::read(&body, crate::document::BodyKind::Html).0;
        for width in widths {
            let setting = setting(width, switches);
            for (number, block) in document.blocks.iter().enumerate() {
                let prepared = prepare(&document, number, &setting.options, setting.profile, Language::Other);
                let got = compose_block(&prepared, &setting);
                let table = matches!(block.kind, BlockKind::Table(_));
                let above = setting.options.ruby == Ruby::Above && block.inline.spans.iter().any(|span| span.style.contains(Style::RUBY_READING));
                check(&got, block.text(), &setting, !table && !above);
                shown_bytes(&got, block.text());
                if !table && !above {
                    only_ends_are_left_out(&got, block.text());
                }
            }
            let page = Page::of(&document, &setting, Language::Other);
            let anchors: Vec<_> = (0..page.height()).map(|row| page.anchor_of(row)).collect();
            prop_assert!(anchors.is_sorted(), "{:?}", anchors);
        }
    }

    #[test]
    fn a_formula_may_begin_with_a_blank(width in 2_u16..=20, switches in any::<u16>()) {
        let document = crate::document::read("<span class=math-inline>&shy; a</span>", crate::document::BodyKind::Html).0;
        let got = lines_of(&document, 0, &setting(width, switches));
        prop_assert_eq!(document.blocks[0].text(), "\u{ad} a");
        prop_assert_eq!(&got.text, "a");
        only_ends_are_left_out(&got, document.blocks[0].text());
    }

    #[test]
    fn every_row_of_a_picture_has_an_anchor(width in 2_u16..=40, switches in any::<u16>(), at in 0_u32..4) {
        let body = "<img src=a.png alt=图><ul><li>二";
        let document = std::sync::Arc::new(crate::document::read(body, crate::document::BodyKind::Html).0);
        let setting = setting(width, switches | 128);
        let prepared = prepare_all(&document, &setting.options, setting.profile, Language::Other);
        let page = Page::part(&prepared, &setting, Anchor { block: at, byte: 0 }, (1, 0));
        for row in (0..page.height()).filter(|row| page.row(*row).is_none()) {
            prop_assert_eq!(page.row_of(page.anchor_of(row)), row);
        }
    }

    /// A page composed in parts, in any order: what is known is right, anchors never decrease, and in the end it is the
    /// page composed whole.
    #[test]
    fn in_parts_as_whole(body in page(), width in 2_u16..=100, switches in any::<u16>(), at in 0_u32..40, order in prop::collection::vec(0_usize..200, 0..8)) {
        let document = std::sync::Arc::new(crate::document::read(&body, crate::document::BodyKind::Html).0);
        let setting = setting(width, switches);
        let prepared = prepare_all(&document, &setting.options, setting.profile, Language::Other);
        let whole = Page::compose(&prepared, &setting);
        let mut page = Page::part(&prepared, &setting, Anchor { block: at, byte: 0 }, (2, 1));
        for row in order.into_iter().chain(0..200) {
            let anchors: Vec<_> = (0..=page.height()).map(|row| page.anchor_of(row)).collect();
            prop_assert!(anchors.is_sorted(), "{:?}", anchors);
            for (row, anchor) in anchors.iter().enumerate() {
                let same = whole.row(whole.row_of(*anchor)).map(|view| view.line);
                if let Some(view) = page.row(row) {
                    prop_assert!(page.row_of(*anchor) != row || same == Some(view.line));
                } else if row < page.height() {
                    prop_assert_eq!(page.row_of(*anchor), row);
                }
            }
            let Some(blocks) = page.missing(row) else { break };
            page.fill(compose_blocks(&prepared, &setting, blocks.start..blocks.start + 1));
        }
        prop_assert!(page.is_complete());
        prop_assert_eq!(page, whole);
    }

    /// A page composed whole, of blocks prepared beforehand, again after another width, and block by block has the same
    /// lines.
    #[test]
    fn pages_are_the_same_however_they_come_about(body in page(), widths in prop::collection::vec(2_u16..=100, 2..4), switches in any::<u16>()) {
        let document = std::sync::Arc::new(crate::document::read(&body, crate::document::BodyKind::Html).0);
        // Which script an article is in is decided once, from all of its blocks.
        let decided = |width| {
            let setting = setting(width, switches);
            Setting { options: for_article(&setting.options, &document, Language::Other), ..setting }
        };
        let first = decided(widths[0]);
        let all = crate::typeset::blocks::compose::prepare_all(&document, &first.options, first.profile, Language::Other);
        for width in widths.iter().chain(&widths[..1]) {
            let setting = decided(*width);
            let whole = Page::of(&document, &setting, Language::Other);
            let again = Page::compose(&all, &setting);
            prop_assert_eq!(whole.height(), again.height());
            let mut row = 0;
            for (number, block) in all.iter().enumerate() {
                let alone = compose_block(block, &setting);
                prop_assert_eq!(&alone, &lines_of(&document, number, &setting));
                for line in &alone.lines {
                    let shown = |page: &Page| page.row(row).map(|view| (view.block, view.line.clone(), view.runs.to_vec()));
                    let runs = alone.runs[line.runs.start as usize..line.runs.end as usize].to_vec();
                    prop_assert_eq!(shown(&whole), Some((number as u32, line.clone(), runs)));
                    prop_assert_eq!(shown(&whole), shown(&again));
                    row += 1;
                }
            }
            prop_assert_eq!(row, whole.height());
        }
    }

    #[test]
    fn chinese_at_any_width(text in CHINESE, width in 2_u16..=90, switches in any::<u16>()) {
        let document = document(BlockKind::Paragraph, &text);
        let setting = setting(width, switches);
        let got = lines(&document, &setting);
        check(&got, document.blocks[0].text(), &setting, true);
        shown_bytes(&got, document.blocks[0].text());
    }

    /// Text of words and marks as they are written: no mark is parted from its text.
    #[test]
    fn kinsoku(parts in prop::collection::vec(("[一二三四五六七八九十]{1,8}|[a-z]{1,14}|[A-Z]{2,8}", "[，。、；：？！]|”|，“|（|）|《|》，|「|」。|……|——| |·|。）"), 1..40),
               width in 10_u16..=80, switches in any::<u16>()) {
        let text: String = parts.iter().map(|(word, mark)| format!("{word}{mark}")).collect();
        let text = text.trim().to_owned();
        let document = document(BlockKind::Paragraph, &text);
        let setting = setting(width, switches);
        let got = lines(&document, &setting);
        let shown: Vec<String> = got.lines.iter().map(|line| {
            got.runs[line.runs.start as usize..line.runs.end as usize].iter()
                .map(|run| &got.text[run.text.start as usize..run.text.end as usize]).collect()
        }).collect();
        for pair in shown.windows(2) {
            prop_assert!(!pair[1].starts_with(is_bad_start), "{:?}", shown);
            prop_assert!(!pair[0].trim_end_matches('-').ends_with(is_bad_end), "{:?}", shown);
        }
    }

    #[test]
    fn styles_never_change_breaks(text in CHINESE, cuts in prop::collection::vec(0_usize..200, 0..6), width in 10_u16..=60) {
        let plain = document(BlockKind::Paragraph, &text);
        let mut styled = plain.clone();
        let mut cuts: Vec<usize> = cuts.into_iter().filter(|cut| text.is_char_boundary(*cut) && *cut <= text.len()).collect();
        cuts.sort_unstable();
        cuts.dedup();
        styled.blocks[0].inline.spans = cuts.windows(2).step_by(2)
            .map(|cut| Span { range: cut[0] as u32..cut[1] as u32, style: Style::STRONG, link: None, image: None }).collect();
        let setting = setting(width, 0);
        let ends = |lines: &Lines| lines.lines.iter().map(|line| (line.source.clone(), line.end)).collect::<Vec<_>>();
        let (plain, styled_lines) = (lines(&plain, &setting), lines(&styled, &setting));
        prop_assert_eq!(ends(&plain), ends(&styled_lines));
        check(&styled_lines, &text, &setting, true);
    }

    #[test]
    fn readings_above(width in 2_u16..=60, switches in any::<u16>(), groups in prop::collection::vec(("[漢字]{1,4}", "[かんじ]{1,8}", CHINESE), 1..6)) {
        let mut text = String::new();
        let mut spans = Vec::new();
        for (base, reading, tail) in &groups {
            let start = text.len() as u32;
            text.push_str(base);
            let middle = text.len() as u32;
            text.push_str(reading);
            let end = text.len() as u32;
            text.push_str(tail);
            for (range, style) in [(start..middle, Style::RUBY_BASE), (middle..end, Style::RUBY_READING)] {
                spans.push(Span { range, style, link: None, image: None });
            }
        }
        let mut document = document(BlockKind::Paragraph, &text);
        document.blocks[0].inline.spans = spans;
        let setting = setting(width, switches | 8);
        let got = lines(&document, &setting);
        check(&got, &text, &setting, false);
        shown_bytes(&got, &text);
        prop_assert!(width < 50 || !got.text.contains('（') || text.contains('（'));
    }

    #[test]
    fn readings_stand_in_parentheses(width in 2_u16..=60, switches in any::<u16>(), base in "[漢字]{1,4}", reading in "[かんじ]{1,8}", tail in CHINESE) {
        let text = format!("{base}{reading}{tail}");
        let mut document = document(BlockKind::Paragraph, &text);
        let (one, two) = (base.len() as u32, (base.len() + reading.len()) as u32);
        document.blocks[0].inline.spans = vec![
            Span { range: 0..one, style: Style::RUBY_BASE, link: None, image: None },
            Span { range: one..two, style: Style::RUBY_READING, link: None, image: None },
        ];
        let setting = setting(width, switches & !8);
        let got = lines(&document, &setting);
        check(&got, &text, &setting, true);
        shown_bytes(&got, &text);
        prop_assert!(got.text.contains('（') && got.text.contains('）'));
    }

    #[test]
    fn tables_lose_nothing(cells in prop::collection::vec(prop::collection::vec(("[一二三a-z，。 ]{0,30}", 1_u16..4, 1_u16..3), 0..5), 0..6),
                           head in 0_usize..3, width in 2_u16..=100, switches in any::<u16>()) {
        let mut text = String::new();
        let mut rows = Vec::new();
        for (index, row) in cells.iter().enumerate() {
            if index > 0 { text.push('\n'); }
            let mut out = Vec::new();
            for (index, (cell, columns, rows)) in row.iter().enumerate() {
                if index > 0 { text.push('\t'); }
                let start = text.len() as u32;
                text.push_str(cell);
                out.push(Cell { range: start..text.len() as u32, columns: *columns, rows: *rows, header: false, align: Align::Center });
            }
            rows.push(out);
        }
        let head = head.min(rows.len());
        let document = document(BlockKind::Table(Box::new(Table { rows, head })), &text);
        let setting = setting(width, switches);
        let got = lines(&document, &setting);
        check(&got, &text, &setting, false);
        shown_bytes(&got, &text);
        let mut last = 0;
        for line in &got.lines {
            prop_assert!(line.source.start >= last, "{:?}", got);
            last = line.source.start;
        }
    }

    #[test]
    fn frames_of_any_depth(path in prop::collection::vec(0_usize..8, 0..12), text in CHINESE, width in 2_u16..=60, switches in any::<u16>(), image in any::<bool>()) {
        let kinds = [
            FrameKind::Quote,
            FrameKind::List { loose: false, numbers: 0 },
            FrameKind::Item(Marker::Bullet(0)),
            FrameKind::Item(Marker::Number(Clean::line("1234567."))),
            FrameKind::Description,
            FrameKind::Details { open: true },
            FrameKind::Note(Marker::Number(Clean::line("[1]"))),
            FrameKind::Item(Marker::Task(true)),
        ];
        let id = ImageId(0);
        let mut document = document(if image { BlockKind::Image(id) } else { BlockKind::Paragraph }, &text);
        document.images.push(Image { candidates: vec![Clean::line("https://example.com/a/b.png?x=1"), Clean::line("https://cors.example/?https://example.com/a/b.png")], ..Image::default() });
        for (index, kind) in path.iter().enumerate() {
            document.frames.push(Frame { parent: index.checked_sub(1).map(|up| FrameId(up as u32)), kind: kinds[*kind].clone() });
        }
        document.blocks[0].frame = path.len().checked_sub(1).map(|last| FrameId(last as u32));
        let second = document.blocks[0].clone();
        document.blocks.push(second);
        let setting = setting(width, switches);
        let page = Page::of(&document, &setting, Language::Other);
        check(&lines(&document, &setting), &text, &setting, true);
        let mut last = page.anchor_of(0);
        for row in 0..page.height() {
            let anchor = page.anchor_of(row);
            prop_assert!(anchor >= last);
            last = anchor;
            prop_assert!(page.row_of(anchor) <= page.height());
        }
    }
}

#[test]
fn hostile_lengths_end_soon() {
    for (text, switches) in [0, 128].into_iter().flat_map(|switches| hostile().map(|text| (text, switches))) {
        let document = document(BlockKind::Paragraph, &text);
        let setting = setting(40, switches);
        let got = lines(&document, &setting);
        assert!(got.lines.iter().all(|line| line.end != LineEnd::Hard));
    }
}

fn hostile() -> [String; 5] {
    [
        "\u{3164}".repeat(60_000),
        "一".repeat(200_000),
        " \u{200b}".repeat(50_000),
        "（".repeat(50_000),
        "\"".repeat(50_000),
    ]
}
